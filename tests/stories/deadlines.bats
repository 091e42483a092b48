#!/usr/bin/env bats
# bats file_tags=release
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

setup_file() {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
}

bring_back() {
    daicho request verify "$1" --method callback --evidence 'called' --quiet
    daicho request form "$1" -o "form$1.html" --quiet
    daicho request returned "$1" --quiet
}

# due N: the day until which it is to be answered, "" when none runs.
due() {
    daicho request show "$1" --quiet | sed -n 's/^Answer due: //p'
}

# later N UNIT: the day that many months or days from now, as the calendar has it: of a month that is
# too short the last.
later() {
    sqlite3 :memory: "SELECT date('now', 'localtime', '+$1 $2', 'floor')" 2>/dev/null ||
        date -d "$1 $2" +%F
}

@test "appi: fourteen days from the form's return, and no more time" {
    make_small
    daicho request new --kind erasure "${hanako[@]}" --quiet
    [ -z "$(due 1)" ]
    bring_back 1
    [ "$(due 1)" = "$(date -d '14 days' +%F)" ]
    expect 2 request extend 1 --reason 'Many records.'
    tells "profile"
    sed -i 's/^profile: .*/profile: appi\nextension-days: 7/' policy.yaml
    expect 0 request extend 1 --reason 'Many records.'
    tells "$(date -d '21 days' +%F)"
    [ "$(due 1)" = "$(date -d '21 days' +%F)" ]
}

@test "ccpa: forty-five days from the receipt, and once forty-five more" {
    make_small
    sed -i 's/^profile: .*/profile: ccpa/; s/, days: [0-9]*//' policy.yaml
    daicho request new --kind erasure "${hanako[@]}" --quiet
    [ "$(due 1)" = "$(date -d '45 days' +%F)" ]
    expect 2 request extend 1 --reason 'Many records.'
    tells "once the form is back"
    bring_back 1
    [ "$(due 1)" = "$(date -d '45 days' +%F)" ]
    expect 0 request extend 1 --reason 'Many records.'
    [ "$(due 1)" = "$(date -d '90 days' +%F)" ]
    expect 2 request extend 1 --reason 'Even more.'
    tells "only once"
    daicho request decide 1 --accept --quiet
    [ "$(due 1)" = "$(date -d '90 days' +%F)" ]
}

@test "gdpr: one month from the receipt, and once two more" {
    make_small
    sed -i 's/^profile: .*/profile: gdpr/; s/, days: [0-9]*//' policy.yaml
    daicho request new --kind erasure "${hanako[@]}" --quiet
    first=$(due 1)
    [ "$first" = "$(later 1 month)" ] || [[ "$first" > "$(date -d '27 days' +%F)" && "$first" < "$(date -d '32 days' +%F)" ]]
    bring_back 1
    [ "$(due 1)" = "$first" ]
    expect 0 request extend 1 --reason 'Many records.'
    [[ "$(due 1)" > "$(date -d '86 days' +%F)" ]]
    [[ "$(due 1)" < "$(date -d '93 days' +%F)" ]]
}

@test "the deadline that has passed is told everywhere, and is extended no more" {
    make_small
    sed -i 's/^profile: .*/profile: ccpa/' policy.yaml
    for number in 1 2 3 4 5; do
        daicho request new --kind erasure "${hanako[@]}" --quiet
        bring_back "$number"
    done
    # 3 is overdue, 5 for longer; 2 is due tomorrow, 4 in two days; 1 has time.
    sqlite3 catalog.db "UPDATE requests SET due_s = unixepoch() - 60 WHERE number = 3;
        UPDATE requests SET due_s = unixepoch() - 86400 WHERE number = 5;
        UPDATE requests SET due_s = unixepoch() + 86400 WHERE number = 2;
        UPDATE requests SET due_s = unixepoch() + 172800 WHERE number = 4"
    expect 0 request list --format tsv
    [ "$(cut -f 1 <<<"$output" | tr '\n' ' ')" = 'number 5 3 2 4 1 ' ]
    [ "$(cut -f 6 <<<"$output" | tr '\n' ' ')" = 'status overdue overdue due-soon due-soon  ' ]
    expect 0 request list
    tells "2 requests are overdue"
    tells "2 requests are due soon"
    expect 0 request show 3
    says "Status: overdue"
    expect 0 request show 2
    says "Status: due-soon"
    expect 0 report requests --format tsv
    [ "$(cut -f 1 <<<"$output" | sed -n 2p)" = 5 ]
    expect 2 request extend 3 --reason 'Too late.'
    tells "has passed"
    # Answered late is answered: the audit chain says late, and nothing is due any more.
    daicho request decide 3 --refuse --ground law --reason 'The tax law.' --quiet
    expect 0 request respond 3 --by post --text 'Sorry that it took so long.'
    [ -z "$(due 3)" ]
    expect 0 audit show
    says "by post, late"
    expect 0 request list --format tsv
    [ "$(cut -f 1 <<<"$output" | sed -n 2p)" = 5 ]
    expect 0 audit verify
}

@test "a form that is out is nobody's delay, and lapses instead" {
    make_small
    daicho request new --kind erasure "${hanako[@]}" --quiet
    daicho request verify 1 --method callback --evidence 'called' --quiet
    daicho request form 1 -o form.html --quiet
    sqlite3 catalog.db "UPDATE requests SET due_s = unixepoch() + 3600"
    expect 0 request list --format tsv
    [ "$(cut -f 6 <<<"$output" | sed -n 2p)" = '' ]
}
