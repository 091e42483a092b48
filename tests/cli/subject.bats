#!/usr/bin/env bats
load helper

# shellcheck disable=SC2154 # hanako is the helper's

@test "a person is found in every file, masked" {
    make_small
    daicho scan --quiet
    expect 0 subject find "${hanako[@]}"
    says "office:seminar/list.csv"
    says "office:seminar/架空花子.txt"
    says "certain"
    run ! grep -qE 'hanako@|03-0000-1234' <<<"$output"
    expect 0 subject find "${hanako[@]}"
    tells "certain"
    tells "2 files"
}

@test "what cannot be searched is told" {
    make_small_with_unread
    daicho scan --quiet || true
    expect 0 subject find --email hanako@example.com
    tells "cannot read them in full: 1 item"
}

@test "it can be given by a rule, and in every format" {
    mkdir share
    printf 'カード番号,氏名\n4111 1111 1111 1111,見本 太郎\n' >share/cards.csv
    daicho scan share --catalog c.db --quiet
    expect 0 subject find --id 'common.payment-card=4111-1111-1111-1111' --catalog c.db --format json
    says '"strength":"certain"'
}

@test "who it is must be said, and rightly" {
    make_small
    daicho scan --quiet
    expect 2 subject find
    tells "--email"
    expect 2 subject find --email nonsense
    expect 2 subject find --id nonsense
    tells "RULE=VALUE"
    expect 2 subject find --id common.emial=a@example.com
    expect 2 subject
    expect 2 subject fnid
    tells 'did you mean "find"?'
}

@test "the search is in the audit chain, and the person is not" {
    make_small
    daicho scan --quiet
    daicho subject find "${hanako[@]}" --quiet
    expect 0 audit show
    says "subject-find"
    run ! grep -qE 'hanako|1234|花子' <<<"$output"
}

@test "a name in Latin letters is found by its reading, and a shared telephone is told" {
    mkdir share
    printf 'name,phone\nHanako KAKU,03-0000-1234\nTaro KAKU,03-0000-1234\n' >share/a.csv
    daicho scan share --catalog c.db --quiet
    expect 0 subject find --kana 'カクウ ハナコ' --phone 03-0000-1234 --catalog c.db
    says "written in Latin letters"
    says "another name stands in the record"
    tells "1 certain, 1 strong, 1 possible"
}
