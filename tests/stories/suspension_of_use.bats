#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

# A person in a table, in a table of Shift_JIS, in a file of their own, and in an archive.
make_training() {
    mkdir -p share/training pack
    printf '氏名,電話番号,メールアドレス\n見本 太郎,03-0000-1111,taro@example.com\n架空 花子,03-0000-1234,hanako@example.com\n' \
        >share/training/list.csv
    iconv -f UTF-8 -t CP932 share/training/list.csv >share/training/old.csv
    printf '氏名: 架空 花子\nメール: hanako@example.com\n' >share/training/架空花子.txt
    printf '注文番号 1\n' >share/order.txt
    touch -d '2024-05-06 07:08:09.123456789' share/training/*
    chmod 640 share/training/架空花子.txt
    chmod 664 share/training/list.csv
    cp -a share before
    cp -a share expected
    sed -i /花子/d expected/training/list.csv
    iconv -f UTF-8 -t CP932 expected/training/list.csv >expected/training/old.csv
    rm expected/training/架空花子.txt
    daicho init . --share office=share --quiet
    daicho scan --quiet
}

# Content, mode, owner and time of modification of every file.
describe() {
    (cd "$1" && find . -type f -printf '%p %m %u %g %T@ ' -exec sha256sum {} \; | sort)
}

@test "suspension of use: into the vault, answered, closed, and back when it is lifted" {
    make_training
    daicho request new --kind suspension-of-use "${hanako[@]}" --quiet >/dev/null
    expect 2 request plan 1
    expect 2 request decide 1 --accept
    daicho request verify 1 --method callback --evidence 'called the number on file' --quiet
    expect 2 request plan 1
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --accept --quiet
    expect 2 request letter 1
    expect 0 request plan 1
    expect 0 plan show 1
    says "suspend-parts  office:training/list.csv"
    says "suspend-parts  office:training/old.csv"
    says "suspend-file  office:training/架空花子.txt"
    expect 2 plan apply 1 --execute
    expect 2 plan approve 1
    diff <(describe before) <(describe share)
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1
    diff <(describe before) <(describe share)
    expect 0 plan apply 1 --execute
    tells "3 done"
    diff -r expected share
    run ! grep -rqaE 'hanako|花子' share
    # What lies in the vault is encrypted.
    run ! grep -rqaE 'hanako|花子' vault
    [ "$(find vault -type f | wc -l)" -eq 3 ]
    expect 0 vault list --format tsv
    [ "$(cut -f 2 <<<"$output" | grep -cx stored)" -eq 3 ]
    expect 0 request letter 1 -o letter.html
    grep -q 'Files no longer in use' letter.html
    grep -q 'Records no longer in use' letter.html
    expect 2 request close 1
    expect 0 request respond 1 --by post --text 'We use your data no more.'
    expect 0 request close 1
    expect 0 certificate verify 1
    expect 0 tombstones check
    # It is lifted: everything is as it was, with modes, owners and times.
    for entry in 1 2 3; do
        expect 0 vault restore "$entry"
        expect 2 vault restore "$entry"
    done
    diff <(describe before) <(describe share)
    run find vault -type f
    [ -z "$output" ]
    expect 0 subject find "${hanako[@]}" --format tsv
    says "training/list.csv"
    expect 0 audit verify
    run ! grep -qaE 'hanako@|架空 花子' catalog.db catalog.db-wal
}

# bats test_tags=release
@test "what changed meanwhile is not overwritten, and says what to do" {
    make_training
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet >/dev/null
    printf '新 しい\n' >share/training/架空花子.txt
    printf '例示 一郎,03-0000-2222,ichiro@example.com\n' >>share/training/list.csv
    cp -a share changed
    expect 0 vault list --format tsv
    file=$(awk -F '\t' '$4 ~ /花子/ { print $1 }' <<<"$output")
    records=$(awk -F '\t' '$4 ~ /list.csv/ { print $1 }' <<<"$output")
    run --separate-stderr daicho vault restore "$file"
    [ "$status" -ne 0 ]
    run --separate-stderr daicho vault restore "$records"
    [ "$status" -ne 0 ]
    diff -r changed share
    # Out of the way, it comes back.
    mv share/training/架空花子.txt aside.txt
    expect 0 vault restore "$file"
    cmp before/training/架空花子.txt share/training/架空花子.txt
    expect 0 audit verify
}

# bats test_tags=release
@test "what is in an archive is left to a person, and the request stays open until it is done" {
    make_training
    cp share/training/list.csv pack
    bsdtar -a -cf share/training/pack.zip -C pack list.csv
    daicho scan --quiet
    cp share/training/pack.zip pack.before
    decide_request suspension-of-use
    expect 0 request plan 1
    expect 0 plan show 1
    says "manual  office:training/pack.zip"
    daicho plan approve 1 --as officer --quiet
    expect 3 plan apply 1 --execute
    cmp pack.before share/training/pack.zip
    expect 0 request respond 1 --by post --text 'Mostly done.'
    expect 2 request close 1
    tells "left to a person"
    rm share/training/pack.zip
    task=$(daicho plan show 1 | sed -n 's/^ *\([0-9]*\).*manual  office:training\/pack.zip.*/\1/p')
    expect 0 plan record 1 "$task"
    expect 0 request close 1
    expect 0 audit verify
}

