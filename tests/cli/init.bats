#!/usr/bin/env bats
load helper

@test "init makes everything private" {
    mkdir share
    expect 0 init . --share office=share
    [ -z "$output" ]
    tells "daicho scan"
    for file in daicho.yaml policy.yaml daicho.key catalog.db; do
        [ "$(stat -c %a "$file")" = 600 ]
    done
    [ "$(stat -c %a vault)" = 700 ]
    [ "$(stat -c %s daicho.key)" = 32 ]
}

@test "what init wrote is a configuration that works" {
    mkdir share
    daicho init . --share office=share
    expect 0 scan
    says "office: 0 files"
    says "there is no file in it"
    expect 0 doctor
    says "with this key"
}

@test "init makes the folder, and its shares stay where they are" {
    mkdir share
    expect 0 init register --share office=share
    tells "daicho scan --config register/daicho.yaml"
    [ "$(stat -c %a register)" = 700 ]
    grep -qF "path: \"$PWD/share\"" register/daicho.yaml
    expect 0 scan --config register/daicho.yaml
    says "office: 0 files"
}

@test "init never overwrites" {
    for file in daicho.yaml policy.yaml daicho.key catalog.db vault; do
        mkdir "of-$file"
        echo mine >"of-$file/$file"
        expect 2 init "of-$file"
        tells "is there already"
        [ "$(cat "of-$file/$file")" = mine ]
        [ "$(find "of-$file" -type f | wc -l)" -eq 1 ]
    done
}

@test "a wrong share is refused before anything is made" {
    mkdir share
    expect 2 init . --share share
    tells "NAME=PATH"
    expect 2 init . --share office=nowhere
    tells "there is no such folder"
    expect 2 init . --share a:b=share
    expect 2 init . --share a=share --share a=share
    tells "given twice"
    [ ! -e daicho.yaml ]
}

@test "names and paths of shares are quoted" {
    mkdir 'a "b" \c'
    expect 0 init . --share '人事 "x"'='a "b" \c'
    expect 0 scan '人事 "x"'
}
