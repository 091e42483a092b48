#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

# Tables in which the person has no telephone number yet.
make_gaps() {
    mkdir -p share
    printf '氏名,電話番号,メールアドレス\n見本 太郎,,taro@example.com\n架空 花子,,hanako@example.com\n' >share/gap.csv
    printf '"氏名","電話番号","メールアドレス"\r\n"見本 太郎","","taro@example.com"\r\n"架空 花子","","hanako@example.com"\r\n' |
        iconv -f UTF-8 -t CP932 >share/quoted.csv
    printf '[{"name":"架空 花子","email":"hanako@example.com","phone":""},{"name":"見本 太郎","phone":""}]' >share/gap.json
    daicho init . --share office=share --quiet
    daicho scan --quiet
}

decide_addition() {
    daicho request new --kind addition --email hanako@example.com --name '架空 花子' --quiet >/dev/null
    daicho request verify 1 --method callback --evidence 'called the number on file' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --accept --quiet
}

@test "addition: an empty field gets its value, from the share to a closed request" {
    make_gaps
    decide_addition
    expect 0 request show 1
    says "--add KIND=VALUE"
    expect 0 request plan 1 --add phone=03-0000-1234
    expect 0 plan show 1
    says "gets 0*-****-*234"
    run ! grep -q '0000-1234' <<<"$output"
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1 --execute
    tells "3 done"
    [ "$(cat share/gap.csv)" = $'氏名,電話番号,メールアドレス\n見本 太郎,,taro@example.com\n架空 花子,03-0000-1234,hanako@example.com' ]
    [ "$(iconv -f CP932 -t UTF-8 share/quoted.csv)" = $'"氏名","電話番号","メールアドレス"\r\n"見本 太郎","","taro@example.com"\r\n"架空 花子","03-0000-1234","hanako@example.com"\r' ]
    [ "$(cat share/gap.json)" = '[{"name":"架空 花子","email":"hanako@example.com","phone":"03-0000-1234"},{"name":"見本 太郎","phone":""}]' ]
    expect 0 request letter 1
    says "Details corrected or added"
    expect 0 request respond 1 --by post --text 'It is added.'
    expect 0 request close 1
    expect 0 certificate verify 1
    expect 0 audit verify
}

@test "an addition has a new value alone" {
    make_gaps
    decide_addition
    expect 2 request plan 1
    tells "--add"
    expect 2 request plan 1 --detail phone=03-0000-1234
    tells "--add"
    expect 2 request plan 1 --add 03-0000-1234
    tells "KIND=VALUE"
}

@test "where no field is empty, or several are, a person is told what to do" {
    make_gaps
    rm share/gap.csv share/quoted.csv share/gap.json
    printf '氏名,電話番号,メールアドレス\n架空 花子,03-0000-9999,hanako@example.com\n' >share/full.csv
    printf '氏名,電話番号,携帯,メールアドレス\n架空 花子,,,hanako@example.com\n' >share/two.csv
    printf '氏名,メールアドレス\n架空 花子,hanako@example.com\n' >share/none.csv
    printf '氏名,電話番号,メールアドレス\n架空 花子,03-0000-1234,hanako@example.com\n' >share/done.csv
    printf '氏名: 架空 花子 hanako@example.com\n' >share/letter.txt
    daicho scan --quiet
    cp -a share before
    decide_addition
    expect 0 request plan 1 --add phone=03-0000-1234
    expect 0 plan show 1
    says "full.csv#2: the record has a value there already"
    says "two.csv#2: the record has several empty fields"
    says "none.csv#2: the record has no empty field"
    run ! grep -qE 'done.csv|letter.txt' <<<"$output"
    daicho plan approve 1 --as officer --quiet
    expect 3 plan apply 1 --execute
    diff -r before share
    target=$(sed -n 's/^ *\([0-9]*\) *manual.*two.csv.*/\1/p' <<<"$output")
    expect 2 plan record 1 "$target"
    tells "it is as it was when the plan was made"
    printf '氏名,電話番号,携帯,メールアドレス\n架空 花子,03-0000-1234,,hanako@example.com\n' >share/two.csv
    expect 0 plan record 1 "$target"
    tells "the new value is found in a record of the person's"
}
