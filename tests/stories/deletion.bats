#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper
load ../cli/helper_documents

# A detail that is wrong, 090-0000-9999, in records of the person and in one of somebody else.
make_details() {
    mkdir -p share/seminar
    printf '氏名,電話番号,メールアドレス,携帯\n見本 太郎,03-0000-1111,taro@example.com,090-0000-9999\n架空 花子,03-0000-1234,hanako@example.com,"090-0000-9999"\n' \
        >share/seminar/list.csv
    iconv -f UTF-8 -t CP932 share/seminar/list.csv >share/seminar/old.csv
    printf '注文番号 1\n' >share/order.txt
    daicho init . --share office=share --quiet
    daicho scan --quiet
}

plan_detail() {
    decide_request deletion
    expect 0 request plan 1 --detail phone=090-0000-9999
    [ "$output" = 1 ]
}

@test "deletion: a wrong detail goes, from the share to a closed request" {
    make_details
    plan_detail
    expect 0 plan show 1
    says "delete-values"
    run ! grep -q '0000-9999' <<<"$output"
    run ! grep -qaE '090-?0000-?9999' catalog.db catalog.db-wal
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1
    expect 0 plan apply 1 --execute
    tells "2 done"
    [ "$(cat share/seminar/list.csv)" = $'氏名,電話番号,メールアドレス,携帯\n見本 太郎,03-0000-1111,taro@example.com,090-0000-9999\n架空 花子,03-0000-1234,hanako@example.com,""' ]
    [ "$(iconv -f CP932 -t UTF-8 share/seminar/old.csv)" = "$(cat share/seminar/list.csv)" ]
    expect 0 request letter 1
    says "Details deleted"
    expect 0 request respond 1 --by post --text 'It is deleted.'
    expect 0 request close 1
    expect 0 certificate verify 1
    expect 0 tombstones check
    expect 0 audit verify
}

# bats test_tags=release
@test "a deletion needs a detail, and an erasure has none" {
    make_details
    decide_request deletion
    expect 0 request show 1
    says "--detail KIND=VALUE"
    expect 2 request plan 1
    tells "--detail"
    expect 2 request plan 1 --detail 090-0000-9999
    tells "KIND=VALUE"
    expect 2 request plan 1 --detail phon=090-0000-9999
    tells "phone"
    daicho request new --kind erasure "${hanako[@]}" --quiet >/dev/null
    daicho request verify 2 --method callback --evidence 'called' --quiet
    daicho request form 2 -o form2.html --quiet
    daicho request returned 2 --quiet
    daicho request decide 2 --accept --quiet
    expect 2 request plan 2 --detail phone=090-0000-9999
    tells "deletion"
}

# bats test_tags=release
@test "entries and archives lose the detail; what would break a file is left to a person" {
    make_details
    printf '{"name":"架空 花子","email":"hanako@example.com","mobile":09000009999}\n' >share/number.json
    printf '{"name":"架空 花子","email":"hanako@example.com","mobile":"090-0000-9999"}\n{"name":"見本 太郎","mobile":"090-0000-9999"}\n' \
        >share/people.jsonl
    printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:架空 花子\r\nEMAIL:hanako@example.com\r\nTEL:090-0000-9999\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:見本 太郎\r\nTEL:090-0000-9999\r\nEND:VCARD\r\n' \
        >share/cards.vcf
    printf 'version: 1\ndn: cn=hanako\ncn: 架空 花子\nmail: hanako@example.com\nmobile: 090-0000-9999\n\ndn: cn=taro\ncn: 見本 太郎\nmobile: 090-0000-9999\n' \
        >share/people.ldif
    iconv -f UTF-8 -t ISO-2022-JP share/seminar/list.csv >share/jis.csv
    bsdtar -a -cf share/more.zip -C share/seminar old.csv
    printf '架空 花子 hanako@example.com と 見本 太郎 taro@example.com 090-0000-9999\n' >share/memo.txt
    daicho scan --quiet
    cp -a share before
    plan_detail
    daicho plan approve 1 --as officer --quiet
    run --separate-stderr daicho plan apply 1 --execute
    [ "$status" -eq 3 ]
    for file in number.json jis.csv memo.txt; do
        cmp before/$file share/$file
        grep -q "manual.*$file" <<<"$output"
    done
    sed -i '1s/090-0000-9999//' before/people.jsonl
    sed -i '5s/090-0000-9999//' before/cards.vcf before/people.ldif
    for file in people.jsonl cards.vcf people.ldif; do
        cmp before/$file share/$file
    done
    bsdtar -xOf share/more.zip old.csv | cmp - share/seminar/old.csv
    run ! grep -q '花子.*9999' share/seminar/list.csv
}

