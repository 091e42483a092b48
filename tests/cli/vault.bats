#!/usr/bin/env bats
load helper

suspend() {
    make_small
    daicho scan --quiet
    cp -a share before
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet
}

@test "suspended data is in the vault, encrypted, and comes back byte for byte" {
    suspend
    run ! grep -rqaE 'hanako@example|花子' share vault
    expect 0 vault list
    says stored
    for number in $(daicho vault list --format tsv | tail -n +2 | cut -f 1); do
        expect 0 vault restore "$number"
        tells "Entry $number is back where it was"
        tells "A search finds it after the next daicho scan"
    done
    diff -r share before
    [ "$(stat -c '%a %Y' share/seminar/list.csv)" = "$(stat -c '%a %Y' before/seminar/list.csv)" ]
    expect 0 vault list
    says restored
}

@test "a suspension is not certified as a disposal" {
    suspend
    expect 0 certificate show 1
    says "利用停止証明書 / Certificate of suspension"
    run ! grep -q '廃棄証明書' <<<"$output"
}

# What a file is beside its bytes.
describe() {
    stat -c '%n %u:%g %a %y' "$@"
    getfacl -cp --numeric "$@"
}

@test "a file comes back with its owner, mode, times and ACL" {
    make_small
    daicho scan --quiet
    setfacl -m u:12345:r share/seminar/架空花子.txt || skip "no ACLs on this file system"
    touch -d '2019-05-01 12:34:56.123456789' share/seminar/架空花子.txt
    if [ "$(id -u)" -eq 0 ]; then
        chown 4321:4322 share/seminar/架空花子.txt
    fi
    describe share/seminar/架空花子.txt >before.txt
    daicho scan --quiet
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet
    [ ! -e share/seminar/架空花子.txt ]
    for number in $(daicho vault list --format tsv | tail -n +2 | cut -f 1); do
        expect 0 vault restore "$number"
    done
    describe share/seminar/架空花子.txt | diff before.txt -
}

@test "what was purged cannot be had back" {
    suspend
    expect 0 vault purge 1
    tells "Entry 1 is destroyed with its key"
    [ "$(daicho vault list --format tsv | awk -F '\t' '$1 == 1 { print $2 }')" = purged ]
    run --separate-stderr daicho vault restore 1
    [ "$status" -ne 0 ]
}

@test "an entry that does not exist" {
    make_small
    daicho scan --quiet
    expect 0 vault list --format tsv
    [ "${#lines[@]}" -eq 1 ]
    expect 2 vault restore 1
    expect 2 vault restore one
    expect 2 vault purge
    expect 2 vault pugre 1
    tells 'did you mean "purge"?'
}
