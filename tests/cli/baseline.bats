#!/usr/bin/env bats
load helper

@test "what is in a baseline is told and left out, and news are shown" {
    make_small
    daicho scan --quiet
    expect 0 findings baseline write old.json
    tells '9 findings written'
    expect 0 findings --baseline old.json --format tsv
    [ "${#lines[@]}" -eq 1 ]
    tells '9 findings are in the baseline old.json, and left out'
    expect 0 scan --fail-on low --baseline old.json
    tells 'in the baseline old.json, and left out'
    printf 'midori@example.com\n' >share/new.txt
    # A row above makes nothing new of the rows below.
    sed -i '2i架空 次郎,03-0000-2222,jiro@example.com' share/seminar/list.csv
    expect 1 scan --fail-on low --baseline old.json
    expect 0 findings --baseline old.json --format tsv --rule common.email
    [ "${#lines[@]}" -eq 3 ]
    says new.txt
    expect 0 findings --baseline old.json
    tells '9 findings are in the baseline'
    expect 2 scan --baseline old.json
    tells 'goes with --fail-on'
}

@test "a baseline is the same for the same findings, private, and says nothing in clear" {
    make_small
    daicho scan --quiet
    daicho findings baseline write one.json --quiet
    daicho scan --full --quiet
    daicho findings baseline write - --quiet >two.json
    cmp one.json two.json
    [ "$(stat -c %a one.json)" = 600 ]
    run ! grep -qE 'seminar|office|list.csv|hanako|花子' one.json
    expect 0 findings baseline write three.json --with-paths
    tells 'paths in clear'
    grep -q '"path":"office:seminar/list.csv"' three.json
    expect 0 findings --baseline three.json --format tsv
    [ "${#lines[@]}" -eq 1 ]
}

@test "a baseline becomes a dismissal" {
    make_small
    daicho scan --quiet
    daicho findings baseline write old.json --quiet
    printf 'midori@example.com\n' >share/new.txt
    daicho scan --quiet
    expect 0 findings dismiss --baseline old.json --rule common.email --reason 'taken over with the share'
    [ "$output" = 1 ]
    tells '3 findings are dismissed by it now'
    expect 0 findings --rule common.email --format tsv
    [ "${#lines[@]}" -eq 2 ]
    says new.txt
    touch share/seminar/list.csv
    daicho scan --full --quiet
    expect 0 findings --rule common.email --format tsv
    [ "${#lines[@]}" -eq 2 ]
}

@test "what is no baseline, was cut short or is another catalog's is refused" {
    make_small
    daicho scan --quiet
    daicho findings baseline write old.json --quiet
    head -c -10 old.json >cut.json
    expect 2 findings --baseline cut.json
    tells 'cut.json was cut short'
    head -n -1 old.json >shorter.json
    expect 2 scan --fail-on low --baseline shorter.json
    tells 'shorter.json has more or fewer lines than it says'
    sed '3s/"place"/"plaec"/' old.json >odd.json
    expect 2 findings dismiss --baseline odd.json --reason 'known'
    tells 'odd.json:3: this is no line of a baseline'
    printf '{"a":1}\n' >other.json
    expect 2 findings --baseline other.json
    tells 'other.json is no baseline'
    : >empty.json
    expect 2 findings --baseline empty.json
    tells 'empty.json is empty'
    sed '1s/baseline.1/baseline\/9/' old.json >newer.json
    expect 2 findings --baseline newer.json
    tells 'newer daicho'
    expect 2 findings --baseline missing.json
    tells 'cannot read missing.json'
    daicho scan share --catalog foreign.db --quiet
    expect 2 findings --catalog foreign.db --baseline old.json
    tells 'with the key of another catalog'
    expect 2 findings baseline wirte new.json
    tells 'did you mean "write"?'
    [ ! -e new.json ]
}
