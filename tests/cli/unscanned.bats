#!/usr/bin/env bats
load helper

# What was never scanned, or not to its end, or not read, never looks as if all were well.

# A share that was scanned, and one that never was.
make_two() {
    make_small
    mkdir other
    sed -i 's/^shares:/shares:\n  hr:\n    path: other/' daicho.yaml
    daicho scan office --quiet
}

@test "a share that was never scanned is named by all that reads figures" {
    make_two
    for words in register findings items 'report html' 'report unread' 'report exposure' \
        'report retention' 'report trend' 'report requests' 'retention plan'; do
        # shellcheck disable=SC2086
        run --separate-stderr daicho $words --quiet
        tells 'the share "hr" was never scanned'
        # shellcheck disable=SC2154 # bats sets it
        run ! grep -F '"office"' <<<"$stderr"
    done
    daicho scan hr --quiet
    expect 0 register
    run ! grep -F 'never scanned' <<<"$stderr"
}

@test "checks do not end with 0 before all is scanned" {
    make_two
    rm share/seminar/list.csv share/seminar/架空花子.txt
    daicho scan office --quiet
    for words in 'purposes check' 'tombstones check' 'subject find --email nobody@example.com'; do
        # shellcheck disable=SC2086
        expect 3 $words
        tells 'the share "hr" was never scanned'
        run ! grep -F 'has its purpose' <<<"$stderr"
    done
    daicho scan hr --quiet
    mv other elsewhere
    expect 4 scan hr
    mv elsewhere other
    for words in 'purposes check' 'tombstones check' 'subject find --email nobody@example.com'; do
        # shellcheck disable=SC2086
        expect 3 $words
        tells 'the last scan of the share "hr"'
    done
    daicho scan hr --quiet
    for words in 'purposes check' 'tombstones check' 'subject find --email nobody@example.com'; do
        # shellcheck disable=SC2086
        expect 0 $words
    done
}

@test "the register and the page have a row for it, in every format" {
    make_two
    for words in register 'register --format csv' 'register --format tsv' 'register --format json' \
        'register --format html' 'report html'; do
        # shellcheck disable=SC2086
        expect 0 $words --lang en
        says 'hr:/ (not scanned to the end)'
    done
    expect 0 register --lang ja
    says 'hr:/ (スキャン未完了)'
    daicho scan hr --quiet
    expect 0 register
    run ! grep -F 'hr:/' <<<"$output"
}

@test "a plan is made with a word of what was never scanned" {
    make_two
    decide_request
    expect 0 request plan 1
    tells 'the share "hr" was never scanned'
}

@test "lists of what was found tell how much was not read" {
    make_small_with_unread
    run ! daicho scan --quiet
    for words in findings 'tombstones check' 'findings --category health'; do
        # shellcheck disable=SC2086
        expect 0 $words
        tells 'not read, or not in full: 1 item (daicho report unread)'
    done
}

@test "doctor does not say that all is well over a warning" {
    make_two
    expect 0 doctor
    tells "0 to be mended, 1 warning"
    daicho scan hr --quiet
    expect 0 doctor
    tells "all is well"
    expect 0 schedule list --format json
    run ! grep -F '"unread":null' <<<"$output"
}

@test "of a share without a whole scan nothing is listed as read" {
    make_two
    expect 0 schedule list --format json
    says '"share":"hr"'
    grep -F '"share":"hr"' <<<"$output" | grep -qF '"unread":null'
}
