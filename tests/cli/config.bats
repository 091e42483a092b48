#!/usr/bin/env bats
load helper

configure() {
    printf '%s\n' "$@" >daicho.yaml
}

@test "an error names file, line and column, and the nearest key" {
    configure 'catalog: c.db' 'sharse: {}'
    expect 2 rules list
    tells 'daicho.yaml:2:1:'
    tells 'shares'
    configure 'shares:' '  hr: {pth: /srv}'
    expect 2 rules list
    tells 'daicho.yaml:2:8:'
    configure 'shares: {hr: {exclude: [a]}}'
    expect 2 rules list
    tells 'has no path'
    configure 'shares: {"a:b": {path: /srv}}'
    expect 2 rules list
    tells 'cannot name a share'
    configure 'limits: {depth: 0}'
    expect 2 rules list
    tells 'daicho.yaml:1:17:'
    configure 'rules: {packs: [jpp]}'
    expect 2 rules list
    tells 'daicho.yaml:1:17:'
    tells 'did you mean "jp"?'
    configure 'a: b: c'
    expect 2 rules list
    tells 'daicho.yaml:1:'
    configure '- a'
    expect 2 rules list
}

@test "an empty configuration counts as the defaults" {
    configure '# nothing'
    expect 0 rules list --format tsv
    says 'common.email'
    says 'jp.my-number'
    run ! grep -q '^us\.' <<<"$output"
}

@test "packs are chosen, and those of one's own folder override" {
    mkdir own
    printf -- '- {id: jp.my-number, enabled: false}\n' >own/own.yaml
    configure 'rules: {packs: [us, jp], folders: [own]}'
    expect 0 rules list --format tsv
    says 'us.'
    run ! grep -q 'common.email\|jp.my-number' <<<"$output"
}

@test "paths are relative to the configuration's folder" {
    mkdir -p place/share other
    printf 'a@example.com\n' >place/share/a.txt
    daicho init place --share office=place/share
    cd other
    expect 0 scan --config ../place/daicho.yaml
    says 'office: 1 file'
    DAICHO_CONFIG=../place/daicho.yaml expect 0 audit verify
}

@test "the configuration here goes before the environment's" {
    mkdir one other
    daicho init one
    daicho init other
    DAICHO_CONFIG=other/daicho.yaml expect 0 doctor
    says "$PWD/other/catalog.db"
    cd one
    DAICHO_CONFIG=../other/daicho.yaml expect 0 doctor
    says "$PWD/catalog.db"
}

@test "a configuration that everybody can change is not used by itself" {
    configure '# nothing'
    chmod o+w daicho.yaml
    expect 2 rules list
    tells '--config daicho.yaml'
    expect 0 rules list --config daicho.yaml
}

@test "what is excluded is not read" {
    mkdir -p share/backup
    printf 'a@example.com\n' | tee share/a.txt >share/backup/a.txt
    configure 'shares: {office: {path: share, exclude: ["backup/*"]}}' 'catalog: c.db' 'key: k'
    expect 0 scan
    says 'office: 1 file '
}

@test "without a catalog the message says what to do" {
    expect 2 audit verify
    tells 'daicho init'
    expect 2 audit verify --catalog nowhere.db
    tells 'there is no catalog nowhere.db'
}

@test "a word of the policy that nobody knows is named with its place" {
    configure 'policy: p.yaml'
    printf 'purposes:\n- id: a\n  categories: [nme]\n' >p.yaml
    expect 2 purposes list
    tells 'p.yaml:3:16: "nme" is no data category; there are: name, '
    printf 'requests:\n- {kind: erasre}\n' >p.yaml
    expect 2 purposes list
    tells 'p.yaml:2:10: "erasre" is no kind of request; there are: '
}

@test "a name with nothing like it is answered with all that there are" {
    make_small
    daicho scan --quiet
    expect 2 findings --share quux
    tells 'there is no share "quux"; what there is: office'
}
