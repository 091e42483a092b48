#!/usr/bin/env bats
# bats file_tags=release
load helper

# shellcheck disable=SC2154 # hanako is the helper's
@test "new prints the number alone, and the next step" {
    make_small
    daicho scan --quiet
    expect 0 request new --kind erasure "${hanako[@]}"
    [ "$output" = 1 ]
    tells "next:"
    tells "daicho request verify 1"
    expect 0 request new --kind disclosure --email taro@example.com --agent '例示 一郎' --authority mandate
    [ "$output" = 2 ]
}

# shellcheck disable=SC2154 # hanako and stderr are the helper's
@test "who asks twice is told, and a namesake is not" {
    make_small
    daicho request new --kind erasure "${hanako[@]}" --quiet
    expect 0 request new --kind erasure --email HANAKO@example.com --name '架空 花'
    tells "request 1 of this kind is open for the same person"
    [ "$output" = 2 ]
    for other in "--kind disclosure --email hanako@example.com" "--kind erasure --email taro@example.com"; do
        # shellcheck disable=SC2086 # words are several
        expect 0 request new $other --name '架空 花子'
        run ! grep -q "the same person" <<<"$stderr"
    done
    daicho request withdraw 1 --quiet
    daicho request withdraw 2 --quiet
    expect 0 request new --kind erasure "${hanako[@]}"
    run ! grep -q "the same person" <<<"$stderr"
}

@test "the whole life of a request, each step told" {
    make_small
    daicho scan --quiet
    daicho request new --kind erasure "${hanako[@]}" --quiet
    expect 0 request verify 1 --method callback --evidence 'called the number on file'
    tells "daicho request form 1"
    expect 0 request form 1 -o form.html
    tells "form.html holds the person's data"
    [ "$(stat -c %a form.html)" = 600 ]
    grep -q '架空 花子' form.html
    expect 0 request returned 1
    expect 0 request decide 1 --accept
    tells "daicho request plan 1"
    expect 0 request plan 1
    [ "$output" = 1 ]
    tells "daicho plan show 1"
    daicho plan approve 1 --as officer --quiet
    daicho plan apply 1 --execute --quiet
    expect 0 request respond 1 --by post --text 'We have erased your data.'
    expect 0 request letter 1
    says "</html>"
    expect 0 request close 1
    expect 0 request show 1
    says "State: closed"
}

@test "a step in the wrong order is refused, and says which comes first" {
    make_small
    daicho scan --quiet
    daicho request new --kind erasure "${hanako[@]}" --quiet
    expect 2 request form 1
    expect 2 request returned 1
    expect 2 request decide 1 --accept
    expect 2 request plan 1
    expect 2 request respond 1 --by post --text x
    expect 2 request close 1
    expect 0 request show 1
    says "State: received"
}

@test "show masks the person and seals the words" {
    make_small
    daicho scan --quiet
    decide_request
    expect 0 request show 1
    says "Person (masked)"
    says "next: "
    run ! grep -qE 'hanako@|03-0000-1234|花子|called the number' <<<"$output"
    expect 0 request show 1 --format json
    says '"kind":"erasure"'
    expect 0 request list
    says "erasure"
    expect 0 request list --format csv
    run ! grep -qE 'hanako@|花子' <<<"$output"
}

@test "a refusal needs a ground and a reason" {
    make_small
    daicho scan --quiet
    daicho request new --kind erasure "${hanako[@]}" --quiet
    daicho request verify 1 --method callback --evidence 'called the number on file' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    expect 2 request decide 1
    tells "one of --accept, --partly, --refuse"
    expect 2 request decide 1 --accept --refuse
    expect 2 request decide 1 --refuse
    expect 2 request decide 1 --refuse --ground nonsense --reason x
    expect 0 request decide 1 --refuse --ground law --reason 'The tax law has us keep it.'
    expect 0 request respond 1 --by telephone --text 'Told the reason.'
}

# next TEXT: what show says is to be done now, in one line.
next() {
    expect 0 request show 1
    [ "$(daicho request show 1 --quiet | grep -c '^next: ')" -eq 1 ]
    says "next: $1"
    expect 0 request list --format tsv
    says "$1"
}

@test "at every step show and list say what to do now, by the plan's number" {
    make_small
    printf '架空 花子 hanako@example.com と 見本 太郎 taro@example.com\n' >share/memo.txt
    daicho scan --quiet
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet \
        --folder office:seminar >/dev/null
    daicho request new --kind erasure "${hanako[@]}" --quiet
    next "verify who asks"
    daicho request verify 1 --method callback --evidence 'called' --quiet
    next "print the form"
    daicho request form 1 -o form.html --quiet
    next "wait for the form"
    daicho request returned 1 --quiet
    next "decide: "
    daicho request decide 1 --accept --quiet
    next "make the plan"
    daicho request plan 1 --quiet
    next "read the plan to its end (daicho plan show 1)"
    daicho plan approve 1 --as officer --quiet
    next "carry out the plan: daicho plan apply 1"
    printf 'x' >>share/seminar/list.csv
    expect 3 plan apply 1 --execute
    next "mend what daicho plan apply 1 says"
    daicho request plan 1 --quiet
    next "read the plan to its end (daicho plan show 2)"
    daicho plan approve 2 --as officer --quiet
    expect 3 plan apply 2 --execute
    next "do what the plan leaves to a person (daicho plan show 2), and record each: daicho plan record 2 TARGET; then"
    daicho request respond 1 --by post --text 'Erased.' --quiet
    next "do what the plan leaves to a person (daicho plan show 2)"
    expect 2 plan record 2 1
    rm share/memo.txt
    expect 0 plan record 2 1
    next "tell the consignees who hold the person's data: daicho request notice 1"
    expect 2 request close 1
    daicho request notice 1 見本印刷 --sent post --text 'letter' --quiet
    next "nothing is left to do but to close it"
    expect 0 request close 1
    next "nothing: the request is closed"
}

