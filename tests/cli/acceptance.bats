#!/usr/bin/env bats
# bats file_tags=release
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # inner shells expand; the helper and bats assign
load helper

# What the project promises as a whole, on real files: the offsets of findings, the erasure from
# nested archives, and kills in the middle of the work.

@test "the bytes that a finding names hold its value, in any charset" {
    mkdir share
    for charset in UTF-8 CP932 EUC-JP UTF-16LE; do
        {
            [ "$charset" != UTF-16LE ] || printf '\xef\xbb\xbf'
            printf 'お問い合わせ\r\n連絡先 hanako@example.com です\r\n'
        } | iconv -f UTF-8 -t "$charset" >"share/$charset.txt"
    done
    expect 0 scan share --catalog c.db --quiet
    expect 0 findings --catalog c.db --rule common.email --format tsv
    [ "${lines[0]}" = $'path\tpart\trecord\trule\tcategory\tconfidence\tstart\tend\tpurpose\tsample' ]
    [ "${#lines[@]}" -eq 5 ]
    for line in "${lines[@]:1}"; do
        # A tab is white space to read, which would swallow the empty part.
        IFS=$'\x1f' read -r path part record _ _ _ start end _ sample <<<"${line//$'\t'/$'\x1f'}"
        [ -z "$part" ]
        [ "$record" = 2 ]
        [ "$sample" = 'h***@e***.com' ]
        charset=${path%.txt}
        value=$(tail -c "+$((start + 1))" "share/$path" | head -c "$((end - start))" |
            iconv -f "$charset" -t UTF-8)
        [ "$value" = hanako@example.com ]
    done
}

@test "names that would break a line of TSV are escaped" {
    mkdir share
    for name in $'tab\there.txt' $'line\nhere.txt' $'byte\xff.txt'; do
        printf 'メール: hanako@example.com\n' >"share/$name"
    done
    daicho scan share --catalog c.db --quiet
    expect 0 findings --catalog c.db --rule common.email --format tsv
    [ "${#lines[@]}" -eq 4 ]
    says 'tab\there.txt'
    says 'line\nhere.txt'
    says 'byte\xFF.txt'
    expect 0 findings --catalog c.db --rule common.email --path 'tab*' --format tsv
    [ "${#lines[@]}" -eq 2 ]
}

# list_archive FILE: modes, owners, sizes, times and names of its members, but of the ones changed.
list_archive() {
    TZ=UTC bsdtar -tvf "$1" | grep -vE "$2"
}

