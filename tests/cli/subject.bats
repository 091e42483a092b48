#!/usr/bin/env bats
load helper

# shellcheck disable=SC2154 # hanako is the helper's

@test "a person is found in every file, masked" {
    make_small
    daicho scan --quiet
    expect 0 subject find "${hanako[@]}"
    says "office:seminar/list.csv"
    says "office:seminar/架空花子.txt"
    says "certain"
    run ! grep -qE 'hanako@|03-0000-1234' <<<"$output"
    expect 0 subject find "${hanako[@]}"
    tells "certain"
    tells "2 files"
}

@test "what cannot be searched is told" {
    make_small_with_unread
    daicho scan --quiet || true
    expect 0 subject find --email hanako@example.com
    tells "cannot read them in full: 1 item"
}

@test "it can be given by a rule, and in every format" {
    mkdir share
    printf 'カード番号,氏名\n4123 4567 8901 2349,見本 太郎\n' >share/cards.csv
    daicho scan share --catalog c.db --quiet
    expect 0 subject find --id 'common.payment-card=4123-4567-8901-2349' --catalog c.db --format json
    says '"strength":"certain"'
}

@test "who it is must be said, and rightly" {
    make_small
    daicho scan --quiet
    expect 2 subject find
    tells "--email"
    expect 2 subject find --email nonsense
    expect 2 subject find --id nonsense
    tells "RULE=VALUE"
    expect 2 subject find --id common.emial=a@example.com
    expect 2 subject
    expect 2 subject fnid
    tells 'did you mean "find"?'
}

@test "the search is in the audit chain, and the person is not" {
    make_small
    daicho scan --quiet
    daicho subject find "${hanako[@]}" --quiet
    expect 0 audit show
    says "subject-find"
    run ! grep -qE 'hanako|1234|花子' <<<"$output"
}

@test "a name in Latin letters is found by its reading, and a shared telephone is told" {
    mkdir share
    printf 'name,phone\nHanako KAKU,03-0000-1234\nTaro KAKU,03-0000-1234\n' >share/a.csv
    daicho scan share --catalog c.db --quiet
    expect 0 subject find --kana 'カクウ ハナコ' --phone 03-0000-1234 --catalog c.db
    says "written in Latin letters"
    says "another name stands in the record"
    tells "1 certain, 1 strong, 1 possible"
}

@test "a namesake is left alone, remembered, listed, and asked again when taken back" {
    mkdir share
    printf '氏名,メール,部署\n架空 花子,hanako@example.com,営業\n架空 花子,hanako@example.com,経理\n架空 花子,,人事\n' \
        >share/list.csv
    daicho init . --share office=share --quiet
    daicho scan --quiet
    decide_request
    expect 2 request plan 1 --exclude 'office:list.csv#4'
    tells "--reason"
    expect 2 request plan 1 --reason 'because'
    tells "--exclude"
    expect 2 request plan 1 --exclude 'office:list.csv#4' --include 'office:list.csv#3' 'office:list.csv#4' \
        --reason 'because'
    tells "may be included or excluded"
    expect 0 request plan 1 --exclude 'office:list.csv#4' 'office:list.csv#3' --reason 'other department'
    tells "2 places are another person's"
    expect 0 plan show 1
    says "decided by"
    says "another person (other department)"
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1 --execute
    [ "$(cat share/list.csv)" = $'氏名,メール,部署\n架空 花子,hanako@example.com,経理\n架空 花子,,人事' ]
    expect 0 subject find "${hanako[@]}"
    says "decided by"
    tells "of which 3 were decided to be another person's"
    expect 0 subject decisions
    says "office:list.csv#3"
    says "other department"
    expect 0 subject undecide 1
    expect 2 subject undecide 1
    expect 0 subject decisions --format json
    run ! grep -q '"number":1[,}]' <<<"$output"
    expect 0 subject decisions --all
    says "Ended"
    expect 0 audit show
    says "subject-decide"
    says "subject-undecide"
    run ! grep -qE 'hanako|花子|list.csv' <<<"$output"
}

@test "a possible place tells how its namesake differs" {
    mkdir share
    printf '氏名,生年月日,電話番号\n架空 花子,1990-01-02,03-0000-9999\n' >share/a.csv
    daicho scan share --catalog c.db --quiet
    expect 0 subject find --name '架空 花子' --birth-date 1985-04-01 --phone 03-0000-1234 --catalog c.db
    says "another telephone number; another birth date"
}

@test "what cannot be read again is named" {
    make_small
    daicho scan --quiet
    rm share/seminar/list.csv
    expect 3 subject find "${hanako[@]}"
    tells "office:seminar/list.csv"
    tells "read 1 of 2 files"
}

@test "what else stands in a person's records is proposed, masked, and taken by its number" {
    mkdir share
    printf '氏名,メール,携帯\n架空 花子,hanako@example.com,090-0000-9999\n' >share/a.csv
    printf '電話\n090-0000-9999\n' >share/b.csv
    daicho init . --share office=share --quiet
    daicho scan --quiet
    expect 0 subject find --email hanako@example.com
    tells "phone 0**-****-*999 (1 record, as office:a.csv#2): --add-proposal"
    # shellcheck disable=SC2154 # bats sets stderr
    run ! grep -qF '090-0000-9999' <<<"$output$stderr"
    expect 0 subject find --email hanako@example.com
    number=$(sed -n 's/.*phone.*--add-proposal \([0-9]*\)$/\1/p' <<<"$stderr")
    expect 0 subject find --email hanako@example.com --add-proposal "$number"
    says "office:b.csv"
    expect 2 subject find --email hanako@example.com --add-proposal 7
    tells "is not among what is proposed"
    expect 2 subject find --email hanako@example.com --add-proposal x

    daicho request new --kind disclosure --email hanako@example.com --quiet >/dev/null
    expect 2 request add 1
    tells "--proposal"
    expect 0 request add 1 --proposal "$number"
    tells "make it again"
    run ! grep -rqF '090-0000-9999' daicho.yaml catalog*
}

