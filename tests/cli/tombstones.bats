#!/usr/bin/env bats
# bats file_tags=release
load helper

@test "an erased person that comes back from a backup is noticed" {
    make_small
    daicho scan --quiet
    cp -a share/seminar backup
    approve_plan
    daicho plan apply 1 --execute --quiet
    daicho scan --quiet
    expect 0 tombstones check
    tells "came back"
    cp backup/list.csv share/restored.csv
    daicho scan --quiet
    expect 1 tombstones check
    says "office:restored.csv"
    run ! grep -q 'hanako@' <<<"$output"
    expect 1 tombstones check --format json
    says '"request":1'
}

@test "the family at the erased person's telephone is no alarm" {
    make_small
    printf '氏名,電話番号\n架空 次郎,03-0000-1234\n' >share/family.csv
    daicho scan --quiet
    approve_plan
    daicho plan apply 1 --execute --quiet || [ $? -eq 3 ]
    daicho scan --quiet
    grep -q 次郎 share/family.csv
    expect 0 tombstones check
    printf '氏名,電話番号\n架空 花子,03-0000-1234\n' >share/back.csv
    daicho scan --quiet
    expect 1 tombstones check
    says "office:back.csv"
    run ! grep -q family.csv <<<"$output"
}

@test "without erasures there is nothing to come back" {
    make_small
    daicho scan --quiet
    expect 0 tombstones check
    [ -z "$output" ]
    expect 2 tombstones
    expect 2 tombstones chekc
    tells 'did you mean "check"?'
}
