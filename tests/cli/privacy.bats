#!/usr/bin/env bats
# bats file_tags=release
# Nothing that daicho keeps or reports holds personal data in clear: not the catalogue, not its
# write-ahead log at any moment, not the vault, not a report, an export or a certificate.
#
# Paths of files that exist are stored and shown as they are, and two files of the sample are named
# after their persons (履歴書_架空花子.txt): these two names, written without a space as in the
# paths, are looked for only once their files are erased.
load helper

# Every value of the five persons of the sample, as written and as it might be stored. A name with
# a space after it stands without one too; telephone numbers and birth dates also stand without
# hyphens, and the first in full width.
list_values() {
    cat <<'TEXT'
見本 太郎
ミホン タロウ
架空 花子
カクウ ハナコ
例示 一郎
例示一郎
レイジ イチロウ
仮名 葉子
仮名葉子
カナ ヨウコ
試行 次郎
試行次郎
ジロウ
03-0000-1111
0300001111
０３－００００－１１１１
03-0000-1234
0300001234
０３－００００－１２３４
03-0000-2222
0300002222
06-0000-3333
0600003333
052-000-4444
0520004444
090-0000-5678
09000005678
090-0000-1111
09000001111
taro.mihon@
hanako.kaku@
ichiro.reiji@
yoko.kana@
jiro.shiko@
架空区見本町4-5-6
架空区見本町1-2-3
架空市例町7-8
架空市仮町9-10
架空市試町11-12
1979-11-23
19791123
1985-04-01
19850401
1990-02-14
19900214
1968-08-08
19680808
2001-12-31
20011231
昭和60年4月1日
昭和54年11月23日
4123 4567 8901 2349
4123456789012349
TEXT
}

# Each charset with its end of a line.
charsets=('UTF-8/ 0a' 'CP932/ 0a' 'EUC-JP/ 0a' 'UTF-16LE/ 0a 00' 'UTF-16BE/ 00 0a')

# Bytes as " e3 81 82", all in one line, so that grep finds any bytes whatever.
to_hex() {
    od -An -v -tx1 | tr -d '\n'
}

# make_patterns: every line of standard input in every charset: its bytes, a tab, and what they say.
make_patterns() {
    local charset
    cat >values
    for charset in "${charsets[@]}"; do
        # -c leaves out what the charset does not have, such as a hyphen of full width.
        { iconv -c -f UTF-8 -t "${charset%/*}" <values || true; } | to_hex |
            sed "s/${charset#*/}/\n/g" | paste - values
    done
}

# find_values PATTERNS FILE…: names what is in a file and should not be; fails when there is any.
find_values() {
    local patterns=$1 file found=0 bytes
    shift
    cut -f 1 "$patterns" >"$patterns.bytes"
    for file in "$@"; do
        to_hex <"$file" >hex
        while IFS= read -r bytes; do
            echo "$file holds $(grep -F -m 1 "$bytes"$'\t' "$patterns" | cut -f 2)"
            found=1
        done < <(LC_ALL=C grep -oFf "$patterns.bytes" hex | sort -u)
    done
    [ "$found" -eq 0 ]
}

# look: whatever is kept holds none of the values. The log is emptied when the last reader closes
# it, so one waits in the background through the whole test.
look() {
    local kept
    [ -s catalog.db-wal ]
    mapfile -t kept < <(find catalog.db catalog.db-wal catalog.db-shm vault -type f 2>/dev/null)
    find_values patterns "${kept[@]}"
}

open_reader() {
    mkfifo statements
    sqlite3 catalog.db <statements >/dev/null 3>&- &
    exec 9>statements
    echo 'BEGIN; SELECT count(*) FROM sqlite_schema;' >&9
}

close_reader() {
    exec 9>&-
    wait
}

# do_tasks PLAN: what it leaves to a person is done by hand: the file goes.
do_tasks() {
    local target path
    while read -r target path; do
        rm "share/$path"
        daicho plan record "$1" "$target" --quiet
    done < <(daicho plan show "$1" | sed -n 's/^ *\([0-9]*\) manual  office:\(.*\)/\1 \2/p')
}