# bats test_tags=release
@test "after the suspension the person may ask for erasure: the vault's entries are destroyed for good" {
    make_training
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet >/dev/null
    daicho request respond 1 --by post --text 'Suspended.' --quiet
    daicho request close 1 --quiet
    for entry in 1 2 3; do
        expect 0 vault purge "$entry"
        run --separate-stderr daicho vault restore "$entry"
        [ "$status" -ne 0 ]
    done
    [ -z "$(find vault -type f)" ]
    diff -r expected share
    expect 0 audit verify
}

# What was suspended is still the person's: an erasure that found nothing on the shares is not the end.
# bats test_tags=release
@test "an erasure after a suspension says what lies in the vault, and is not closed before it is gone" {
    make_training
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet >/dev/null
    daicho request respond 1 --by post --text 'Suspended.' --quiet
    daicho request close 1 --quiet
    daicho hold add --share office --path training/old.csv --reason 'case 9' --quiet >/dev/null
    daicho request new --kind erasure --email hanako@example.com --quiet >/dev/null
    daicho request verify 2 --method email-reply --evidence 'answered from the address on file' --quiet
    daicho request form 2 -o form2.html --quiet
    daicho request returned 2 --quiet
    daicho request decide 2 --accept --quiet
    expect 0 request plan 2
    tells "3 entries of the person"
    daicho plan approve 2 --as officer --quiet
    expect 0 plan apply 2 --execute
    expect 0 request show 2
    says "daicho vault purge "
    expect 0 request letter 2 -o letter.html
    run ! grep -q 'no personal data of yours was found' letter.html
    grep -q 'not destroyed yet' letter.html
    grep -q 'must be kept by law' letter.html
    expect 0 request respond 2 --by post --text 'What is suspended is being destroyed.'
    expect 2 request close 2
    tells "2 entries of the person lie in the vault"
    for entry in 1 2 3; do
        run daicho vault purge "$entry"
    done
    [ "$(daicho vault list --format tsv | cut -f 2 | grep -cx purged)" -eq 2 ]
    expect 0 request letter 2 -o letter.html
    grep -q 'destroyed now' letter.html
    run ! grep -q 'not destroyed yet' letter.html
    # The one that is held stays, and does not keep the request open.
    expect 0 request close 2
    expect 0 audit verify
}

# bats test_tags=release
@test "a disclosure says that the vault holds more, and of somebody else's says nothing" {
    make_training
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet >/dev/null
    for number in 2 3; do
        person=("${hanako[@]}")
        [ "$number" = 2 ] || person=(--email taro@example.com --name '架空 花子')
        daicho request new --kind disclosure "${person[@]}" --quiet >/dev/null
        daicho request verify "$number" --method callback --evidence 'called' --quiet
        daicho request form "$number" -o "form$number.html" --quiet
        daicho request returned "$number" --quiet
        daicho request decide "$number" --accept --quiet
    done
    expect 3 request package 2 -o two.zip
    tells "the vault: 3 entries of the person"
    expect 0 request package 3 -o three.zip
}

# bats test_tags=release
@test "what is suspended of another one in the family is not the person's, and stays" {
    mkdir -p share
    printf '氏名,電話番号,メールアドレス\n架空 一郎,03-0000-1234,ichiro@example.com\n架空 花子,03-0000-1234,hanako@example.com\n' \
        >share/list.csv
    daicho init . --share office=share --quiet
    daicho scan --quiet
    hanako=(--email ichiro@example.com --phone 03-0000-1234 --name '架空 一郎')
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet >/dev/null
    daicho request new --kind erasure --email hanako@example.com --phone 03-0000-1234 \
        --name '架空 花子' --quiet >/dev/null
    daicho request verify 2 --method email-reply --evidence 'answered from the address on file' --quiet
    daicho request form 2 -o form2.html --quiet
    daicho request returned 2 --quiet
    daicho request decide 2 --accept --quiet
    daicho request plan 2 --quiet >/dev/null
    daicho plan approve 2 --as officer --quiet
    expect 0 plan apply 2 --execute
    expect 0 request show 2
    run ! grep -q 'vault purge' <<<"$output"
    expect 0 request letter 2 -o letter.html
    run ! grep -q 'Suspended before' letter.html
    expect 0 request respond 2 --by post --text 'Erased.'
    expect 0 request close 2
    [ "$(daicho vault list --format tsv | cut -f 2 | grep -cx stored)" -eq 1 ]
}
