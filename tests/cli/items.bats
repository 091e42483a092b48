#!/usr/bin/env bats
load helper

@test "every file is an item in one of three states" {
    make_sample
    daicho scan --quiet || true
    all=$(daicho items --format tsv | tail -n +2 | wc -l)
    sum=0
    for state in read partly-read unread; do
        count=$(daicho items --state "$state" --format tsv | tail -n +2 | wc -l)
        sum=$((sum + count))
    done
    [ "$all" -eq "$sum" ]
    [ "$(daicho items --files-only --format tsv | tail -n +2 | wc -l)" -eq "$(find share -type f | wc -l)" ]
    expect 0 items --state unread
    says "給与.zip"
    says "encrypted"
}

@test "each condition narrows the list" {
    make_small_with_unread
    daicho scan --quiet || true
    expect 0 items --format tsv --with-findings --path 'seminar/*'
    [ "${#lines[@]}" -eq 3 ]
    expect 0 items --format tsv --type text/csv
    [ "${#lines[@]}" -eq 2 ]
    expect 0 items --format tsv --share office --purpose seminar-confirmation
    [ "${#lines[@]}" -eq 3 ]
    expect 2 items --state unraed
    tells 'did you mean "unread"?'
    expect 2 items --share offce
    expect 2 items --purpose nothing-of-it
}
