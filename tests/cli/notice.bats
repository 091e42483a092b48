#!/usr/bin/env bats
# bats file_tags=release
load helper

# A consignee in whose folder the person is, and one to whom the person was provided.
make_consigned() {
    make_small
    mkdir share/out
    cp share/seminar/list.csv share/out/list.csv
    daicho scan --quiet
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet \
        --agreement 2020-04-01 --confidentiality yes --category any --folder office:out >/dev/null
    daicho consignee add --name 例示運送 --task parcels --re-consignment forbidden --quiet \
        --agreement 2020-04-01 --confidentiality yes --category any >/dev/null
    daicho provision record share/seminar/list.csv --to 例示運送 --ground consignment --quiet >/dev/null
}

@test "consignees who hold the person's data are told of an erasure, and then it is closed" {
    make_consigned
    approve_plan
    expect 0 request notice 1 --format tsv
    [ "${#lines[@]}" -eq 1 ]
    expect 2 request notice 1 見本印刷
    tells "made when it is carried out"
    expect 0 plan apply 1 --execute
    tells "consignees are to be told: 見本印刷, 例示運送"
    expect 0 request notice 1 --format tsv
    says "folder"
    says "provided"
    expect 0 request notice 1 見本印刷 -o notice.html
    [ "$(stat -c %a notice.html)" = 600 ]
    grep -q '見本印刷 御中' notice.html
    grep -q 'hanako@example.com' notice.html
    run ! grep -qE '(src|href)="https?:' notice.html
    expect 0 request show 1
    says "見本印刷: erase, to be sent"
    daicho request respond 1 --by post --text 'we have erased it' --quiet
    expect 2 request close 1
    tells "consignees who hold the person's data were not told yet: 2"
    expect 2 request notice 1 見本印刷 --sent pigeon --text x
    expect 2 request notice 1 --sent post --text x
    tells "which consignee"
    expect 0 request notice 1 見本印刷 --sent post --text 'registered letter'
    tells "next: "
    expect 0 request notice 1 例示運送 --sent e-mail --text 'to the desk'
    expect 0 request notice 1 見本印刷 --confirmed --text 'by telephone'
    expect 0 request show 1
    says "見本印刷: erase, confirmed"
    says "by e-mail"
    expect 0 request close 1
    expect 0 audit show
    says notice-sent
    expect 0 audit verify
    run ! grep -qa 'registered letter' catalog.db
}

@test "a request that nobody else has to know of is closed at once" {
    make_small
    daicho scan --quiet
    approve_plan
    daicho plan apply 1 --execute --quiet >/dev/null
    expect 0 request notice 1 --format tsv
    [ "${#lines[@]}" -eq 1 ]
    daicho request respond 1 --by post --text 'we have erased it' --quiet
    expect 0 request close 1
}

@test "consignees are told that provision stopped" {
    make_consigned
    approve_plan suspension-of-provision
    daicho plan apply 1 --execute --quiet >/dev/null
    expect 0 request notice 1 例示運送
    says "Notice that provision has stopped"
    expect 0 request show 1
    says "stop-provision"
}
