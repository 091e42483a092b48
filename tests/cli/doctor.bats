#!/usr/bin/env bats
load helper

@test "without anything the defaults count" {
    expect 0 doctor
    says "openat2"
    says "library SQLite"
    says "daicho init makes one"
}

@test "every wrong line says what to do" {
    make_small
    expect 0 doctor
    says "office"
    chmod 644 daicho.key
    chmod 755 vault
    rm -r share
    expect 1 doctor
    says "chmod 0600"
    says "chmod 0700"
    says "mount it"
    tells "to be mended"
    [ -z "$(daicho doctor --format tsv | awk -F '\t' '$2 == "wrong" && $4 == ""')" ]
}

@test "a broken configuration is told, not fatal" {
    printf 'shares: [\n' >daicho.yaml
    expect 1 doctor
    says "daicho.yaml:"
}
