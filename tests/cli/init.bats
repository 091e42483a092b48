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

@test "key, catalog and vault may be elsewhere" {
    mkdir share 'my "data"'
    mkdir -m 0750 etc
    expect 0 init etc --data 'my "data"' --share office=share
    tells 'in my "data": daicho.key'
    [ "$(ls etc)" = $'daicho.yaml\npolicy.yaml' ]
    [ "$(ls 'my "data"')" = $'catalog.db\ncatalog.db-lock\ndaicho.key\nvault' ]
    [ "$(stat -c '%a %G' etc/daicho.yaml)" = "640 $(stat -c %G etc)" ]
    [ "$(stat -c %a 'my "data"/daicho.key')" = 600 ]
    expect 0 scan --config etc/daicho.yaml
    expect 2 init other --data 'my "data"'
    tells "is there already"
    [ ! -e other ]
    mkdir -m 0700 private
    daicho init private --data store --quiet
    [ "$(stat -c %a private/policy.yaml)" = 600 ]
}

@test "what root makes in another's folder is theirs" {
    [ "$(id -u)" -eq 0 ] || skip "only root can"
    cd "$(mktemp -d)"
    chmod 0755 .
    mkdir -m 0755 share
    install -d -m 0750 -g nogroup etc
    install -d -m 0700 -o nobody -g nogroup store
    expect 0 init etc --data store --share office=share
    [ -z "$(find store ! -user nobody)" ]
    [ "$(stat -c '%U %G %a' etc/daicho.yaml)" = "root nogroup 640" ]
    daicho audit show --config etc/daicho.yaml --format tsv | grep -q $'\tnobody\t'
    printf '氏名,メール\n架空 花子,hanako@example.com\n' >share/list.csv
    daicho scan --config etc/daicho.yaml --quiet
    export DAICHO_CONFIG=etc/daicho.yaml
    decide_request suspension-of-use
    daicho request plan 1 --quiet
    daicho plan approve 1 --as officer --quiet
    daicho plan apply 1 --execute --quiet
    [ -e store/catalog.db-lock ]
    [ -n "$(find store/vault -type f)" ]
    [ -z "$(find store ! -user nobody)" ]
    rm -rf "$PWD"
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
