#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

# An outgoing folder of each of two consignees, and a table that is not for them.
make_outgoing() {
    mkdir -p share/発送/印刷 share/発送/配送 share/seminar
    printf '氏名,電話番号,メールアドレス\n見本 太郎,03-0000-1111,taro@example.com\n架空 花子,03-0000-1234,hanako@example.com\n' \
        >share/seminar/list.csv
    cp share/seminar/list.csv share/発送/印刷/april.csv
    printf '氏名: 架空 花子\nメール: hanako@example.com\n' >share/発送/印刷/架空花子.txt
    printf '氏名,メールアドレス\n見本 太郎,taro@example.com\n' >share/発送/配送/may.csv
    printf '注文番号 1\n' >share/order.txt
    cp -a share before
    cp -a share expected
    sed -i /花子/d expected/発送/印刷/april.csv
    rm expected/発送/印刷/架空花子.txt
    daicho init . --share office=share --quiet
    daicho scan --quiet
    for name in 印刷 配送; do
        daicho consignee add --name "見本$name" --task "$name" --re-consignment forbidden --quiet \
            --agreement 2020-04-01 --confidentiality yes --category any --folder "office:発送/$name" >/dev/null
    done
}

@test "suspension of provision: the list, the outgoing folders, the notices, to a closed request" {
    make_outgoing
    # Provided before, so that its consignee is to be told although nothing of hers is in its folder.
    expect 0 provision record share/seminar/list.csv --to 見本配送 --ground consignment --date 2026-04-01
    expect 0 provision check share/seminar/list.csv --to 見本印刷
    daicho request new --kind suspension-of-provision "${hanako[@]}" --quiet >/dev/null
    expect 2 request plan 1
    expect 2 request notice 1 見本印刷
    daicho request verify 1 --method callback --evidence 'called the number on file' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    expect 2 request plan 1
    daicho request decide 1 --accept --quiet
    expect 2 provision resume 1 --reason 'too early'
    expect 0 request plan 1
    expect 0 plan show 1
    says "suspend-parts  office:発送/印刷/april.csv"
    says "suspend-file  office:発送/印刷/架空花子.txt"
    run ! grep -q 'seminar' <<<"$output"
    expect 2 plan apply 1 --execute
    expect 2 plan approve 1
    daicho plan approve 1 --as officer --quiet
    # Until it is carried out nothing is different.
    expect 0 provision check share/seminar/list.csv --to 見本印刷
    diff -r before share
    expect 0 plan apply 1 --execute
    tells "見本印刷"
    diff -r expected share
    # From now on she goes to nobody, in no form.
    expect 1 provision check share/seminar/list.csv --to 見本印刷 --format tsv
    says suspended
    run ! grep -qE 'hanako@|03-0000-1234' <<<"$output"
    expect 1 provision check share/seminar/list.csv --to 見本配送
    bsdtar -a -cf out.zip -C share/seminar list.csv
    expect 1 provision check out.zip --to 見本印刷 --format tsv
    says suspended
    iconv -f UTF-8 -t CP932 share/seminar/list.csv >old.csv
    expect 1 provision check old.csv --to 見本印刷
    expect 0 provision check share/発送/印刷/april.csv --to 見本印刷
    expect 0 provision check share/発送/配送/may.csv --to 見本配送
    # A consent of before is no ground any more.
    expect 0 provision record --to 例示商会 --ground consent --basis 'form of 2020' --category name \
        --category contact --email hanako@example.com
    expect 1 provision check share/seminar/list.csv --to 例示商会 --format tsv
    says suspended
    # Both consignees are told before the end.
    expect 0 request notice 1 --format tsv
    says $'見本印刷\tstop-provision\tfolder'
    says $'見本配送\tstop-provision\tprovided'
    expect 0 request letter 1 -o letter.html
    grep -q 'Contractors still to be told' letter.html
    expect 0 request respond 1 --by post --text 'We provide your data no more.'
    expect 2 request close 1
    for name in 印刷 配送; do
        expect 0 request notice 1 "見本$name" -o notice.html
        grep -q '架空 花子' notice.html
        expect 2 request notice 1 "見本$name" --confirmed --text 'too early'
        expect 0 request notice 1 "見本$name" --sent e-mail --text 'to the desk'
    done
    expect 0 request close 1
    expect 0 request notice 1 見本印刷 --confirmed --text 'stopped on the same day'
    expect 0 certificate verify 1
    expect 0 audit verify
    run ! grep -qaE 'hanako@|架空 花子' catalog.db catalog.db-wal
}

@test "it is lifted on request: the list lets her through, and what was taken out comes back" {
    make_outgoing
    approve_plan suspension-of-provision
    daicho plan apply 1 --execute --quiet >/dev/null
    expect 1 provision check share/seminar/list.csv --to 見本印刷
    expect 0 provision resume 1 --reason 'asked for the mailing again in writing'
    tells "may be provided again"
    expect 0 provision check share/seminar/list.csv --to 見本印刷
    for entry in 1 2; do
        expect 0 vault restore "$entry"
    done
    diff -r before share
    expect 2 provision resume 1 --reason 'again'
    expect 0 audit verify
}

@test "nobody is in an outgoing folder: she is on the list all the same" {
    make_outgoing
    rm -r share/発送/印刷/*
    daicho scan --quiet
    approve_plan suspension-of-provision
    expect 0 plan apply 1 --execute
    expect 1 provision check share/seminar/list.csv --to 見本印刷 --format tsv
    says suspended
    expect 0 request letter 1 -o letter.html
    run ! grep -q 'no personal data of yours was found' letter.html
    tr -d '\n' <letter.html | grep -q 'provided to no third *party'
    expect 0 request respond 1 --by post --text 'We provide your data no more.'
    expect 0 request close 1
    expect 0 audit verify
}

@test "what is refused changes no list and no folder" {
    make_outgoing
    daicho request new --kind suspension-of-provision "${hanako[@]}" --quiet >/dev/null
    daicho request verify 1 --method callback --evidence 'called' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --refuse --ground law --reason 'The law has us provide it.' --quiet
    expect 2 request plan 1
    expect 0 request letter 1
    says 'The law has us provide it.'
    expect 0 request respond 1 --by post --text 'Refused.'
    expect 0 request close 1
    diff -r before share
    expect 0 provision check share/seminar/list.csv --to 見本印刷
}