# tell_consignees NUMBER: each that holds the person's data is told.
tell_consignees() {
    local name
    while IFS=$'\t' read -r name _; do
        daicho request notice "$1" "$name" -o "notice$1.html" --quiet
        daicho request notice "$1" "$name" --sent post --text 'told 例示 一郎, 03-0000-2222' --quiet
        daicho request notice "$1" "$name" --confirmed --text 'ichiro.reiji@example.com' --quiet
    done < <(daicho request notice "$1" --format tsv --quiet | tail -n +2)
}

# go_through KIND NUMBER STATUS WORD…: a request from its arrival to its answer; applying its plan
# exits with that status.
go_through() {
    local kind=$1 number=$2 applied=$3
    shift 3
    daicho request new --kind "$kind" "$@" --quiet
    daicho request verify "$number" --method callback --evidence 'called the number on file' --quiet
    daicho request form "$number" -o "form$number.html" --quiet
    daicho request returned "$number" --quiet
    daicho request decide "$number" --accept --quiet
    look
    daicho request plan "$number" --quiet
    daicho plan approve "$number" --as officer --quiet
    look
    expect "$applied" plan apply "$number" --execute --quiet
    look
    do_tasks "$number"
    tell_consignees "$number"
    look
    daicho request respond "$number" --by post --text 'It is done.' --quiet
    daicho request close "$number" --quiet
    look
}

make_reports() {
    mkdir -p reports
    daicho report html -o reports/report.html
    daicho audit export >reports/audit
    local format
    for format in table csv json; do
        daicho register --format "$format" >"reports/register.$format"
        daicho findings --format "$format" >"reports/findings.$format"
        daicho items --format "$format" >"reports/items.$format"
    done
    daicho findings --format tsv >reports/findings.tsv
}

