#!/usr/bin/env bats
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # inner shells expand; the helper and bats assign
load helper

# What stands between the program and its surroundings: closed and full outputs, catalogs that may
# only be read, and what time alone brings about.

@test "a pipe that is closed early ends it quietly" {
    make_small
    daicho scan --quiet
    run --separate-stderr bash -c 'trap - PIPE; "$DAICHO" findings --format tsv | head -n 1'
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "${#lines[@]}" -eq 1 ]
}

@test "an output that takes nothing is a failure that is told" {
    make_small
    daicho scan --quiet
    for format in table tsv csv json; do
        run --separate-stderr bash -c '"$DAICHO" findings --format "$1" >/dev/full' _ "$format"
        [ "$status" -eq 4 ]
        tells "standard output"
        run --separate-stderr bash -c '"$DAICHO" findings --format "$1" >&-' _ "$format"
        [ "$status" -eq 4 ]
        tells "standard output"
    done
    expect 0 audit verify
}

@test "nothing is written into a file that got the number of a closed stream" {
    make_small
    cp -a share before
    run bash -c '"$DAICHO" scan --progress <&- >&- 2>&-'
    [ "$status" -eq 4 ]
    run bash -c '"$DAICHO" items --verbose <&- 2>&-'
    [ "$status" -eq 0 ]
    diff -r share before
    expect 0 audit verify
    expect 0 findings
}

@test "a catalog in a folder that may not be written to is read, or the reason told" {
    [ "$(id -u)" -eq 0 ] || skip "only root can become somebody else"
    make_small
    daicho scan --quiet
    folder=$(mktemp -d)
    chmod 755 "$folder"
    cp "$DAICHO" "$folder/daicho"
    mkdir "$folder/kept"
    cp catalog.db "$folder/kept/c.db"
    cp daicho.key "$folder/kept/c.db.key"
    chown 65534 "$folder/kept/c.db" "$folder/kept/c.db.key"
    run --separate-stderr setpriv --reuid 65534 --clear-groups \
        bash -c 'cd / && exec "$1/daicho" findings --catalog "$1/kept/c.db"' _ "$folder"
    rm -r "$folder"
    [ "$status" -eq 2 ]
    tells "writing permission in its folder"
}

@test "a catalog on a read-only mount is read" {
    make_small
    daicho scan --quiet
    daicho request new --kind erasure --email hanako@example.com --quiet >/dev/null
    daicho findings >expected
    mkdir kept mount
    cp catalog.db kept/c.db
    cp daicho.key kept/c.db.key
    # shellcheck disable=SC2016 # the inner shell expands them
    in_mount='mount --bind kept mount && mount -o remount,ro,bind mount && ! touch mount/x 2>/dev/null'
    unshare -m bash -c "$in_mount" 2>/dev/null || skip "nothing can be mounted here"
    run --separate-stderr unshare -m bash -c "$in_mount"' && "$DAICHO" findings --catalog mount/c.db'
    [ "$status" -eq 0 ]
    diff <(printf '%s\n' "$output") expected
    run --separate-stderr unshare -m bash -c "$in_mount"' && "$DAICHO" request show 1 --catalog mount/c.db'
    [ "$status" -eq 0 ]
    says "next: verify who asks"
}

@test "only root and the owner of the catalog act for another, and the chain names both" {
    make_small
    daicho scan --quiet
    daicho hold add --reason case-1 --path '*' --as officer --quiet
    expect 0 audit show --format tsv
    grep -qP "\t$(id -un)\tofficer\thold" <<<"$output"
}
