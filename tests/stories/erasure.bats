#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

# What an office has of one person among others, in share, and in expected what is to be left of it.
make_office() {
    mkdir -p share/seminar share/mail share/日報 share/archive pack
    printf '氏名,電話番号,メールアドレス\n見本 太郎,03-0000-1111,taro@example.com\n架空 花子,03-0000-1234,hanako@example.com\n例示 一郎,03-0000-2222,ichiro@example.com\n' \
        >share/seminar/list.csv
    iconv -f UTF-8 -t CP932 share/seminar/list.csv >share/seminar/old.csv
    printf '氏名: 架空 花子\nメール: hanako@example.com\n電話: 03-0000-1234\n' >share/seminar/架空花子.txt
    printf '{"name":"見本 太郎","email":"taro@example.com"}\n{"name":"架空 花子","email":"hanako@example.com"}\n' \
        >share/archive/people.jsonl
    printf '見本 太郎 taro@example.com 来社\r\n架空 花子 hanako@example.com 来社\r\n' >share/日報/memo.txt
    cp share/seminar/list.csv pack/list.csv
    printf '議事録\n' >pack/minutes.txt
    bsdtar -a -cf share/archive/pack.zip -C pack list.csv minutes.txt
    printf 'From: Taro <taro@example.com>\r\nTo: info@example.com\r\nSubject: order\r\n\r\n見本太郎です。\r\n' \
        >share/mail/taro.eml
    printf '注文番号 1\n' >share/order.txt
    head -c 4096 /dev/zero >share/picture.bin
    cp -a share expected
    sed -i /花子/d expected/seminar/list.csv expected/archive/people.jsonl expected/日報/memo.txt
    iconv -f UTF-8 -t CP932 expected/seminar/list.csv >expected/seminar/old.csv
    rm expected/seminar/架空花子.txt
    daicho init . --share office=share --quiet
    daicho scan --quiet || [ $? -eq 3 ]
}

# Every file of share but those named is byte for byte the one in expected.
share_is_as_expected() {
    local path
    diff <(cd share && find . | sort) <(cd expected && find . | sort)
    while IFS= read -r -d '' path; do
        [[ " $* " == *" $path "* ]] || cmp "share/$path" "expected/$path"
    done < <(cd expected && find . -type f -printf '%P\0')
}

# counted WORDS: the number that letter.html gives for them.
counted() {
    tr -d '\n' <letter.html | grep -oP "$1</span></th>\s*<td>\K[0-9]+"
}

@test "erasure: from the share to a closed request, with every step tried too early" {
    make_office
    cp -a share before
    expect 0 request new --kind erasure "${hanako[@]}"
    [ "$output" = 1 ]
    # Before the identity is verified.
    expect 2 request form 1
    tells "the identity was not verified yet"
    expect 2 request returned 1
    expect 2 request decide 1 --accept
    expect 2 request plan 1
    expect 2 request letter 1
    expect 2 request respond 1 --by post --text 'Erased.'
    expect 2 request close 1
    expect 0 request verify 1 --method callback --evidence 'called the number on file; address confirmed'
    expect 2 request verify 1 --method callback --evidence 'again'
    # Before the form is back, and before the decision.
    expect 2 request plan 1
    expect 2 request decide 1 --accept
    expect 0 request form 1 -o form.html
    grep -q '架空 花子' form.html
    expect 2 request decide 1 --accept
    expect 0 request returned 1
    expect 2 request plan 1
    expect 0 request decide 1 --accept
    # Before the plan is approved, and before it is carried out.
    expect 2 request respond 1 --by post --text 'Erased.'
    expect 0 request plan 1
    [ "$output" = 1 ]
    expect 0 plan show 1
    says "delete-parts  office:seminar/list.csv"
    says "delete-file  office:seminar/架空花子.txt"
    run ! grep -qE 'hanako@|taro@|03-0000-1[0-9]{3}' <<<"$output"
    expect 2 plan apply 1 --execute
    tells "approved"
    expect 2 plan approve 1
    tells "four eyes"
    expect 2 plan record 1 1
    expect 0 plan apply 1
    diff -r before share
    expect 0 plan approve 1 --as officer
    expect 2 plan approve 1 --as officer
    expect 0 plan apply 1
    says dry-run
    diff -r before share
    expect 0 plan apply 1 --execute
    tells "6 done"
    share_is_as_expected archive/pack.zip
    [ "$(bsdtar -xOf share/archive/pack.zip list.csv)" = "$(cat expected/seminar/list.csv)" ]
    [ "$(bsdtar -xOf share/archive/pack.zip minutes.txt)" = 議事録 ]
    run ! grep -rqaE 'hanako|花子' share
    # Done is done: again nothing changes, and no new plan of what is over.
    cp -a share after
    expect 0 plan apply 1 --execute
    says already
    diff -r after share
    expect 2 request plan 1
    expect 2 request withdraw 1
    expect 2 request close 1
    expect 0 request letter 1 -o letter.html
    grep -q 'Records deleted' letter.html
    expect 0 request respond 1 --by post --text 'We have erased your data.'
    expect 0 request close 1
    expect 2 request close 1
    expect 0 request show 1
    says "State: closed"
    expect 0 certificate verify 1
    expect 0 subject find "${hanako[@]}" --format tsv
    [ "${#lines[@]}" -eq 1 ]
    daicho scan --quiet || [ $? -eq 3 ]
    expect 0 tombstones check
    expect 0 audit verify
    for act in request-new request-verify request-form request-return request-decide plan-make \
        plan-approve plan-apply request-execute request-respond request-close; do
        [ "$(daicho audit show --format tsv | cut -f 5 | grep -cx "$act")" -ge 1 ]
    done
    run ! grep -qaE 'hanako@|架空 花子|0300001234' catalog.db catalog.db-wal
}

