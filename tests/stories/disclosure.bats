#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

# A share with what else happens: a table in Shift_JIS, one in an archive, a line about two persons.
make_more() {
    make_small
    iconv -f UTF-8 -t CP932 share/seminar/list.csv >share/seminar/old.csv
    bsdtar -a -cf share/seminar/more.zip -C share/seminar old.csv
    mkdir -p 'share/from taro@example.com'
    printf '{"name":"架空 花子","email":"hanako@example.com","referrer":"taro@example.com","note":"=1+1"}\n' \
        >'share/from taro@example.com/people.jsonl'
    printf '架空 花子 hanako@example.com と 見本 太郎 taro@example.com 090-0000-2222\n' \
        >share/seminar/memo.txt
    daicho scan --quiet
}

others_are_absent() {
    run ! grep -qE 'taro@|03-0000-1111|090-0000-2222|見本 ?太郎' "$1"
}

@test "disclosure: from the share to a closed request" {
    make_more
    decide_request disclosure
    expect 2 request respond 1 --by post --text 'x'
    expect 2 request letter 1
    expect 0 request package 1 -o mine.zip
    passphrase=$output
    [[ "$passphrase" =~ ^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$ ]]
    tells "unmasked"
    tells "office:seminar/memo.txt#1"
    tells "daicho request letter 1"
    [ "$(stat -c %a mine.zip)" = 600 ]

    7z l -slt -p"$passphrase" mine.zip | grep -q 'Method = AES-256'
    run ! 7z x -y -pWRONG -owrong mine.zip
    7z x -y -p"$passphrase" -oopened mine.zip >/dev/null
    [ "$(ls opened)" = $'index.html\nrecords.csv\nrecords.json' ]
    for file in opened/*; do
        grep -q 'hanako@example.com' "$file"
        grep -q '03-0000-1234' "$file"
        others_are_absent "$file"
    done
    [ "$(head -c 3 opened/records.csv)" = $'\xEF\xBB\xBF' ]
    run ! grep -qE '(^|,)"[=+@-]' opened/records.csv
    for place in seminar/list.csv seminar/old.csv 'seminar/more.zip!/old.csv' people.jsonl \
        'seminar/架空花子.txt'; do
        grep -qF "$place" opened/records.json
    done
    grep -q '"schema" : "daicho/disclosure/1"' opened/records.json
    grep -q '氏名,電話番号,メールアドレス' opened/index.html

    expect 0 request letter 1
    says "encrypted file"
    expect 0 request respond 1 --by post --text 'Sent.'
    expect 0 request close 1
    expect 0 audit verify
    expect 0 audit show
    says "request-execute"
    run ! grep -qE 'hanako|花子' <<<"$output"
    run ! grep -qaE 'hanako@|架空 花子' catalog.db
    run ! grep -qaF "$passphrase" catalog.db catalog.db-wal
}

@test "who else stands in a record is masked: in notes, in columns of colleagues, in copies of a mail" {
    make_small
    mkdir share/staff
    cat >share/staff/list.csv <<'TEXT'
氏名,電話番号,メールアドレス,担当,紹介者,備考
架空 花子,03-0000-1234,hanako@example.com,例示 一郎,試行次郎,仮名葉子さんから紹介。折り返しは（03-0000-7777）
TEXT
    cat >share/staff/copy.eml <<'TEXT'
From: hanako@example.com
To: info@example.com
Cc: taro@example.com
Subject: inquiry
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8

架空花子です。見本太郎さん(03-0000-1111)に伝えてください。
TEXT
    printf '%s\n' '母架空花子様と見本太郎様が来訪。仕様書を渡す。電話 03-0000-1234' '例示　一郎様が対応' >share/staff/架空花子.txt
    daicho scan --quiet
    decide_request disclosure
    passphrase=$(daicho request package 1 -o mine.zip --quiet --include 'office:staff/架空花子.txt#1')
    7z x -y -p"$passphrase" -oopened mine.zip >/dev/null
    for file in opened/*; do
        run ! grep -qE '例示.?一郎|試行次郎|仮名葉子|見本.?太郎|03-0000-(7777|1111)|(taro|info)@' "$file"
        grep -qF '母架空花子様と見***様が来訪。仕様書を渡す。電話 03-0000-1234' "$file"
        grep -qF 'hanako@example.com' "$file"
    done
}

@test "a package is for an accepted disclosure, and overwrites nothing" {
    make_more
    daicho request new --kind erasure "${hanako[@]}" --quiet
    expect 2 request package 1 -o x.zip
    tells "a package is for disclosure"
    daicho request new --kind disclosure "${hanako[@]}" --quiet
    expect 2 request package 2 -o x.zip
    tells "before it is decided"
    daicho request verify 2 --method callback --evidence 'called' --quiet
    daicho request form 2 -o form.html --quiet
    daicho request returned 2 --quiet
    daicho request decide 2 --accept --quiet
    expect 2 request package 2
    tells "-o FILE"
    echo mine >x.zip
    expect 2 request package 2 -o x.zip
    tells "not overwritten"
    [ "$(cat x.zip)" = mine ]
    expect 0 request show 2
    says "State: decided"
    expect 2 request package 2 -o y.zip --include office:nowhere.txt#1
    [ ! -e y.zip ]
    expect 0 request package 2 --format html -o y.html
    [ -z "$output" ]
    grep -q 'hanako@example.com' y.html
    others_are_absent y.html
    expect 0 request package 2 -o again.zip
    expect 0 request show 2
    says "State: executed"
}

@test "a refused disclosure is answered without a package" {
    make_more
    daicho request new --kind disclosure "${hanako[@]}" --quiet
    daicho request verify 1 --method callback --evidence 'called' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --refuse --ground law --reason 'The law forbids it.' --quiet
    expect 2 request package 1 -o x.zip
    tells "refused"
    expect 0 request respond 1 --by post --text 'Refused.'
    expect 0 request close 1
}

@test "what is possible and what cannot be read is told, and can be included" {
    make_more
    printf '架空 花子 様 ご来社\n' >share/visit.txt
    printf 'PK\003\004' >share/broken.zip
    daicho scan --quiet || true
    decide_request disclosure
    expect 0 request package 1 -o one.html --format html
    tells "office:visit.txt#1"
    tells "daicho report unread"
    grep -q 'could not be searched by machine' one.html
    run ! grep -q 'ご来社' one.html
    expect 0 request package 1 -o two.html --format html --include office:visit.txt#1
    grep -q 'ご来社' two.html
    expect 0 request package 1 -o three.html --format html --include office:seminar/memo.txt#1
    grep -qF 't***@e***.com' three.html
    run ! grep -qE 'taro@|090-0000|見本 太郎' three.html
}

@test "a name that nothing labels is masked in a cell, and what is hers or no name is not" {
    make_small
    cat >share/staff.csv <<'TEXT'
氏名,電話番号,コース,紹介,同席,住まい,備考
見本 太郎,03-0000-1111,新人研修,例示 花世 様,,架空市,特になし
架空 花子,03-0000-1234,管理職研修,試行 一郎,例示次郎,東京都,架空 花子
TEXT
    printf '{"氏名":"架空 花子","メール":"hanako@example.com","紹介":"例示 \\u82b1\\u5b50","同席":"試行一郎","コース":"管理職研修"}\n' \
        >share/a.jsonl
    printf '架空 花子\t03-0000-1234\thanako@example.com\tTaro Mihon\tTokyo\n' >share/notes.tsv
    daicho scan --quiet
    decide_request disclosure
    passphrase=$(daicho request package 1 -o mine.zip --quiet)
    7z x -y -p"$passphrase" -oopened mine.zip >/dev/null
    for file in opened/*; do
        run ! grep -qE '試行|例示|Taro|見本' "$file"
    done
    grep -qF '架空 花子,03-0000-1234,管理職研修,試***,例***,東京都,架空 花子' opened/records.csv
    grep -qF 'Tokyo' opened/records.csv
    grep -qF '架空 花子' opened/records.json
    grep -qF '管理職研修' opened/records.json
}

@test "who stands beside the person in one cell, or in a first row, is masked" {
    mkdir -p share
    printf '氏名,メールアドレス,同伴者,介助\n架空 花子,hanako@example.com,例示次郎、架空花子,例示三郎 架空花子\n' \
        >share/pairs.csv
    printf '例示四郎,済み\n架空 花子,hanako@example.com\n' >share/headless.csv
    printf '例示五郎,欠席\n架空 花子,hanako@example.com\n見本 太郎,taro@example.com\n' >share/more.csv
    daicho init . --share office=share --quiet
    daicho scan --quiet
    decide_request disclosure
    expect 0 request package 1 -o mine.html
    run ! grep -q '例示' mine.html
    grep -qF '架空 花子,hanako@example.com,例***、架空花子,例***' mine.html
    grep -qF '氏名,メールアドレス,同伴者,介助' mine.html
    [ "$(grep -cF '架空 花子,hanako@example.com' mine.html)" -eq 3 ]
}
