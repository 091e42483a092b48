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
    expect 2 certificate show 1 --format tsv
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

# T1
@test "a certificate verifies in an empty folder with the public key alone" {
    erase
    daicho certificate export 1 -o erased.cert
    daicho certificate key -o public.pem
    mkdir alone
    mv erased.cert public.pem alone
    rm -r catalog.db* daicho.yaml daicho.key policy.yaml vault
    cd alone
    before=$(ls -A)
    expect 0 certificate verify erased.cert --key public.pem
    says "Holds: yes"
    says "done 2, left to a person 0"
    expect 0 certificate verify erased.cert --key public.pem --format json
    says '"holds":"yes"'
    run ! grep -qE 'hanako|花子|03-0000' erased.cert
    [ "$(ls -A)" = "$before" ]
    sed 's/unlinked/overwritten/' erased.cert >lie.cert
    expect 1 certificate verify lie.cert --key public.pem
    says "Holds: no"
    expect 1 certificate verify erased.cert \
        --key 0000000000000000000000000000000000000000000000000000000000000000
    says "signed with another key"
    expect 2 certificate verify erased.cert
    tells "--key FILE"
    expect 2 certificate verify public.pem --key public.pem
    tells "public.pem: it is no signed file"
    expect 2 certificate verify erased.cert --key erased.cert
    tells "erased.cert: it is no public key"
}

# T1: the recipe of docs/security.md
@test "a certificate and the audit head verify without daicho" {
    openssl version 2>/dev/null | grep -q '^OpenSSL 3' || skip "OpenSSL 3 is not installed"
    erase
    daicho certificate key -o public.pem
    daicho certificate export 1 -o erased.cert
    daicho audit head -o audit.head
    for signed in erased.cert audit.head; do
        head -n 1 "$signed" | tr -d '\n' >text
        sed -n '2s/^ed25519 //p' "$signed" | base64 -d >signature
        openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in text -sigfile signature
        printf ' ' >>text
        run ! openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in text -sigfile signature
    done
}
