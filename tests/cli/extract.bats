#!/usr/bin/env bats
load helper

@test "a file is printed as the rules see it" {
    printf '電話 ０３－００００－１２３４\n' | iconv -t CP932 >a.txt
    expect 0 extract a.txt
    says "電話"
    tells "unmasked"
}

@test "standard input is a file, too" {
    printf 'taro@example.com\n' >a.txt
    expect 0 extract - < <(cat a.txt)
    says "taro@example.com"
}

@test "one part of an archive" {
    "$BATS_TEST_DIRNAME/../../demo/make_share.sh" share
    expect 0 extract share/研修/2022/研修2022.tar.gz --part README.txt --quiet
    says "Archive of the training"
    run ! grep -q "名簿" <<<"$output"
}

@test "what cannot be read ends with 3 and the reason" {
    "$BATS_TEST_DIRNAME/../../demo/make_share.sh" share
    expect 3 extract share/人事/給与.zip
    tells "encrypted"
}

@test "no file, a folder, a missing part" {
    expect 2 extract
    expect 2 extract nowhere
    tells "cannot open nowhere"
    expect 2 extract .
    tells "is no file"
    printf 'a\n' >a.txt
    run --separate-stderr daicho extract a.txt --part nothing.csv
    [ "$status" -ne 0 ]
}
