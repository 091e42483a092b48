#!/usr/bin/env bats
# bats file_tags=release
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # inner shells expand; the helper and bats assign
load helper

# What an erasure meets on a real file system: whatever stops it is told, the originals are whole, and
# once the cause is gone the same plan goes on.

# A plan of both files of the small share, approved.
prepare() {
    make_small
    daicho scan --quiet
    approve_plan
    cp -a share before
}

# stopped WORDS: an apply that did nothing said so, and why.
stopped() {
    run --separate-stderr daicho plan apply 1 --execute
    [ "$status" -eq 3 ]
    says "$1"
}

whole() {
    diff -r before share
    [ -z "$(find share -name '.daicho-*')" ]
    expect 0 audit verify
}

finishes() {
    expect 0 plan apply 1 --execute --quiet
    [ ! -e share/seminar/架空花子.txt ]
    run ! grep -r hanako share
    grep -q taro share/seminar/list.csv
    expect 0 certificate verify 1
    expect 0 audit verify
}

# E2
@test "a full disk is told, and the plan goes on when there is room" {
    make_small
    mv share before
    mkdir share
    unshare -m mount -t tmpfs none share 2>/dev/null || skip "nothing can be mounted here"
    decide_request
    cat >inside <<'SCRIPT'
set -e
mount -t tmpfs -o size=64k none share
cp -a before/. share/
"$DAICHO" scan --quiet
"$DAICHO" request plan 1 --quiet
"$DAICHO" plan approve 1 --as officer --quiet
head -c 200k /dev/zero >share/filler 2>/dev/null || true
status=0
"$DAICHO" plan apply 1 --execute >told 2>&1 || status=$?
[ "$status" -eq 3 ]
grep -q 'No space left on device' told
cmp before/seminar/list.csv share/seminar/list.csv
[ -z "$(find share -name '.daicho-*')" ]
rm share/filler
"$DAICHO" plan apply 1 --execute --quiet
if grep -r hanako share; then exit 1; fi
grep -q taro share/seminar/list.csv
"$DAICHO" audit verify
SCRIPT
    unshare -m bash inside
}

# E2
@test "a limit on the size of files is an error like a full disk" {
    make_small
    yes '見本 太郎,03-0000-1111,taro@example.com' | head -n 40000 >>share/seminar/list.csv
    daicho scan --quiet
    approve_plan
    cp -a share before
    run --separate-stderr bash -c 'ulimit -f 1000; "$DAICHO" plan apply 1 --execute'
    [ "$status" -eq 3 ]
    says "File too large"
    cmp before/seminar/list.csv share/seminar/list.csv
    [ -z "$(find share -name '.daicho-*')" ]
    expect 0 audit verify
    finishes
}

# E1
@test "an immutable file and a folder that only grows are told" {
    prepare
    chattr +i share/seminar/list.csv share/seminar/架空花子.txt 2>/dev/null || skip "chattr does nothing here"
    stopped "is immutable (chattr +i)"
    whole
    chattr -i share/seminar/list.csv share/seminar/架空花子.txt
    chattr +a share/seminar
    stopped "is append-only (chattr +a)"
    chattr -a share/seminar
    whole
    finishes
}

# E1
@test "a share that is mounted for reading only is told" {
    prepare
    in_mount='mount --bind share share && mount -o remount,ro,bind share'
    unshare -m bash -c "$in_mount" 2>/dev/null || skip "nothing can be mounted here"
    # A mount over the share itself is the share.
    run --separate-stderr unshare -m bash -c "$in_mount"' && "$DAICHO" plan apply 1 --execute'
    [ "$status" -eq 3 ]
    says "mounted for reading only"
    whole
    finishes
}

# E1
@test "a folder that this user may not write to is told" {
    [ "$(id -u)" -eq 0 ] || skip "only root can become somebody else"
    folder=$(mktemp -d)
    chmod 755 "$folder"
    cp "$DAICHO" "$folder/daicho"
    cd "$folder"
    prepare
    chown -R 65534 "$folder"
    chown 0 share/seminar share/seminar/*
    chmod 755 share/seminar
    chmod 644 share/seminar/*
    run --separate-stderr setpriv --reuid 65534 --clear-groups --bounding-set -all --inh-caps -all \
        ./daicho plan apply 1 --execute --as handler
    [ "$status" -eq 3 ]
    says "Permission denied"
    diff -r before share
    rm -r "$folder"
}

# U1
@test "a file that is open in another program is told, with its name" {
    prepare
    # In a process of its own: what this shell has open its children have, too.
    sleep 100 7<>share/seminar/list.csv 8<share/seminar/架空花子.txt 3>&- &
    holder=$!
    until [ -e "/proc/$holder/fd/8" ]; do
        sleep 0.01
    done
    stopped "is open or locked in"
    says "(process $holder)"
    kill "$holder"
    wait "$holder" || true
    whole
    finishes
}

# J7
@test "two applies at once do not collide" {
    prepare
    daicho plan apply 1 --execute --quiet >one 2>&1 3>&- &
    first=$!
    second=0
    daicho plan apply 1 --execute --quiet >two 2>&1 || second=$?
    one=0
    wait "$first" || one=$?
    # Each came through alone, or was told that another is at it.
    for number in "$one:one" "$second:two"; do
        [ "${number%:*}" -eq 0 ] || grep -q 'another daicho is changing shares' "${number#*:}"
    done
    [ "$one" -eq 0 ] || [ "$second" -eq 0 ]
    finishes
    [ "$(daicho audit show --format tsv | grep -c 'target-done')" -eq 2 ]
}

# R3
@test "no core is dumped of the program" {
    mkfifo input
    ulimit -c unlimited || skip "dumps are forbidden here"
    "$DAICHO" extract - <input >/dev/null 2>&1 3>&- &
    program=$!
    exec 9>input
    while ! grep -q 'Max core file size *0 *0' "/proc/$program/limits"; do sleep 0.05; done
    kill -ABRT "$program"
    exec 9>&-
    status=0
    wait "$program" || status=$?
    [ "$status" -eq 134 ]
    [ -z "$(find . -name 'core*')" ]
}