@test "the search finds every value in every charset" {
    list_values | make_patterns >patterns
    [ "$(wc -l <patterns)" -eq $(($(list_values | wc -l) * ${#charsets[@]})) ]
    local value charset
    for value in '見本 太郎' '試行次郎' '03-0000-1234' '昭和60年4月1日'; do
        for charset in "${charsets[@]}"; do
            printf 'x\n%sx' "$value" | iconv -f UTF-8 -t "${charset%/*}" >one
            run find_values patterns one
            [ "$status" -eq 1 ]
            [ "$output" = "one holds $value" ]
        done
    done
    printf 'nothing of anybody\n' >one
    find_values patterns one
}

@test "nothing that is kept or reported holds a person's data, from the scan to the certificate" {
    make_sample
    list_values | make_patterns >patterns
    open_reader
    expect 3 scan --quiet
    look
    make_reports
    find_values patterns reports/*
    go_through erasure 1 0 --email hanako.kaku@example.com --phone 03-0000-1234 --name '架空 花子'
    # The member of an archive is left to a person: status 3.
    go_through suspension-of-use 2 3 --email taro.mihon@example.com --phone 03-0000-1111 \
        --name '見本 太郎'
    [ -n "$(find vault -type f)" ]
    expect 3 scan --quiet
    look
    make_reports
    daicho certificate show 1 >reports/certificate1
    daicho certificate show 2 >reports/certificate2
    find_values patterns reports/*
    close_reader
}

@test "once a file is erased its name is nowhere" {
    make_sample
    printf '%s\n' 架空花子 花子 | make_patterns >patterns
    expect 3 scan --quiet
    run find_values patterns catalog.db
    [ "$status" -eq 1 ]
    daicho request new --kind erasure --email hanako.kaku@example.com --phone 03-0000-1234 \
        --name '架空 花子' --quiet
    daicho request verify 1 --method callback --evidence 'called the number on file' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --accept --quiet
    daicho request plan 1 --quiet
    daicho plan approve 1 --as officer --quiet
    daicho plan apply 1 --execute --quiet
    expect 3 scan --quiet
    make_reports
    daicho certificate show 1 >reports/certificate
    local kept
    mapfile -t kept < <(find catalog.db* reports -type f)
    find_values patterns "${kept[@]}"
}

# refuses WORD…: what would be kept readable is refused, since it holds a person's data.
refuses() {
    expect 2 "$@"
    tells "personal data"
    look
}

@test "what is kept readable of others is refused with a person's data in it" {
    make_sample
    list_values | make_patterns >patterns
    open_reader
    expect 3 scan --quiet
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet >/dev/null
    local mail=hanako.kaku@example.com
    refuses consignee add --name 例示運送 --task "parcels for $mail" --re-consignment forbidden
    refuses consignee review 見本印刷 --found "asked $mail" --next 2099-03-31
    refuses provision record --to 見本印刷 --ground consent --basis "asked $mail" \
        --email taro.mihon@example.com --category contact
    refuses provision record --to 見本印刷 --ground consent --basis 'form 7' --items "mail of $mail" \
        --email taro.mihon@example.com --category contact
    refuses hold add --reason "matter of $mail" --path 'tmp/*'
    refuses hold add --reason 'matter 7' --owner "$mail" --path 'tmp/*'
    # A name by itself is found when it is the subject's.
    refuses provision record --to 見本印刷 --ground consent --basis '架空花子の同意書' --name '架空 花子' \
        --phone 03-0000-1234 --category contact
    refuses provision record --to 見本印刷 --ground consent --basis 'form 7' --items '架空花子の名刺' \
        --name '架空 花子' --phone 03-0000-1234 --category contact
    refuses hold add --reason '架空花子の件' --name '架空 花子'
    refuses retention review office:tmp/メモ.csv --keep-until 2099-03-31 --reason "asked $mail"
    close_reader
}

@test "consignees, provisions, notices, packages, holds and decisions keep nobody's data in clear" {
    make_sample
    list_values | make_patterns >patterns
    open_reader
    expect 3 scan --quiet
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet \
        --agreement 2020-04-01 --confidentiality yes --category any --folder office:tmp \
        --contact '例示 一郎 ichiro.reiji@example.com 03-0000-2222' >/dev/null
    daicho consignee review 見本印刷 --found 'in order' --next 2099-03-31 --quiet
    look
    daicho provision record share/セミナー/2023年度_申込者.csv --to 見本印刷 --ground consignment --quiet
    daicho provision record --to 例示商会 --ground consent --basis 'form 7' --category contact \
        --email hanako.kaku@example.com --phone 03-0000-1234 --name '架空 花子' --quiet
    run daicho provision check share/tmp/メモ.csv --to 例示商会 --format json
    printf '%s\n' "$output" >check
    look
    daicho hold add --reason 'matter 7' --name '例示 一郎' --phone 03-0000-2222 --quiet
    expect 2 retention review office:tmp/メモ.csv --keep-until 2020-03-31 --reason 'matter 7'
    daicho retention review office:tmp/メモ.csv --keep-until 2099-03-31 --reason 'matter 7' --quiet
    look
    daicho hold release 1 --reason 'matter 7 is over' --quiet
    go_through erasure 1 0 --email hanako.kaku@example.com --phone 03-0000-1234 --name '架空 花子'
    grep -q 'hanako.kaku@example.com' notice1.html
    daicho request new --kind disclosure --email taro.mihon@example.com --phone 03-0000-1111 \
        --name '見本 太郎' --quiet
    daicho request verify 2 --method callback --evidence 'called the number on file' --quiet
    daicho request form 2 -o form2.html --quiet
    daicho request returned 2 --quiet
    daicho request decide 2 --accept --quiet
    daicho request package 2 -o mine.zip --quiet
    look
    find_values patterns mine.zip check
    daicho consignee list --format json >told.consignees
    daicho provision list --format json >told.provisions
    daicho hold list --format json >told.holds
    daicho request show 2 >told.request2
    daicho audit export >told.audit
    find_values patterns told.*
    close_reader
}
