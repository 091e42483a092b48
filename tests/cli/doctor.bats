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

@test "it looks at the catalog, the clock, the vault and the last scans" {
    make_small
    expect 0 doctor
    says "never finished"
    daicho scan --quiet
    expect 0 doctor --format tsv
    [[ $output != *$'\twarning\t'* ]]
    for what in 'catalog: pages and indexes' 'catalog: audit chain' clock 'vault entries' \
        'scan of office' 'disk of the catalog' 'disk of the vault' memory statx; do
        says "$what"$'\tok\t'
    done
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet >/dev/null || [ $? -eq 3 ]
    touch vault/9-9-9.vault
    expect 0 doctor
    says "files that the catalog does not know"
    rm vault/*.vault
    sqlite3 catalog.db 'UPDATE scans SET finished_s = 1700000000'
    expect 1 doctor
    says "entries are gone, as $PWD/vault/"
    says "days ago"
    says "daicho scan 'office'"
}

@test "a clock that is behind the last act is wrong" {
    make_small
    sqlite3 catalog.db "UPDATE audit SET at_s = at_s + 100000"
    expect 1 doctor
    says "before the last recorded act"
    says "set the clock"
    # Which is also a change of the chain.
    says "was changed"
}