@test "what is left to a person and what consignees hold keep the request open" {
    make_office
    printf '架空 花子 hanako@example.com と 見本 太郎 taro@example.com\n' >share/日報/two.txt
    printf 'PK\003\004' >share/broken.zip
    daicho scan --quiet || [ $? -eq 3 ]
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet \
        --agreement 2020-04-01 --confidentiality yes --category any --folder office:seminar >/dev/null
    decide_request erasure
    expect 0 request plan 1
    expect 0 plan show 1
    says "manual  office:日報/two.txt"
    daicho plan approve 1 --as officer --quiet
    expect 3 plan apply 1 --execute
    says manual
    tells "daicho plan record 1 TARGET"
    grep -q 架空 share/日報/two.txt
    expect 0 request letter 1 -o letter.html
    grep -q 'could not be searched' letter.html
    expect 0 request respond 1 --by telephone --text 'Told.'
    expect 2 request close 1
    tells "consignees who hold the person's data"
    expect 0 request notice 1 見本印刷 -o notice.html
    grep -q 'hanako@example.com' notice.html
    expect 2 request close 1
    expect 0 request notice 1 見本印刷 --sent post --text 'registered letter'
    expect 2 request close 1
    tells "left to a person"
    task=$(daicho plan show 1 | sed -n 's/^ *\([0-9]*\).*manual  office:日報\/two.txt.*/\1/p')
    expect 2 plan record 1 "$task"
    tells "as it was"
    printf '見本 太郎 taro@example.com hanako@example.com\n' >share/日報/two.txt
    expect 2 plan record 1 "$task"
    tells "still found"
    printf '見本 太郎 taro@example.com\n' >share/日報/two.txt
    expect 0 plan record 1 "$task"
    tells "next: daicho certificate show"
    expect 2 plan record 1 "$task"
    expect 0 request close 1
    expect 0 certificate verify 1
    expect 0 certificate verify 2
    expect 0 audit verify
}

@test "what changed after the plan is left alone, and goes by a new one" {
    make_office
    approve_plan erasure
    printf '試行 次郎,03-0000-3333,jiro@example.com\n' >>share/seminar/list.csv
    cp share/seminar/list.csv before.csv
    expect 3 plan apply 1 --execute
    says "changed since the plan"
    cmp before.csv share/seminar/list.csv
    expect 2 request respond 1 --by post --text 'Erased.'
    tells "was not carried out yet"
    expect 0 request plan 1
    [ "$output" = 2 ]
    expect 2 plan apply 2 --execute
    daicho plan approve 2 --as officer --quiet
    expect 0 plan apply 2 --execute
    sed /花子/d before.csv | cmp - share/seminar/list.csv
    # The letter counts what both plans did.
    expect 0 request letter 1 -o letter.html
    [ "$(counted 'Records deleted')" -eq 5 ]
    [ "$(counted 'Files deleted')" -eq 1 ]
    expect 0 request respond 1 --by post --text 'Erased.'
    expect 0 request close 1
    expect 0 certificate verify 1
    expect 0 audit verify
}

@test "a hold stops a part of it; the letter says so, and after its release the rest goes" {
    make_office
    daicho hold add --share office --path 'seminar/old.csv' --reason 'matter 2026-14' --quiet
    cp share/seminar/old.csv before.csv
    decide_request erasure
    expect 0 request plan 1
    expect 0 plan show 1
    says "held  office:seminar/old.csv"
    daicho plan approve 1 --as officer --quiet
    run --separate-stderr daicho plan apply 1 --execute
    cmp before.csv share/seminar/old.csv
    run ! grep -q 花子 share/seminar/list.csv
    expect 0 request letter 1 -o letter.html
    grep -qi 'kept by law' letter.html
    expect 0 request respond 1 --by post --text 'Erased but for one file.'
    expect 0 hold release 1 --reason 'settled'
    tells "daicho request plan N"
    expect 0 request plan 1
    daicho plan approve 2 --as officer --quiet
    expect 0 plan apply 2 --execute
    share_is_as_expected archive/pack.zip
    expect 0 request letter 1 -o letter.html
    run ! grep -qi 'kept by law' letter.html
    [ "$(counted 'Records deleted')" -eq 5 ]
    expect 2 request plan 1
    tells "there is nothing to plan"
    expect 0 request respond 1 --by post --text 'The rest is erased.'
    expect 0 request close 1
    expect 2 request plan 1
    tells "a new request"
    expect 0 certificate verify 1
    expect 0 certificate verify 2
    expect 0 audit verify
}

@test "who comes back from a backup is told, and a new request is right" {
    make_office
    cp -a share/seminar backup
    approve_plan erasure
    daicho plan apply 1 --execute --quiet >/dev/null
    daicho request respond 1 --by post --text 'Erased.' --quiet
    daicho request close 1 --quiet
    cp -a backup/. share/seminar
    daicho scan --quiet || [ $? -eq 3 ]
    expect 1 tombstones check
    says "seminar/list.csv"
    tells "register a new request"
}

@test "an erasure of somebody who is nowhere is answered and closed" {
    make_office
    cp -a share before
    daicho request new --kind erasure --email nobody@example.com --quiet >/dev/null
    daicho request verify 1 --method email-reply --evidence 'answered from the address on file' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --accept --quiet
    expect 0 request plan 1
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1 --execute
    expect 0 request letter 1
    says "no personal data of yours"
    expect 0 request respond 1 --by post --text 'We hold nothing of yours.'
    expect 0 request close 1
    diff -r before share
    expect 0 certificate verify 1
    expect 0 audit verify
}