@test "of a refused request, what is next is to say why" {
    make_small
    daicho request new --kind erasure "${hanako[@]}" --quiet
    daicho request verify 1 --method callback --evidence 'called' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    expect 0 request decide 1 --refuse --ground law --reason 'The tax law has us keep it.'
    tells "next: tell the person why not"
    next "tell the person why not"
}

@test "a request can be withdrawn" {
    make_small
    daicho scan --quiet
    daicho request new --kind erasure "${hanako[@]}" --quiet
    expect 0 request withdraw 1
    expect 0 request show 1
    says "State: withdrawn"
    says "Ended: "
}

@test "what a withdrawn request knew is destroyed like that of others, also when nobody closed it" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    make_small
    daicho scan --quiet
    daicho request new --kind erasure "${hanako[@]}" --quiet
    daicho request withdraw 1 --quiet
    sqlite3 catalog.db 'UPDATE requests SET closed_s = closed_s - 366 * 86400'
    expect 0 request list
    tells "what 1 closed request knew"
    expect 0 request show 1
    [[ "$output" != *"Person (masked)"* ]]
}

@test "what is missing or wrong is named" {
    make_small
    daicho scan --quiet
    expect 2 request new "${hanako[@]}"
    tells "--kind"
    tells "suspension-of-use"
    expect 2 request new --kind erasrue "${hanako[@]}"
    tells "erasure"
    expect 2 request new --kind erasure
    tells "--email"
    daicho request new --kind erasure "${hanako[@]}" --quiet
    expect 2 request verify 1
    tells "--method"
    expect 2 request verify 1 --method callback
    tells "--evidence"
    expect 2 request verify 1 --method telepathy --evidence x
    expect 2 request form 1 --format docx
    tells "there are html and pdf"
    expect 2 request show 7
    expect 2 request show one
    expect 2 request respond 1
    tells "--by"
    expect 2 request plan 1 place
    tells "--include"
}

@test "nothing of the person is in the catalog in clear" {
    make_small
    daicho scan --quiet
    decide_request
    daicho request plan 1 --quiet
    for value in hanako@example.com 03-0000-1234 0300001234 '架空 花子' 架空花子@; do
        run ! grep -qaF "$value" catalog.db catalog.db-wal
    done
}

@test "what a closed request knew is destroyed after the policy's days" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    make_small
    daicho scan --quiet
    approve_plan erasure
    daicho plan apply 1 --execute --quiet >/dev/null
    daicho request respond 1 --by post --text 'It is erased.' --quiet
    daicho request close 1 --quiet
    expect 0 request list
    expect 0 request show 1
    says "Person (masked)"
    sqlite3 catalog.db 'UPDATE requests SET closed_s = closed_s - 366 * 86400'
    expect 0 request list
    tells "what 1 closed request knew"
    expect 0 request show 1
    [[ "$output" != *"Person (masked)"* ]]
    expect 0 certificate verify 1
    expect 0 audit verify
}

@test "while data is in the vault its person stays known, and a hold on the person counts" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    make_small
    daicho scan --quiet
    cp -a share before
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet >/dev/null
    daicho request respond 1 --by post --text 'It is suspended.' --quiet
    daicho request close 1 --quiet
    sqlite3 catalog.db 'UPDATE requests SET closed_s = closed_s - 366 * 86400'
    expect 0 request list
    expect 0 request show 1
    says "Person (masked)"
    daicho hold add --email hanako@example.com --reason 'case 13' --quiet
    expect 2 vault purge 1
    tells "case 13"
    daicho hold release 1 --reason 'it is over' --quiet
    expect 0 vault restore 1
    expect 0 vault restore 2
    diff -r before share
    expect 0 request list
    tells "what 1 closed request knew"
    expect 0 request show 1
    [[ "$output" != *"Person (masked)"* ]]
}

@test "an agent needs authority, and is checked in person" {
    make_small
    daicho scan --quiet
    expect 2 request new --kind erasure "${hanako[@]}" --agent '代理 一郎'
    tells "authority"
    expect 0 request new --kind erasure "${hanako[@]}" --agent '代理 一郎' \
        --authority 'power of attorney of 2026-01-05'
    [ "$output" = 1 ]
    run --separate-stderr daicho request verify 1 --method callback --evidence 'called'
    [ "$status" -eq 2 ]
    tells "agent-in-person"
    expect 0 request verify 1 --method agent-in-person --evidence 'authority and card seen'
    expect 0 request form 1 -o form.html
    grep -q '代理 一郎' form.html
    run ! grep -qaF '代理 一郎' catalog.db catalog.db-wal
    daicho request new --kind erasure "${hanako[@]}" --quiet >/dev/null
    expect 2 request verify 2 --method agent-in-person --evidence 'came in person'
    tells "agent"
}

@test "a form that is overdue is listed as lapsed" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    make_small
    daicho request new --kind erasure "${hanako[@]}" --quiet
    daicho request verify 1 --method callback --evidence 'called the number on file' --quiet
    daicho request form 1 -o form.html --quiet
    sqlite3 catalog.db 'UPDATE requests SET due_s = 1'
    expect 0 request list
    says lapsed
}
