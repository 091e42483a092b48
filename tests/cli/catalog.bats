#!/usr/bin/env bats
load helper

@test "a backup taken during a scan restores to a catalog that verifies" {
    make_small
    daicho scan --quiet
    mkdir share/more
    for number in {1..30}; do
        head -c 2000000 /dev/zero | tr '\0' x >"share/more/$number.txt"
    done
    # The program itself: a function would be another process.
    "$DAICHO" scan --quiet --max-rate 1 &
    scan=$!
    expect 0 catalog backup b.db
    tells "read through and whole"
    expect 4 catalog restore b.db
    tells "another daicho has the catalog"
    kill -TERM "$scan"
    wait "$scan" || true
    expect 0 catalog restore b.db
    tells "The catalog before is kept as $PWD/catalog.db.replaced-"
    expect 0 catalog check
    expect 0 audit verify
    expect 0 audit show
    says "catalog-restore"
    [ "$(stat -c %a b.db)" = 600 ]
    [ "$(stat -c %a catalog.db)" = 600 ]
    [ "$(stat -c %a catalog.db.replaced-*)" = 600 ]
    rm -r share/more
    expect 0 scan
    says "office: 3 files"
}

@test "what was done since is not forgotten unasked" {
    make_small
    daicho scan --quiet
    daicho catalog backup b.db --quiet
    daicho hold add --reason 'case 1' --share office --quiet >/dev/null
    daicho audit head -o head
    expect 2 catalog restore b.db
    tells "hold-add 1"
    tells "--forget"
    expect 0 hold list --format tsv
    says "case 1"
    expect 0 catalog restore b.db --forget
    tells "no longer known: hold-add 1"
    # A head that was kept elsewhere shows it.
    expect 1 audit verify --head head
    says "a backup took the catalog's place"
    expect 0 audit verify
    kept=$(ls -d catalog.db.replaced-*[0-9]Z)
    expect 0 audit verify --head head --catalog "$kept" --config daicho.yaml
}

@test "a backup of another key is refused" {
    make_small
    mkdir other
    daicho init other --quiet
    daicho catalog backup b.db --config other/daicho.yaml --quiet
    before=$(sha256sum catalog.db)
    expect 2 catalog restore b.db
    tells "made with another key"
    [ "$(sha256sum catalog.db)" = "$before" ]
    expect 2 catalog restore nowhere.db
    tells "cannot open the backup nowhere.db"
    expect 2 catalog backup b.db
    tells "never overwritten"
}

# What a command that writes says of a damaged catalog, and that it writes nothing.
refuses_damaged() {
    local before
    before=$(sha256sum catalog.db)
    for command in scan 'hold add --reason x --share office' 'catalog backup c.db'; do
        # shellcheck disable=SC2086 # words
        expect 4 $command
        tells "catalog $PWD/catalog.db is damaged"
        tells "daicho catalog restore FILE"
    done
    [ "$(sha256sum catalog.db)" = "$before" ]
    expect 1 catalog check
    expect 1 doctor
    says "is damaged"
}

@test "a damaged catalog is told by every command that writes, and replaced" {
    make_small
    daicho scan --quiet
    daicho catalog backup b.db --quiet
    rm -f catalog.db-*
    cp catalog.db whole.db
    head -c 5000 whole.db >catalog.db
    refuses_damaged
    cp whole.db catalog.db
    printf 'no database' | dd of=catalog.db conv=notrunc status=none
    refuses_damaged
    cp whole.db catalog.db
    size=$(stat -c %s catalog.db)
    head -c 4096 /dev/urandom | dd of=catalog.db bs=4096 seek=$((size / 4096 - 3)) conv=notrunc status=none
    refuses_damaged
    : >catalog.db
    expect 1 catalog check
    expect 0 catalog restore b.db
    tells "what was recorded since the backup is not known"
    expect 0 catalog check
    rm catalog.db catalog.db.replaced-*
    expect 0 catalog restore b.db
    expect 0 findings
    says "hanako" || says "h***"
}

@test "a catalog of an older daicho is told, and brought up to date" {
    make_small
    daicho scan --quiet
    sqlite3 catalog.db 'DROP TABLE users; DROP TABLE runs; DROP TABLE item_sums; DROP TABLE finding_sums;
        DROP INDEX items_unread; DROP INDEX findings_policy; DROP INDEX findings_print;
        CREATE INDEX findings_fingerprint ON findings (fingerprint); CREATE TABLE users
        (name TEXT PRIMARY KEY, roles TEXT NOT NULL, disabled_s INTEGER NOT NULL,
        made_by TEXT NOT NULL, made_s INTEGER NOT NULL) STRICT; PRAGMA user_version = 15'
    expect 2 findings
    tells "made by an older daicho (schema 15, now "
    tells "daicho catalog upgrade"
    expect 0 catalog upgrade
    expect 0 catalog check
    expect 0 findings
}

@test "what root restores stays the account's" {
    [ "$(id -u)" -eq 0 ] || skip "only root can give files away"
    make_small
    daicho catalog backup b.db --quiet
    chown nobody: . catalog.db*
    rm -f catalog.db-lock
    expect 0 catalog restore b.db
    [ "$(stat -c %U catalog.db)" = nobody ]
    [ "$(stat -c %U catalog.db-lock)" = nobody ]
    rm catalog.db
    expect 0 catalog restore b.db
    [ "$(stat -c %U catalog.db)" = nobody ]
}
