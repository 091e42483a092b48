#!/usr/bin/env bats
# bats file_tags=release
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

# Request N of hanako, whose form is back.
bring_back() {
    local kind=$1 number=$2
    daicho request new --kind "$kind" "${hanako[@]}" --quiet >/dev/null
    daicho request verify "$number" --method callback --evidence 'called the number on file' --quiet
    daicho request form "$number" -o "form$number.html" --quiet
    daicho request returned "$number" --quiet
}

# ended N: nothing more can be done with it.
ended() {
    expect 0 request show "$1"
    says "State: closed"
    says "Ended: "
    expect 2 request verify "$1" --method callback --evidence 'again'
    expect 2 request form "$1"
    expect 2 request returned "$1"
    expect 2 request decide "$1" --accept
    expect 2 request plan "$1"
    expect 2 request respond "$1" --by post --text 'x'
    expect 2 request withdraw "$1"
    expect 2 request close "$1"
}

@test "withdrawn at each step until it is carried out; its plans are never carried out" {
    make_small
    daicho scan --quiet
    cp -a share before
    daicho request new --kind erasure "${hanako[@]}" --quiet
    expect 0 request withdraw 1
    expect 2 request letter 1
    expect 0 request close 1
    ended 1
    bring_back erasure 2
    daicho request decide 2 --accept --quiet
    expect 0 request plan 2
    expect 0 plan approve 1 --as officer
    expect 0 request withdraw 2
    expect 2 plan apply 1 --execute
    expect 2 request plan 2
    expect 2 request letter 2
    expect 0 request close 2
    ended 2
    diff -r before share
    bring_back erasure 3
    daicho request decide 3 --accept --quiet
    expect 0 request plan 3
    daicho plan approve 2 --as officer --quiet
    daicho plan apply 2 --execute --quiet >/dev/null
    expect 2 request withdraw 3
    tells "it was carried out"
    expect 0 audit verify
}

@test "lapsed, when the form does not come back within the policy's days" {
    make_small
    daicho scan --quiet
    daicho request new --kind erasure "${hanako[@]}" --quiet
    daicho request verify 1 --method callback --evidence 'called' --quiet
    daicho request form 1 -o form.html --quiet
    expect 0 request show 1
    says "Form due: $(date -d '60 days' +%F)"
    sed -i 's/^form-days:.*/form-days: 10/' policy.yaml
    daicho request form 1 -o form.html --quiet
    expect 0 request show 1
    sqlite3 catalog.db 'UPDATE requests SET due_s = unixepoch() - 1'
    # Who comes a moment late hears why.
    expect 2 request returned 1
    tells "the form did not come back in time"
    expect 0 request list --format tsv
    says lapsed
    expect 0 request show 1
    says "State: lapsed"
    says "the person may make a new request"
    expect 2 request decide 1 --accept
    expect 2 request letter 1
    expect 0 request close 1
    ended 1
    expect 0 audit show
    says "form not returned by"
    expect 0 audit verify
}

@test "identity-failed: told by letter, and nothing else is done" {
    make_small
    daicho scan --quiet
    cp -a share before
    daicho request new --kind disclosure "${hanako[@]}" --quiet
    expect 2 request decide 1 --refuse --ground law --reason 'x'
    tells "--refuse --ground identity"
    expect 2 request decide 1 --refuse --ground identity
    tells "--reason TEXT"
    expect 0 request decide 1 --refuse --ground identity --reason 'The number on file did not answer.'
    tells "daicho request letter 1"
    expect 0 request letter 1 -o letter.html
    grep -q 'The number on file did not answer.' letter.html
    expect 2 request package 1 -o x.zip
    expect 2 request respond 1 --by post --text 'x'
    expect 0 request close 1
    ended 1
    expect 0 audit verify
}

@test "refused with each ground, which the letter tells in its words" {
    make_small
    daicho scan --quiet
    cp -a share before
    number=0
    for ground in harm obstruction law identity not-held factual alternative hold; do
        number=$((number + 1))
        bring_back erasure "$number"
        expect 2 request decide "$number" --refuse --ground "$ground"
        expect 0 request decide "$number" --refuse --ground "$ground" --reason "Since $ground, told to the person."
        tells "tell the person why not"
        expect 2 request plan "$number"
        tells "was refused"
        expect 0 request letter "$number" -o letter.html
        words=$(sed -n "/^grounds:/,/^\$/s/^  $ground: *\"\([^(]*\) (.*/\1/p" policy.yaml)
        [ "${#words}" -gt 15 ]
        grep -qF "$words" letter.html
        grep -q "Since $ground, told to the person." letter.html
        run ! grep -q 'What was done' letter.html
        expect 0 request respond "$number" --by telephone --text 'Told why.'
        expect 0 request close "$number"
    done
    ended "$number"
    diff -r before share
    expect 0 audit show
    says "ground alternative"
    run ! grep -q 'told to the person' <<<"$output"
    run ! grep -qaF 'told to the person' catalog.db catalog.db-wal
    expect 0 audit verify
}

@test "accepted in part: the rest is done, and the letter says what was not and why" {
    make_small
    printf '請求書 架空 花子 hanako@example.com\n' >share/seminar/invoice.txt
    daicho scan --quiet
    daicho hold add --share office --path 'seminar/invoice.txt' --reason 'tax law' --quiet
    cp share/seminar/invoice.txt before.txt
    bring_back erasure 1
    expect 2 request decide 1 --partly
    tells "--ground"
    expect 2 request decide 1 --partly --ground law
    expect 2 request decide 1 --accept --ground law
    tells "--partly"
    expect 0 request decide 1 --partly --ground law --reason 'Invoices are kept for seven years.'
    tells "daicho request plan 1"
    expect 2 request letter 1
    expect 0 request plan 1
    daicho plan approve 1 --as officer --quiet
    run --separate-stderr daicho plan apply 1 --execute
    cmp before.txt share/seminar/invoice.txt
    run ! grep -q 花子 share/seminar/list.csv
    [ ! -e share/seminar/架空花子.txt ]
    expect 0 request letter 1 -o letter.html
    grep -q 'accepted your request in part' letter.html
    grep -q 'Invoices are kept for seven years.' letter.html
    grep -q 'Records deleted' letter.html
    grep -q 'must be kept by law' letter.html
    expect 0 request respond 1 --by post --text 'Erased but for the invoice.'
    expect 0 request close 1
    ended 1
    expect 0 certificate verify 1
    expect 0 audit verify
}
