#!/usr/bin/env bats
load helper

@test "the version is one line" {
    expect 0 --version
    [[ $output =~ ^daicho\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "without a command the help goes to standard error" {
    expect 2
    [ -z "$output" ]
    tells "daicho COMMAND"
}

@test "help lists every command, and each command explains itself" {
    expect 0 help
    says "  scan "
    expect 0 --help
    says "  request "
    for command in $(daicho help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
        expect 0 help "$command"
        says "daicho $command"
        expect 0 "$command" --help
        says "daicho $command"
    done
    expect 0 help request new
    says "--agent"
    says "  daicho request new --kind erasure --email"
    expect 0 help findings
    run ! grep -q "daicho findings dismiss --" <<<"$output"
}

@test "an unknown command, word or option suggests the nearest" {
    expect 2 scna
    tells 'did you mean "scan"?'
    expect 2 request nwe
    tells 'did you mean "new"?'
    expect 2 scan --ful
    tells 'did you mean --full?'
    expect 2 help regster
    tells 'did you mean "register"?'
    expect 2 xyzzyxyzzy
    tells 'daicho --help lists what there is'
}

@test "what is missing and what is too much is named" {
    expect 2 request
    tells "daicho request WORD"
    expect 2 plan show
    tells "something is missing: daicho plan show N"
    expect 2 register too
    tells '"too" is too much'
    expect 2 plan show one
    tells '"one" is no number of a plan'
    expect 2 --catalog x scan
    tells "options stand after the command"
}

@test "an unknown format is refused" {
    expect 2 rules list --format tvs
    tells 'did you mean "tsv"?'
}

@test "a double dash ends the options" {
    mkdir -- --full
    printf 'a@example.com\n' >--full/list.txt
    expect 0 scan --catalog c.db -- --full
    says "--full: 1 file"
}

@test "commands of a later stage are not pretended" {
    expect 2 serve
    tells 'has no "serve"'
    expect 2 report trend
}

@test "a full disk is an error" {
    [ -e /dev/full ] || skip "there is no /dev/full"
    run bash -c '"$DAICHO" rules list >/dev/full'
    [ "$status" -eq 4 ]
    run bash -c '"$DAICHO" rules list -o /dev/full'
    [ "$status" -eq 2 ]
    run bash -c '"$DAICHO" --version >/dev/full'
    [ "$status" -eq 4 ]
}
