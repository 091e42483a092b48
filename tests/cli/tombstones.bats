#!/usr/bin/env bats
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

@test "without erasures there is nothing to come back" {
    make_small
    daicho scan --quiet
    expect 0 tombstones check
    [ -z "$output" ]
    expect 2 tombstones
    expect 2 tombstones chekc
    tells 'did you mean "check"?'
}
