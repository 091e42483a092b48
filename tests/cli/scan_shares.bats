#!/usr/bin/env bats
load helper

@test "shares are named by name, and wrong names suggest the nearest" {
    make_small
    expect 0 scan office
    expect 2 scan offce
    tells 'did you mean "office"?'
    expect 0 scan share
    says "office: 3 files (3 unchanged)"
}

@test "folders with the same last part get numbered names" {
    mkdir -p a/docs b/docs
    expect 0 scan a/docs b/docs --catalog c.db
    says "docs: 0 files"
    says "docs-2: 0 files"
    expect 0 scan b/docs --catalog c.db
    says "docs-2: 0 files"
    run ! grep -q '^docs: ' <<<"$output"
}

@test "a folder within a share is scanned with a warning" {
    make_small
    daicho scan --quiet
    expect 0 scan share/seminar
    tells "overlap"
}

@test "a file, a missing folder and a missing share are told apart" {
    make_small
    expect 2 scan share/order.txt
    tells "is no folder"
    expect 2 scan nowhere
    tells "nowhere is neither a share nor a folder"
    rm -r share
    expect 4 scan
    tells 'share "office"'
    tells "cannot open the folder"
}

@test "one share that fails does not keep the others from being read" {
    mkdir one two
    daicho init . --share one=one --share two=two --quiet
    rmdir one
    expect 4 scan
    says "two: 0 files"
    tells 'share "one"'
}

@test "without shares the message says what to do" {
    daicho init . --quiet
    expect 2 scan
    tells "no share is configured"
}

@test "a share that became empty is told, since it may not be mounted" {
    make_small
    daicho scan --quiet
    rm -r share
    mkdir share
    expect 0 scan --quiet
    tells "is it mounted?"
}

@test "few descriptors make fewer workers, and nothing unread" {
    mkdir s
    for i in {1..400}; do echo "hanako$i@example.com" >"s/$i.txt"; done
    daicho init . --share s=s --quiet
    ulimit -Sn 100
    ulimit -Hn 200
    expect 0 scan --jobs 4
    says 'read 400, partly read 0, unread 0'
}

@test "of a share that is not mounted nothing is forgotten" {
    mkdir share
    unshare -m mount -t tmpfs none share 2>/dev/null || skip "nothing can be mounted here"
    daicho init . --share s=share --quiet
    cat >inside <<'SCRIPT'
mount -t tmpfs -o size=64k none share
echo hanako@example.com >share/a.txt
"$DAICHO" scan --quiet
umount share
"$DAICHO" scan --quiet
SCRIPT
    run --separate-stderr unshare -m bash inside
    [ "$status" -eq 3 ]
    tells 'mount the share and scan again'
    expect 0 findings
    says 'a.txt'
    echo nothing >share/b.txt
    expect 0 scan
    says '1 file is gone since the last scan'
}

@test "a share's passwords open its encrypted files, and are kept to the configuration" {
    mkdir s
    printf '氏名,メールアドレス\n架空 花子,hanako@example.com\n' >a.csv
    zip -q -P himitsu-1 s/x.zip a.csv
    7z a -phimitsu-1 -mhe=on s/y.7z a.csv >7z.log
    printf 'shares:\n  s: {path: s, passwords: [wrong, himitsu-1]}\ncatalog: c.db\n' >daicho.yaml
    chmod 644 daicho.yaml
    expect 2 scan
    tells 'chmod 600'
    chmod 600 daicho.yaml
    expect 0 scan
    expect 0 findings --format tsv
    says 'common.email'
    expect 0 items
    says 'application/x-zip-encrypted'
    expect 0 findings --format tsv
    says 'x.zip'
    says 'y.7z'
    run ! grep -aq 'himitsu-1' c.db c.db-wal
    # Another password: what was read with the old one is read again.
    sed -i 's/himitsu-1/other/' daicho.yaml
    expect 3 scan
    expect 0 items --state unread
    says 'encrypted'
}

@test "a share's passwords open documents, and which one fitted is not kept" {
    mkdir s
    seeds=$BATS_TEST_DIRNAME/../fuzz/seeds/fuzz_offcrypto
    # Each begins with a byte that says what it is.
    for way in 0 1 2; do
        tail -c +2 "$seeds/$way.odt" >s/$way.odt
    done
    printf 'shares:\n  s: {path: s, passwords: [wrong, himitsu-1]}\ncatalog: c.db\n' >daicho.yaml
    chmod 600 daicho.yaml
    expect 3 scan
    expect 0 items --state unread
    says 'encrypted'
    expect 0 findings --format tsv
    [[ $output != *common.email* ]]
    # With another password what was not read is read.
    sed -i 's/himitsu-1/VelvetSweatshop/' daicho.yaml
    expect 0 scan
    expect 0 findings --format tsv
    for way in 0 1 2; do
        says "$way.odt"
    done
    run ! grep -aq 'VelvetSweatshop' c.db c.db-wal
}

@test "a member of an encrypted archive is taken out by hand" {
    mkdir s
    printf '氏名,メールアドレス\n架空 花子,hanako@example.com\n見本 太郎,taro@example.com\n' >a.csv
    zip -q -P himitsu-1 s/x.zip a.csv
    7z a -phimitsu-1 s/y.7z a.csv >7z.log
    printf 'shares:\n  s: {path: s, passwords: [himitsu-1]}\ncatalog: c.db\n' >daicho.yaml
    chmod 600 daicho.yaml
    expect 0 scan
    expect 0 request new --kind erasure --name '架空 花子' --email hanako@example.com
    expect 0 request verify 1 --method callback --evidence 'called back'
    expect 0 request form 1 -o form.html
    expect 0 request returned 1
    expect 0 request decide 1 --accept
    expect 0 request plan 1
    expect 0 plan show 1
    says 'manual  s:x.zip'
    says 'manual  s:y.7z'
}