# bats test_tags=release
@test "a detail in another line than the person's is left to a person, not passed over" {
    make_details
    printf '氏名: 架空 花子 hanako@example.com\n\n携帯 090-0000-9999\n' >share/letter.txt
    printf '架空 花子 hanako@example.com\n見本 太郎 taro@example.com 090-0000-9999\n' >share/two.txt
    daicho scan --quiet
    plan_detail
    expect 0 plan show 1
    says "office:letter.txt#3: the person is in this file, and here is the detail"
    run ! grep -q 'two.txt' <<<"$output"
}

# bats test_tags=release
@test "a detail in a row that names nobody is told in the plan, and goes when staff say so" {
    make_details
    printf '氏名,メールアドレス,携帯\n架空 花子,hanako@example.com,\n,,090-0000-9999\n' >share/rows.csv
    daicho scan --quiet
    plan_detail
    expect 0 plan show 1
    says "office:rows.csv#3  (the detail, but nothing shows whose it is)"
    says "left alone: the detail in 1 record of others"
    expect 0 request plan 1 --detail phone=090-0000-9999 --include 'office:rows.csv#3'
    daicho plan approve 2 --as officer --quiet
    expect 0 plan apply 2 --execute
    [ "$(cat share/rows.csv)" = $'氏名,メールアドレス,携帯\n架空 花子,hanako@example.com,\n,,' ]
}

# bats test_tags=release
@test "a detail that was taken out by hand is recorded, though the person stays" {
    make_details
    printf '{"name":"架空 花子","email":"hanako@example.com","mobile":09000009999}\n' >share/number.json
    daicho scan --quiet
    plan_detail
    daicho plan approve 1 --as officer --quiet
    expect 3 plan apply 1 --execute
    target=$(sed -n 's/^ *\([0-9]*\) *manual.*number.json.*/\1/p' <<<"$output")
    printf '{"name":"架空 花子","email":"hanako@example.com","mobile":09000009999,"x":1}\n' >share/number.json
    expect 2 plan record 1 "$target"
    tells "the detail still stands"
    printf '{"name":"架空 花子","email":"hanako@example.com"}\n' >share/number.json
    expect 0 plan record 1 "$target"
}

# bats test_tags=release
@test "a detail that is nowhere is told as that, not as a person that is nowhere" {
    make_details
    decide_request deletion
    expect 0 request plan 1 --detail phone=090-0000-8888
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1 --execute
    expect 0 request letter 1
    says "the detail was not found"
    run ! grep -q "no personal data of yours" <<<"$output"
}

# bats test_tags=release
@test "documents, data and databases: the detail goes from the person's row alone" {
    make_documents
    sqlite3 share/list.db "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, mail TEXT, phone TEXT);
        INSERT INTO person(name, mail, phone) VALUES('架空 花子', 'hanako@example.com', '03-0000-1234'),
            ('見本 太郎', 'taro@example.com', '03-0000-1234');"
    printf '[{"name":"架空 花子","mail":"hanako@example.com","phone":"03-0000-1234"},{"name":"見本 太郎","phone":"03-0000-1234"}]' >share/list.json
    daicho scan --quiet
    for file in list.docx list.xlsx talk.pptx list.ods list.odt list.db; do
        daicho extract share/$file | tr -d ' \t' >"$file.before"
    done
    decide_request deletion
    expect 0 request plan 1 --detail phone=03-0000-1234
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1 --execute
    tells "8 done"
    for file in list.docx list.xlsx talk.pptx list.ods list.odt; do
        sed 's/03-0000-1234//' "$file.before" | diff - <(daicho extract share/$file | tr -d ' \t')
    done
    [ "$(sqlite3 share/list.db 'SELECT phone FROM person ORDER BY id')" = $'\n03-0000-1234' ]
    [ "$(cat share/list.json)" = '[{"name":"架空 花子","mail":"hanako@example.com","phone":""},{"name":"見本 太郎","phone":"03-0000-1234"}]' ]
    expect 0 request letter 1
    says "Details deleted"
}
