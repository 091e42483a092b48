#!/usr/bin/env bats
load helper

@test "the key is told apart without being shown" {
    make_small
    expect 0 key show
    says "Opens the catalog: yes"
    says "Mode: 0600"
    id=$(daicho key show --format json | sed -n 's/.*"id" *: *"\([0-9a-f]*\)".*/\1/p')
    [ "${#id}" -eq 16 ]
    run ! grep -q "$id" <<<"$(od -An -tx1 daicho.key | tr -d ' \n')"
    mkdir other
    daicho init other --quiet
    cp other/daicho.key daicho.key
    expect 0 key show
    says "Opens the catalog: no"
    says "made with another key"
}

@test "a copy of the key opens the catalog again, and no other key does" {
    make_small
    daicho scan --quiet
    expect 0 key backup copy.key
    [ "$(stat -c %a copy.key)" = 600 ]
    cmp copy.key daicho.key
    expect 2 key backup copy.key
    cp daicho.key mine
    rm daicho.key
    mkdir other
    daicho init other --quiet
    expect 2 key restore other/daicho.key
    tells "made with another key"
    [ ! -e daicho.key ]
    expect 0 key restore copy.key
    cmp daicho.key mine
    cp other/daicho.key daicho.key
    expect 0 key restore copy.key
    tells "The key that was there is kept as $PWD/daicho.key.replaced-"
    cmp daicho.key mine
    cmp daicho.key.replaced-* other/daicho.key
    expect 0 key restore copy.key
    tells "is this key already"
    expect 0 audit show
    says "key-backup"
    says "key-restore"
    expect 0 findings
}