# Folders inner and middle: others.txt, hanako's list and noise in a zip, for an archive around it.
make_nest() {
    mkdir -p inner middle share/seminar
    printf '氏名,電話番号\n見本 太郎,03-0000-1111\n架空 花子,03-0000-1234\n' >inner/list.csv
    printf 'メール: taro@example.com\r\n' >inner/others.txt
    head -c 3000 /dev/urandom >inner/noise.bin
    touch -d '2020-02-02 02:02:02 UTC' inner/*
    chmod 640 inner/others.txt
    (cd inner && TZ=UTC zip -qX ../middle/inner.zip list.csv others.txt noise.bin)
    printf '注文番号 1\n' >middle/order.txt
    ln -s order.txt middle/link
    touch -d '2021-03-03 03:03:03 UTC' middle/inner.zip middle/order.txt
    chmod 751 middle/order.txt
}

# unpack FILE DIR
unpack() {
    mkdir -p "$2"
    bsdtar -xpf "$1" -C "$2"
}

# erase_and_scan [STATUS]: after the erasure only the person's records are gone; STATUS is that of
# the last scan.
erase_and_scan() {
    daicho init . --share office=share --quiet
    # What no reader knows (noise.bin) is told, and hinders nothing.
    expect 3 scan --quiet
    approve_plan
    expect 0 plan apply 1 --execute
    expect "${1:-3}" scan --full --quiet
    expect 0 subject find "${hanako[@]}" --format tsv
    [ "${#lines[@]}" -eq 1 ]
    expect 0 tombstones check
    expect 0 audit verify
}

# same_middle BEFORE AFTER: two unpacked tar files, each with an inner.zip.
same_middle() {
    cmp "$1/order.txt" "$2/order.txt"
    [ "$(readlink "$2/link")" = order.txt ]
    [ "$(stat -c '%a %Y' "$1/order.txt")" = "$(stat -c '%a %Y' "$2/order.txt")" ]
    unpack "$1/inner.zip" "$1/inner"
    unpack "$2/inner.zip" "$2/inner"
    cmp "$1/inner/noise.bin" "$2/inner/noise.bin"
    cmp "$1/inner/others.txt" "$2/inner/others.txt"
    [ "$(stat -c '%a %Y' "$1/inner/others.txt")" = "$(stat -c '%a %Y' "$2/inner/others.txt")" ]
    grep -v 花子 "$1/inner/list.csv" | cmp - "$2/inner/list.csv"
    diff <(list_archive "$1/inner.zip" list.csv) <(list_archive "$2/inner.zip" list.csv)
}

@test "one person goes from a zip in a tar.gz in a zip, and nothing else changes" {
    make_nest
    tar -C middle -czf box.tar.gz inner.zip order.txt link
    printf '送付済み\n' >note.txt
    touch -d '2022-04-04 04:04:04 UTC' note.txt
    TZ=UTC zip -qX share/seminar/outer.zip box.tar.gz note.txt
    cp -p share/seminar/outer.zip before.zip
    erase_and_scan
    unpack before.zip before
    unpack share/seminar/outer.zip after
    cmp before/note.txt after/note.txt
    diff <(list_archive before.zip box.tar.gz) <(list_archive share/seminar/outer.zip box.tar.gz)
    diff <(list_archive before/box.tar.gz inner.zip) <(list_archive after/box.tar.gz inner.zip)
    unpack before/box.tar.gz before/box
    unpack after/box.tar.gz after/box
    same_middle before/box after/box
}

@test "the same in tar.xz and tar.zst" {
    make_nest
    tar -C middle -cJf share/seminar/box.tar.xz inner.zip order.txt link
    tar -C middle --zstd -cf share/seminar/box.tar.zst inner.zip order.txt link
    cp -a share before
    erase_and_scan
    for kind in xz zst; do
        diff <(list_archive "before/seminar/box.tar.$kind" inner.zip) \
            <(list_archive "share/seminar/box.tar.$kind" inner.zip)
        unpack "before/seminar/box.tar.$kind" "before.$kind"
        unpack "share/seminar/box.tar.$kind" "after.$kind"
        same_middle "before.$kind" "after.$kind"
    done
}

@test "one person goes from a list of contacts and a directory, and the others stay as they are" {
    mkdir share expected
    printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:見本 太郎\r\nTEL:03-0000-1111\r\nEND:VCARD\r\n' \
        >expected/contacts.vcf
    printf 'dn: cn=taro\ncn: 見本 太郎\nmail: taro@example.com\n\n' >expected/directory.ldif
    {
        printf 'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:'
        printf '=E6=9E=B6=E7=A9=BA;=E8=8A=\r\n=B1=E5=AD=90\r\n'
        printf 'EMAIL:hanako@exam\r\n ple.com\r\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=\r\nEND:VCARD\r\n'
        cat expected/contacts.vcf
    } >share/contacts.vcf
    {
        cat expected/directory.ldif
        printf 'dn: cn=hanako\ncn:: 5p6256m66Iqx5a2Q\ntelephoneNumber: 03-0000-\n 1234\nmail: hanako@example.com\n'
    } >share/directory.ldif
    erase_and_scan 0
    diff -r expected share
}

# make_many COUNT: a share with so many files to change and as many to leave, and what it is to become.
make_many() {
    mkdir -p share expected
    for number in $(seq "$1"); do
        printf '氏名,電話番号,メールアドレス\n見本 太郎,03-0000-1111,taro@example.com\n' >"expected/$number.csv"
        { cat "expected/$number.csv"; printf '架空 花子,03-0000-1234,hanako@example.com\n'; } \
            >"share/$number.csv"
        printf '注文番号 %d\n' "$number" | tee "share/$number.txt" >"expected/$number.txt"
    done
    daicho init . --share office=share --quiet
    daicho scan --quiet
    approve_plan
}

# Waits until the plan has so many targets done, or is no longer being carried out.
wait_for_targets() {
    while kill -0 "$2" 2>/dev/null &&
        [ "$(grep -L 花子 share/*.csv | wc -l)" -lt "$1" ]; do
        sleep 0.05
    done
}

@test "killed five times while it applies, the next apply finishes and the chain holds" {
    make_many 100
    for round in 1 2 3 4 5; do
        # Not the function: its shell would be killed, and the program go on.
        "$DAICHO" plan apply 1 --execute --quiet >/dev/null 2>&1 3>&- &
        applying=$!
        wait_for_targets $((round * 12 + RANDOM % 6)) "$applying"
        sleep "0.0$((RANDOM % 10))"
        kill -KILL "$applying"
        wait "$applying" || true
        expect 0 audit verify
        # Every file is as it was or as it is to be.
        for file in share/*.csv; do
            cmp -s "$file" "expected/${file##*/}" ||
                grep -v 花子 "$file" | cmp - "expected/${file##*/}"
        done
    done
    expect 0 plan apply 1 --execute
    tells "next: daicho certificate show"
    diff -r share expected
    expect 0 audit verify
    expect 0 certificate verify 1
}

@test "interrupted, apply ends between two targets and says how to go on" {
    make_many 30
    # As a terminal does it: the processes that read files for it are interrupted as well.
    setsid "$DAICHO" plan apply 1 --execute >out 2>err 3>&- &
    applying=$!
    # A shell has its background processes ignore SIGINT; the program asks for it again.
    wait_for_targets 5 "$applying"
    kill -INT -- "-$applying"
    status=0
    wait "$applying" || status=$?
    [ "$status" -eq 3 ]
    grep -q 'go on with: daicho plan apply 1 --execute' err
    run ! grep -q ' refused ' out
    done_before=$(grep -c ' done ' out)
    [ "$done_before" -ge 5 ]
    [ "$done_before" -lt 30 ]
    [ -z "$(find share -name '.*' ! -name share)" ]
    expect 0 plan list
    says applying
    expect 0 audit verify
    expect 0 plan apply 1 --execute
    tells "$((30 - done_before)) done, $done_before done before"
    diff -r share expected
}

@test "a folder that becomes a link while it applies never leads outside" {
    mkdir -p share/in outside
    for number in $(seq 12); do
        printf '見本 太郎 taro@example.com\n架空 花子 hanako@example.com\n' |
            tee "share/in/$number.txt" >"outside/$number.txt"
    done
    cp -a outside outside.before
    daicho init . --share office=share --quiet
    daicho scan --quiet
    approve_plan
    (
        while [ ! -e stop ]; do
            mv share/in share/real && ln -s ../outside share/in
            rm share/in && mv share/real share/in
        done
    ) 3>&- &
    swapping=$!
    for _ in 1 2 3; do
        daicho plan apply 1 --execute --quiet >/dev/null 2>&1 || true
    done
    touch stop
    wait "$swapping"
    diff -r outside outside.before
    expect 0 plan apply 1 --execute
    run ! grep -rq 花子 share
    diff -r outside outside.before
    expect 0 audit verify
}
