#!/usr/bin/env bats
# bats file_tags=release
load helper

@test "a plan is shown target by target, masked, with what is left" {
    make_small_with_unread
    printf '参加者 架空 花子 様\n' >share/memo.txt
    daicho scan --quiet || true
    decide_request
    expect 0 request plan 1
    [ "$output" = 1 ]
    tells "could not be read: 1 item"
    tells "office: last scanned 20"
    expect 0 plan show 1
    says "Plan 1 for request 1 (erasure): planned"
    says "delete-parts  office:seminar/list.csv"
    says "goes: record 3"
    says "delete-file  office:seminar/架空花子.txt"
    says "others in the file: 1"
    says "Possible places"
    says "office: last scanned 20"
    says "office:memo.txt"
    says "Not searched, since it could not be read in full: 1 item"
    run ! grep -qE 'hanako@|03-0000-1234' <<<"$output"
    expect 0 plan show 1 --format json
    says '"daicho_plan":1'
    expect 0 plan list
    says planned
}

@test "a possible place is included when a person says so" {
    make_small
    printf '参加者 架空 花子 様\n' >share/memo.txt
    daicho scan --quiet
    decide_request
    daicho request plan 1 --quiet
    place=$(daicho plan show 1 | sed -n 's/^  \(office:memo.txt.*\)/\1/p')
    [ -n "$place" ]
    expect 2 request plan 1 --include 'office:nowhere.txt#1'
    expect 0 request plan 1 --include "$place"
    [ "$output" = 2 ]
    expect 0 plan show 2
    says "office:memo.txt"
    run ! grep -q "Possible places" <<<"$output"
    expect 0 plan list --format tsv
    says superseded
    expect 2 plan show 2 --format csv
    tells 'there is no format "csv" here'
    tells "table, json, html and pdf"
}

@test "who made a plan may not approve it" {
    make_small
    daicho scan --quiet
    decide_request
    daicho request plan 1 --quiet
    expect 2 plan approve 1
    tells "four eyes"
    expect 2 plan apply 1 --execute
    expect 0 plan approve 1 --as officer
    tells "approved by officer"
    expect 2 plan approve 1 --as another
}

@test "without --execute it is a dry run" {
    make_small
    daicho scan --quiet
    approve_plan
    cp -a share before
    expect 0 plan apply 1
    tells "dry run"
    says "dry-run"
    diff -r share before
    expect 0 plan show 1
    says "approved"
}

@test "a dry run of a plan that nobody approved says so" {
    make_small
    daicho scan --quiet
    decide_request
    daicho request plan 1 --quiet
    expect 0 plan apply 1
    tells "next: daicho plan approve 1"
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1
    tells "next: daicho plan apply 1 --execute"
}

@test "with --execute the person is gone, and nothing else" {
    make_small
    daicho scan --quiet
    approve_plan
    expect 0 plan apply 1 --execute
    tells "2 done"
    tells "daicho certificate show 1"
    [ "$(cat share/seminar/list.csv)" = "$(printf '氏名,電話番号,メールアドレス\n見本 太郎,03-0000-1111,taro@example.com')" ]
    [ ! -e share/seminar/架空花子.txt ]
    [ "$(cat share/order.txt)" = '注文番号 1' ]
    daicho scan --quiet
    # shellcheck disable=SC2154 # hanako is the helper's
    expect 0 subject find "${hanako[@]}"
    tells "0 places in 0 files"
}

@test "a target that changed since is refused, and ends with 3" {
    make_small
    daicho scan --quiet
    approve_plan
    printf '例示 一郎,03-0000-2222,ichiro@example.com\n' >>share/seminar/list.csv
    cp share/seminar/list.csv before.csv
    expect 3 plan apply 1 --execute
    says refused
    tells "What was refused is as it was"
    cmp share/seminar/list.csv before.csv
    [ ! -e share/seminar/架空花子.txt ]
}

@test "a plan that does not exist" {
    make_small
    daicho scan --quiet
    expect 2 plan show 1
    expect 2 plan approve 1
    expect 2 plan apply 1
    [ -z "$output" ]
    expect 2 plan apply
    expect 2 plan aply 1
    tells 'did you mean "apply"?'
}

@test "what is left to a person is tracked until somebody records it" {
    make_small
    (cd share && bsdtar --format xar -cf both.xar seminar)
    daicho scan --quiet || true
    approve_plan
    target=$(daicho plan show 1 | sed -n 's/^ *\([0-9]*\) manual .*/\1/p')
    [ -n "$target" ]
    expect 3 plan apply 1 --execute
    tells "daicho plan record 1 TARGET"
    daicho request respond 1 --by telephone --text 'told that it was done' --quiet
    expect 2 request close 1
    tells "left to a person"
    tells "daicho plan record 1 TARGET"
    expect 0 request show 1
    says "1 of plan 1: daicho plan show 1"
    expect 2 plan record 1 "$target"
    tells "it is as it was when the plan was made"
    rm share/both.xar
    expect 0 plan record 1 "$target"
    tells "the file is gone"
    tells "next: daicho certificate show 2"
    expect 0 plan show 1
    says "Done by hand: target $target, the file is gone"
    expect 0 certificate verify 1
    expect 0 certificate verify 2
    expect 0 request close 1
    expect 0 audit verify
}
