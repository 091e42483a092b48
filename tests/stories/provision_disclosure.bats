#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

# What was provided: hanako by consent, with others as a consignment, because a law asked for it, and
# somebody of her name; another person; and a file that could not be read.
make_provided() {
    make_small
    daicho scan --quiet
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet \
        --agreement 2020-04-01 --confidentiality yes --category any >/dev/null
    daicho provision record --to 例示商会 --ground consent --basis 'form of 2026, question 5' --date 2026-04-01 \
        --email hanako@example.com --category contact --category name --items 'entry of the prize draw' --quiet
    daicho provision record share/seminar/list.csv --to 見本印刷 --ground consignment --items 'mailing list' --quiet
    daicho provision record --to 架空警察署 --ground law --basis 'inquiry 12 of 2026' \
        --phone 03-0000-1234 --category contact --quiet
    daicho provision record --to 試行新聞 --ground consent --basis 'by word' --name '架空 花子' --category name --quiet
    daicho provision record --to 別人商店 --ground consent --basis 'form' --email taro@example.com --category contact --quiet
    printf 'PK\003\004' >broken.zip
    daicho provision record broken.zip --to 見本印刷 --ground consignment --quiet || [ $? -eq 3 ]
}

@test "provision-disclosure: from the share to a closed request" {
    make_provided
    decide_request provision-disclosure
    expect 2 request plan 1
    tells "daicho request package"
    expect 2 request respond 1 --by post --text 'x'
    expect 0 request package 1 -o mine.zip
    passphrase=$output
    [[ "$passphrase" =~ ^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$ ]]
    tells "2 records of provision: look through mine.zip"
    tells "provision:3 (a law asked for it"
    tells "provision:4 (only the name stands in it"
    tells "1 more provision was not read in full"
    tells "daicho request letter 1"
    [ "$(stat -c %a mine.zip)" = 600 ]
    7z l -slt -p"$passphrase" mine.zip | grep -q 'Method = AES-256'
    7z x -y -p"$passphrase" -oopened mine.zip >/dev/null
    [ "$(ls opened)" = $'index.html\nrecords.csv\nrecords.json' ]
    for file in opened/*; do
        for text in 例示商会 見本印刷 2026-04-01 'form of 2026, question 5' 'mailing list' 'article 27(1)'; do
            grep -qF "$text" "$file"
        done
        run ! grep -qE '架空警察署|試行新聞|別人商店|taro|見本 ?太郎' "$file"
    done
    grep -q '"schema" : "daicho/provision-disclosure/1"' opened/records.json
    grep -q '委託に伴う提供' opened/index.html
    grep -q '1件あり、ご本人のデータが含まれていたかどうかは確認できておりません' opened/index.html
    [ "$(head -c 3 opened/records.csv)" = $'\xEF\xBB\xBF' ]

    expect 0 request letter 1
    says "第33条第5項"
    says "開示する第三者提供記録"
    run ! grep -q "none about you was found" <<<"$output"
    expect 0 request respond 1 --by post --text 'Sent.'
    expect 0 request close 1
    expect 0 audit verify
    expect 0 audit show
    says "a package (zip) of 2 records of provision"
    run ! grep -qE 'hanako|花子' <<<"$output"
    run ! grep -qaF "$passphrase" catalog.db catalog.db-wal
}

@test "what a person decided on goes in, and what is no place is named" {
    make_provided
    decide_request provision-disclosure
    expect 2 request package 1 -o x.html --format html --include provision:5
    tells "provision:5"
    [ ! -e x.html ]
    expect 0 request package 1 -o x.pdf --format pdf --include provision:3 provision:4
    [ -z "$output" ]
    tells "4 records of provision"
    text=$(pdftotext x.pdf -)
    grep -q '架空警察署' <<<"$text"
    grep -q '試行新聞' <<<"$text"
    run ! grep -q '別人商店' <<<"$text"
}

@test "that there is no record is an answer, too" {
    make_provided
    daicho request new --kind provision-disclosure --email nobody@example.com --quiet >/dev/null
    daicho request verify 1 --method email-reply --evidence 'answered' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --accept --quiet
    expect 0 request package 1 -o none.html --format html
    tells "0 records of provision"
    grep -q 'ご本人に関するものは見つかりませんでした' none.html
    grep -q '1件あり、ご本人のデータが含まれていたかどうかは確認できておりません' none.html
    run ! grep -q '例示商会' none.html
    expect 0 request letter 1
    says "none about you was found"
    expect 0 request respond 1 --by post --text 'None.'
    expect 0 request close 1
}

@test "a refused one is answered without a package" {
    make_provided
    daicho request new --kind provision-disclosure "${hanako[@]}" --quiet
    daicho request verify 1 --method callback --evidence 'called' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --refuse --ground obstruction --reason 'Not now.' --quiet
    expect 2 request package 1 -o x.zip
    tells "refused"
    expect 0 request letter 1
    run ! grep -qE '例示商会|開示する第三者提供記録' <<<"$output"
    expect 0 request respond 1 --by post --text 'Refused.'
    expect 0 request close 1
}

@test "what was provided of another one in the family is left to a person" {
    make_small
    daicho scan --quiet
    daicho provision record --to 見本商事 --ground consent --basis 'form of 2026' --category employment \
        --items resume --name '架空 一子' --phone 03-0000-1234 --email ichiko@example.com --quiet
    decide_request provision-disclosure
    expect 0 request package 1 -o mine.html
    tells "provision:1 (other names stand in it"
    run ! grep -qE '見本商事|resume' mine.html
    expect 0 request package 1 -o own.html --include provision:1
    grep -q 見本商事 own.html
}
