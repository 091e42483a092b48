#!/usr/bin/env bats
load helper

@test "acts are shown and the chain holds" {
    make_small
    daicho scan --quiet
    expect 0 audit show
    says "init"
    says "scan"
    expect 0 audit verify
    says "The chain holds: yes"
    says "Rows: 2"
}

@test "a changed row is found" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    make_small
    daicho scan --quiet
    sqlite3 catalog.db "DROP TRIGGER IF EXISTS audit_no_update" \
        "UPDATE audit SET user = 'nobody' WHERE sequence = 2" || {
        sqlite3 catalog.db "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        return 1
    }
    expect 1 audit verify
    says "row 2"
}

@test "the export has the hashes, in JSON unless told otherwise" {
    make_small
    expect 0 audit export
    says '"hash":"'
    expect 0 audit export --format csv -o chain.csv
    [ -z "$output" ]
    [ "$(stat -c %a chain.csv)" = 600 ]
    grep -q 'sequence' chain.csv
}

@test "acting for another is in the chain under both names" {
    make_small
    daicho scan --quiet
    daicho hold add --share office --reason case-1 --as officer --quiet
    expect 0 audit show --format tsv
    says "$(printf '%s\tofficer' "$(id -un)")"
    expect 2 hold add --share office --reason case-2 --as ''
    tells "--as takes"
}

@test "others may not act for anybody" {
    [ "$(id -u)" -eq 0 ] || skip "needs root to become somebody else"
    command -v setpriv >/dev/null || skip "setpriv is not installed"
    open=$(mktemp -d)
    chmod 777 "$open"
    cd "$open"
    make_small
    cp "$DAICHO" ./program
    chmod a+rx program
    chmod a+r daicho.yaml policy.yaml
    chmod 666 catalog.db*
    chown 65534 daicho.key vault
    run --separate-stderr setpriv --reuid 65534 --clear-groups ./program audit show --as officer
    [ "$status" -eq 2 ]
    tells "only root and the owner"
    run --separate-stderr setpriv --reuid 65534 --clear-groups ./program audit show
    [ "$status" -eq 0 ]
    rm -r "$open"
}

# A3
@test "a head that was kept elsewhere shows a catalog that was put back" {
    make_small
    daicho scan --quiet
    cp catalog.db earlier.db
    daicho hold add --share office --reason case-1 --quiet
    daicho audit head -o kept.head
    grep -q 'daicho audit head 3 ' kept.head
    expect 0 audit verify --head kept.head
    daicho scan --quiet
    expect 0 audit verify --head kept.head
    rm catalog.db*
    cp earlier.db catalog.db
    expect 0 audit verify
    expect 1 audit verify --head kept.head
    says "the chain ends before row 3"
    daicho request new --kind complaint --email hanako.kaku@example.com --quiet >/dev/null
    expect 0 audit verify
    expect 1 audit verify --head kept.head
    says "row 3 is another"
    sed 's/head 3/head 2/' kept.head >changed.head
    expect 1 audit verify --head changed.head
    says "was changed"
    expect 2 audit verify --head daicho.yaml
    tells "no signed file"
    expect 2 audit verify --head missing
    tells "cannot read missing"
}
