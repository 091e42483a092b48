#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

@test "complaint: from its receipt to a closed request, without an identity check" {
    make_small
    expect 0 request new --kind complaint --email hanako@example.com
    tells "daicho request decide 1"
    expect 0 request show 1
    says "Answer due: "
    expect 2 request respond 1 --by telephone --text 'Sorry.'
    expect 0 request decide 1 --accept
    expect 0 request letter 1
    says "第40条"
    expect 0 request respond 1 --by telephone --text 'We are sorry, and changed it.'
    expect 0 request close 1
    expect 0 request show 1
    says "State: closed"
    expect 0 audit verify
    run ! grep -qaE 'hanako@|We are sorry' catalog.db catalog.db-wal
}

@test "a complaint can be refused with a reason, and its person verified first" {
    make_small
    daicho request new --kind complaint --email hanako@example.com --quiet
    expect 0 request verify 1 --method callback --evidence 'called the number on file'
    tells "daicho request decide 1"
    expect 2 request decide 1 --refuse
    expect 0 request decide 1 --refuse --ground factual --reason 'It was as it should be.'
    expect 0 request letter 1
    says 'It was as it should be.'
    expect 0 request respond 1 --by post --text 'Told.'
    expect 0 request close 1
}

@test "no other kind takes the short way" {
    make_small
    daicho request new --kind disclosure "${hanako[@]}" --quiet
    expect 2 request decide 1 --accept
    daicho request verify 1 --method callback --evidence 'called' --quiet
    expect 2 request decide 1 --accept
    tells "the form was not sent yet"
}

@test "the overdue stand above the due soon, and these above the rest" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    make_small
    for _ in 1 2 3 4; do
        daicho request new --kind complaint --email hanako@example.com --quiet
    done
    sqlite3 catalog.db "UPDATE requests SET due_s = 1 WHERE number = 4;
        UPDATE requests SET due_s = unixepoch() + 3600 WHERE number = 2"
    expect 0 request list --format tsv
    [ "$(cut -f 1 <<<"$output")" = $'number\n4\n2\n1\n3' ]
    [ "$(cut -f 6 <<<"$output")" = $'status\noverdue\ndue-soon' ]
}

@test "more time is taken once, where the policy gives it" {
    make_small
    daicho request new --kind complaint --email hanako@example.com --quiet
    expect 2 request extend 1
    tells "--reason"
    expect 2 request extend 1 --reason 'Many records.'
    tells "profile"
    sed -i 's/^profile:.*/profile: ccpa/' policy.yaml
    before=$(daicho request show 1 --quiet | grep 'Answer due')
    expect 0 request extend 1 --reason 'Many records.'
    tells "tell the person"
    [ "$(daicho request show 1 --quiet | grep 'Answer due')" != "$before" ]
    expect 2 request extend 1 --reason 'Even more.'
    tells "only once"
    run ! grep -qaF 'Many records' catalog.db catalog.db-wal
    daicho request new --kind erasure "${hanako[@]}" --quiet
    expect 2 request extend 2 --reason 'x'
    tells "once the form is back"
    expect 0 audit verify
}
