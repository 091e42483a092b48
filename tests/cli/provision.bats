#!/usr/bin/env bats
load helper

# A share with an outgoing folder of the consignee 見本印刷, whose agreement covers names and contacts.
make_outgoing() {
    make_small
    mkdir -p share/out
    printf '氏名,メールアドレス\n見本 太郎,taro@example.com\n架空 花子,hanako@example.com\n' >share/out/list.csv
    printf '氏名,メールアドレス\n見本 太郎,taro@example.com\n' >export.csv
    daicho scan --quiet
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet \
        --agreement 2020-04-01 --confidentiality yes --category name --category contact \
        --folder office:out >/dev/null
}

@test "a file goes to a consignee whose agreement covers it" {
    make_outgoing
    expect 0 provision check export.csv --to 見本印刷
    tells "export.csv may go"
    [ -z "$output" ]
    expect 0 provision record export.csv --to 見本印刷 --ground consignment --items 'mailing list'
    [ "$output" = 1 ]
    tells "Recorded of 1 person: "
    expect 0 provision list
    says consignment
    says 見本印刷
    says "mailing list"
    expect 0 provision list --email taro@example.com --format tsv
    says email
    expect 0 provision list --email nobody@example.com --format tsv
    [ "${#lines[@]}" -eq 1 ]
    run ! grep -qa 'taro@example' catalog.db
    expect 0 audit show
    says provision-check
    says provision-record
}

@test "a file does not go without a ground, or with what is not covered" {
    make_outgoing
    expect 1 provision check export.csv --to 例示商会
    says no-ground
    tells "may not go"
    printf '氏名: 見本 太郎\n生年月日: 1985-04-01\n' >born.txt
    expect 1 provision check born.txt --to 見本印刷 --format tsv
    says category
    says birth-date
    expect 2 provision record born.txt --to 見本印刷 --ground consignment
    tells "does not cover"
    daicho consignee end 見本印刷 --quiet
    expect 1 provision check export.csv --to 見本印刷
    says "works for us no more"
    expect 2 provision record export.csv --to 見本印刷 --ground consignment
    printf 'no person\n' >plain.txt
    expect 0 provision check plain.txt --to 例示商会
    tells "no personal data"
}

@test "consent is of a person and of categories" {
    make_outgoing
    expect 2 provision record --to 例示商会 --ground consent --email taro@example.com --category contact
    tells "--basis"
    expect 0 provision record --to 例示商会 --ground consent --basis 'form of 2026' \
        --email taro@example.com --category contact --category name
    expect 0 provision check export.csv --to 例示商会
    printf '見本 太郎\n' >>export.csv
    printf '氏名,メールアドレス\n見本 太郎,taro@example.com\n例示 一郎,ichiro@example.com\n' >export.csv
    expect 1 provision check export.csv --to 例示商会 --format tsv
    says no-ground
    [ "${#lines[@]}" -eq 2 ]
    run ! grep -q 'ichiro@' <<<"$output"
}

@test "what cannot be read is never said to be fine" {
    make_outgoing
    printf 'PK\003\004' >broken.zip
    expect 3 provision check broken.zip --to 見本印刷
    says unread
    tells "nobody can say"
    expect 3 provision record broken.zip --to 見本印刷 --ground consignment
    expect 0 provision list --format tsv
    says partly
    expect 2 provision check missing.csv --to 見本印刷
    expect 2 provision check export.csv
    tells "--to NAME"
}

@test "who asked not to be provided is taken out of what goes out, and stops files" {
    make_outgoing
    printf '参加者 架空花子 ほか\n' >memo.txt
    approve_plan suspension-of-provision
    expect 0 plan show 1
    says "suspend-parts  office:out/list.csv"
    run ! grep -q 'office:seminar' <<<"$output"
    expect 0 plan apply 1 --execute
    [ "$(cat share/out/list.csv)" = "$(printf '氏名,メールアドレス\n見本 太郎,taro@example.com')" ]
    grep -q hanako share/seminar/list.csv
    expect 0 provision check share/out/list.csv --to 見本印刷
    expect 1 provision check share/seminar/list.csv --to 見本印刷 --format tsv
    says suspended
    says "by request 1"
    run ! grep -qE 'hanako@|03-0000-1234' <<<"$output"
    expect 1 provision check memo.txt --to 見本印刷 --format tsv
    says namesake
    expect 0 provision check memo.txt --to 見本印刷 --namesakes-checked
    expect 2 provision resume 1
    tells "--reason"
    expect 2 provision resume 1 --reason '架空花子 asked again'
    tells "personal data"
    expect 0 provision resume 1 --reason 'asked again in writing'
    tells "may be provided again"
    tells "daicho request notice 1"
    expect 0 provision check share/seminar/list.csv --to 見本印刷
    expect 2 provision resume 1 --reason 'again'
}

@test "the wrong words are named" {
    make_outgoing
    expect 2 provision check share --to 見本印刷
    tells "share is a folder"
    expect 2 provision record share --to 見本印刷 --ground consignment
    expect 2 provision list --to 見本印副
    tells 'did you mean "見本印刷"?'
    expect 0 provision list --to 見本印刷
    expect 2 provision record export.csv --ground consignment
    tells "--to NAME"
    expect 2 provision record export.csv --to 見本印刷
    tells "--ground"
    expect 2 provision record export.csv --to 見本印刷 --ground whim
    tells "no ground"
    expect 2 provision record --to 見本印刷 --ground consignment
    tells "whose data"
    expect 2 provision record --to 見本印刷 --ground consignment --email taro@example.com
    tells "--category"
    expect 2 provision record export.csv --to 見本印刷 --ground consignment --date 2099-01-01
    tells "still to come"
    expect 2 provision record export.csv --to 見本印副 --ground consignment
    tells 'did you mean "見本印刷"?'
    expect 2 provision record export.csv --to 見本印刷 --ground law --basis 'told by taro@example.com'
    tells "personal data"
}
