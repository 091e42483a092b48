#!/usr/bin/env bats
# bats file_tags=release
load helper

@test "a file with more findings than the limit is read in part, and ends nobody" {
    mkdir dense
    seq -f 'user%.0f@example.com' 210000 >dense/list.txt
    expect 3 scan dense --catalog c.db
    expect 0 items --catalog c.db --state partly-read
    says 'limit: findings'
    says '200000'
}