@test "on a terminal the search says how far it is" {
    command -v script >/dev/null || skip "script is not installed"
    make_small
    daicho scan --quiet
    TERM=xterm script -qec "$DAICHO subject find --email hanako@example.com" /dev/null </dev/null >frames
    grep -q 'searching: 0 of 2 files' frames
    expect 0 subject find --email hanako@example.com
    run ! grep -q searching <<<"$stderr"
}

@test "a telephone is found as it is written at home and abroad" {
    mkdir share
    printf 'Hanako, +44 20 7946 0018\n' >share/abroad.txt
    printf 'Tel. 020 7946 0018\n' >share/home.txt
    printf 'Phone 0044 (0)20 7946 0018 2 persons\n' >share/prefix.txt
    printf 'Tel. +81 20 7946 0018\n' >share/other.txt
    daicho init --share s="$PWD/share"
    sed -i 's/^  packs: .*/  packs: [common, jp, uk]/' daicho.yaml
    daicho scan --quiet
    expect 0 subject find --phone '+44 20 7946 0018'
    tells "3 places in 3 files: 3 certain"
    run ! grep -q other.txt <<<"$output"
    expect 0 subject find --phone '020 7946 0018'
    tells "3 places in 3 files: 3 certain"
}

# writes CELL FILE: the cell in running text, in a table and in a spreadsheet.
write_address() {
    printf 'お届け先は %s です。\n' "$1" >"share/$2.txt"
    printf '番号,住所\n1,%s\n' "$1" >"share/$2.csv"
    local relation=http://schemas.openxmlformats.org/officeDocument/2006/relationships
    frame xl/workbook.xml
    part xl/workbook.xml "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"$relation\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    part xl/_rels/workbook.xml.rels "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"$relation/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    part xl/worksheets/sheet1.xml "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row><c t=\"inlineStr\"><is><t>番号</t></is></c><c t=\"inlineStr\"><is><t>住所</t></is></c></row><row><c t=\"inlineStr\"><is><t>1</t></is></c><c t=\"inlineStr\"><is><t>$1</t></is></c></row></sheetData></worksheet>"
    pack "share/$2.xlsx"
}

@test "an address is found with its building, without it, and with another spelling of it" {
    load helper_documents
    local house=神奈川県横浜市西区見本町1-2-3 asked
    mkdir share
    write_address "$house" bare
    write_address "$house 見本ビル405" building
    write_address "神奈川県横浜市西区見本町一丁目二番三号　見本ビル 405号室" spelled
    write_address "$house-405" room
    write_address "神奈川県横浜市西区見本町1-2-4 見本ビル405" neighbour
    daicho scan share --catalog c.db --quiet
    for asked in "$house" "$house 見本ビル405" "$house 見本ビル405号室" "$house-405" \
        "$house 405号室" "${house#神奈川県} 見本ビル"; do
        expect 0 subject find --address "$asked" --catalog c.db
        for found in bare building spelled room; do
            says "$found.txt"
            says "$found.csv"
            says "$found.xlsx"
        done
        run ! grep -q neighbour <<<"$output"
    done
}

@test "what a column's header refuted is found, planned and erased all the same" {
    mkdir share
    printf '注文番号,商品\n100000000005,定規\n09000001234,鉛筆\n' >share/orders.csv
    printf '[{"管理番号": "100000000005"}, {"管理番号": "7"}]' >share/a.json
    printf '注文番号\n09000001234\n' >share/b.csv
    (cd share && tar cf c.tar b.csv && rm b.csv)
    daicho init . --share office=share --quiet
    daicho scan --quiet
    expect 0 findings --format tsv
    run ! grep -qF -e jp.my-number -e jp.phone <<<"$output"
    expect 0 subject find --id jp.my-number=100000000005
    says "office:orders.csv"
    says "office:a.json"
    expect 0 subject find --phone 090-0000-1234
    says "office:orders.csv"
    says "b.csv"
    expect 0 subject find --email hanako@example.com
    hanako=(--phone 090-0000-1234)
    approve_plan
    expect 0 plan apply 1 --execute
    [ "$(cat share/orders.csv)" = $'注文番号,商品\n100000000005,定規' ]
    run ! grep -q 9000001234 share/c.tar
}

@test "a number that only a word makes a finding is looked for in every file" {
    mkdir share
    printf '受付 301234567890 まで\n' >share/note.txt
    printf '注文番号,商品\n301234567890,定規\n7,鉛筆\n' >share/orders.csv
    printf '列1\n301234567890\n7\n' >share/b.csv
    (cd share && zip -q c.zip b.csv && rm b.csv)
    printf '免許証番号 301234567890\n' >share/labelled.txt
    printf '何もない\n' >share/none.txt
    daicho init . --share office=share --quiet
    daicho scan --quiet
    expect 0 subject find --id jp.driver-licence=301234567890
    for place in note.txt orders.csv 'c.zip!/b.csv' labelled.txt; do
        says "office:$place"
    done
    tells "read 5 of 5 files"
    expect 0 subject find --id jp.my-number=100000000005
    run ! grep -q 'read 5' <<<"$stderr"
    hanako=(--id jp.driver-licence=301234567890)
    approve_plan
    expect 0 plan apply 1 --execute
    [ "$(cat share/orders.csv)" = $'注文番号,商品\n7,鉛筆' ]
    run ! grep -rq 301234567890 share
}
