#!/usr/bin/env bats
load helper

erase() {
    make_small
    daicho scan --quiet
    approve_plan
    daicho plan apply 1 --execute --quiet
}

@test "a certificate says what was done and how far it goes" {
    erase
    expect 0 certificate show 1
    says "unlinked"
    run ! grep -qE 'hanako@|花子|03-0000-1234' <<<"$output"
    expect 0 certificate show 1 --format json -o certificate.json
    run ! grep -qE 'hanako@|花子' certificate.json
    expect 0 certificate show 1 -o certificate.html
    expect 0 certificate show 1 -o certificate.pdf
    expect 0 certificate show 1 -o again.pdf
    cmp certificate.pdf again.pdf
    pdftotext certificate.pdf - >certificate.txt
    for page in certificate.html certificate.txt; do
        grep -q 廃棄証明書 "$page"
        grep -q 'unlinked on' "$page"
        grep -q 'daicho certificate verify 1' "$page"
        run ! grep -qE 'hanako@|花子|03-0000-1234' "$page"
    done
    expect 0 certificate verify 1
    says "Holds: yes"
    expect 0 certificate verify 1 --format json
    says '"holds":"yes"'
}

@test "a changed certificate is found" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    erase
    sqlite3 catalog.db "UPDATE certificates SET text = replace(text, 'unlinked', 'overwritten')"
    expect 1 certificate verify 1
    says "Holds: no"
    says "What is wrong: "
}

@test "a certificate that does not exist" {
    make_small
    daicho scan --quiet
    expect 2 certificate show 1
    expect 2 certificate verify 1
    expect 2 certificate show
    expect 2 certificate shwo 1
    tells 'did you mean "show"?'
}
