#!/usr/bin/env bats
load helper

@test "a hold is placed, listed and released" {
    make_small
    daicho scan --quiet
    expect 0 hold add --share office --path 'seminar/*' --reason 'case 12'
    [ "$output" = 1 ]
    tells "daicho hold release 1"
    expect 0 hold add --email hanako@example.com --reason 'case 13'
    [ "$output" = 2 ]
    expect 0 hold list
    says "case 12"
    run ! grep -q 'hanako' <<<"$output"
    expect 2 hold release 1
    tells "--reason"
    expect 0 hold release 1 --reason 'case 12 is over'
    tells "Hold 1 is released"
    expect 0 hold list --format tsv
    [ -n "$(cut -f 12 <<<"${lines[1]}")" ]
    expect 2 hold release 1 --reason again
    expect 2 hold release 9 --reason again
}

@test "a hold needs a reason and something to hold" {
    make_small
    daicho scan --quiet
    expect 2 hold add --share office
    tells "--reason"
    expect 2 hold add --reason 'case 1'
    expect 2 hold add --reason 'case 1' --share offce
    tells 'did you mean "office"?'
    expect 2 hold release
    expect 2 hold release one
    expect 2 hold relase 1
    tells 'did you mean "release"?'
}

@test "what is held is left alone by a plan" {
    make_small
    daicho scan --quiet
    daicho hold add --share office --path 'seminar/list.csv' --reason 'case 12' --quiet
    decide_request
    cp -a share before
    expect 0 request plan 1 --quiet
    expect 0 plan show 1
    says "held"
    says "case 12"
    daicho plan approve 1 --as officer --quiet
    daicho plan apply 1 --execute --quiet || true
    cmp share/seminar/list.csv before/seminar/list.csv
}

@test "a person who is held is left alone by a plan" {
    make_small
    daicho scan --quiet
    daicho hold add --email hanako@example.com --reason 'case 13' --quiet
    decide_request
    cp -a share before
    expect 0 request plan 1 --quiet
    expect 0 plan show 1
    says "case 13"
    daicho plan approve 1 --as officer --quiet
    daicho plan apply 1 --execute --quiet || true
    diff -r before share
}

@test "a hold that is placed after the approval counts" {
    make_small
    daicho scan --quiet
    approve_plan
    cp -a share before
    daicho hold add --email hanako@example.com --reason 'case 13' --quiet
    expect 3 plan apply 1 --execute
    says "case 13"
    diff -r before share
}

@test "a hold on a purpose or a period has an owner, and its release is on record" {
    make_small
    daicho scan --quiet
    touch -d '2016-04-15 12:00' share/seminar/list.csv
    daicho scan --quiet
    expect 0 hold add --purpose seminar-confirmation --since 2016-04-01 --until 2016-04-30 \
        --owner 'legal desk' --reason 'case 14'
    [ "$output" = 1 ]
    decide_request
    daicho request plan 1 --quiet
    expect 0 plan show 1
    says "held  office:seminar/list.csv"
    says "delete-file  office:seminar/架空花子.txt"
    expect 0 hold list --format json
    says '"purpose":"seminar-confirmation"'
    says '"owner":"legal desk"'
    says '"released":null'
    expect 2 hold add --purpose seminar --reason 'case 15'
    tells 'no purpose "seminar"'
    expect 2 hold add --since 2016-13-01 --reason 'case 15'
    tells "no day"
    expect 0 hold release 1 --reason 'case 14 was settled'
    expect 0 hold list --format json
    says '"release_reason":"case 14 was settled"'
    expect 0 audit show
    says "case 14 was settled"
}
