#!/usr/bin/env bats
load helper

@test "the register has a row for each set of data" {
    make_small
    daicho scan --quiet
    expect 0 register
    says "seminar"
    expect 0 register --format json
    says '"schema":"daicho/register/'
    expect 0 register --format csv -o register.csv
    [ -z "$output" ]
    [ "$(stat -c %a register.csv)" = 600 ]
    expect 0 register --format html -o -
    says "<html"
}

@test "the report is one page by itself" {
    make_small_with_unread
    daicho scan --quiet || true
    expect 0 report html -o report.html
    grep -q '</html>' report.html
    run ! grep -qE 'hanako@example|(src|href)="https?:' report.html
    expect 0 report html
    says "</html>"
}

@test "a folder whose marker names an unknown purpose is on the page" {
    make_small
    printf 'purpose: seminr\n' >share/seminar/.daicho.yaml
    daicho scan --quiet
    expect 0 findings --rule policy.unknown-purpose
    says "office:seminar/.daicho.yaml"
    expect 0 report html
    says "office:seminar/.daicho.yaml"
}

@test "exposure says who can read" {
    make_small
    chmod 644 share/seminar/list.csv
    chmod 600 share/seminar/架空花子.txt
    daicho scan --quiet
    expect 0 report exposure --format tsv
    [[ ${lines[1]} == world* ]]
    says "owner"
}

@test "unread is what was not read, and why" {
    make_small_with_unread
    daicho scan --quiet || true
    expect 0 report unread --format tsv
    says "broken.zip"
    [ "${#lines[@]}" -ge 2 ]
    expect 0 report unread --format json
    says '"schema":"daicho/unread/1"'
}

@test "open requests and their deadlines" {
    make_small
    daicho scan --quiet
    expect 0 report requests --format tsv
    [ "${#lines[@]}" -eq 1 ]
    decide_request
    expect 0 report requests --format tsv
    says erasure
}

@test "what cannot be written is named as it was given" {
    make_small
    expect 4 register -o nowhere/register.txt
    tells "cannot write nowhere/register.txt: "
}

@test "a file of an earlier run is replaced, and a folder is not" {
    make_small
    daicho scan --quiet
    echo old >report.html
    expect 0 report html -o report.html
    run ! grep -q '^old' report.html
    mkdir folder
    expect 4 report html -o folder
    expect 4 report html -o nowhere/report.html
    expect 2 report
    expect 2 report htlm
    tells 'did you mean "html"?'
}

@test "reports for people are in English or Japanese" {
    make_small
    daicho scan --quiet
    expect 0 report html --lang ja
    says '<html lang="ja">'
    says "個人情報の管理状況報告書"
    LC_ALL=ja_JP.UTF-8 expect 0 report html
    says '<html lang="ja">'
    LC_ALL='' LC_MESSAGES='' LANG=ja_JP.eucJP expect 0 register
    says "個人情報の名称"
    LC_ALL=ja_JP.UTF-8 expect 0 report html --lang en
    says '<html lang="en">'
    LC_ALL=fr_FR.UTF-8 expect 0 report html
    says '<html lang="en">'
    expect 2 report html --lang fr
    tells 'there is no language "fr" here: there are en and ja'
}

@test "what scripts read does not change with the environment" {
    make_small
    daicho scan --quiet
    expect 0 register --format json
    local english=$output
    LC_ALL=ja_JP.UTF-8 expect 0 register --format json
    [ "$output" = "$english" ]
    expect 0 register --format json --lang ja
    [ "$output" = "$english" ]
    expect 0 register --format csv
    english=$output
    LC_ALL=ja_JP.UTF-8 expect 0 register --format csv
    [ "$output" = "$english" ]
    expect 0 register --format csv --lang ja
    says "個人情報の名称,個人情報の項目"
}

@test "the trend has a row for each scan that ended" {
    make_small
    daicho scan --quiet
    expect 0 report trend --format tsv
    [ "${#lines[@]}" -eq 2 ]
    local first=${lines[1]}
    rm share/seminar/list.csv
    daicho scan --full --quiet
    expect 0 report trend --format tsv
    [ "${#lines[@]}" -eq 3 ]
    [ "${lines[1]}" = "$first" ]
    [[ ${lines[2]} == *$'\toffice\tdone\t'* ]]
    expect 0 report trend --format json
    says '"schema":"daicho/trend/1"'
    expect 0 report trend --lang ja
    says "終了"
}

@test "a file's name is text on a page, whatever it is" {
    mkdir share
    local name
    # shellcheck disable=SC2016 # a name may hold backquotes
    for name in '<script>alert(1)<!--' '"on" & '"'mouse'" $'list\u202egpj' $'\xff\xfe' $'\x1b[31m' '`code`'; do
        printf 'name,phone\n見本 太郎,03-0000-1234\n' >"share/$name.csv"
    done
    expect 0 init . --share office=share
    daicho scan --quiet
    expect 0 report html --lang ja -o report.html
    python3 - <<'EOF'
from xml.dom import minidom
page = minidom.parse("report.html")
text = page.documentElement.toxml()
assert not page.getElementsByTagName("script")
assert not any(mark in text for mark in "\u202e\x1b"), "a mark of direction or a control is on the page"
cells = ["".join(node.toxml() for node in cell.childNodes) for cell in page.getElementsByTagName("bdi")]
for name in ("office:&lt;script&gt;alert(1)&lt;!--.csv", "office:list\\xE2\\x80\\xAEgpj.csv", "office:\\xFF\\xFE.csv",
             "office:\\x1B[31m.csv", "office:`code`.csv"):
    assert name in cells, (name, cells)
EOF
}

@test "tables for people are headed in Japanese, for programs never" {
    make_small_with_unread
    run ! daicho scan --quiet
    # shellcheck disable=SC2154 # helper.bash sets it
    daicho request new --kind erasure "${hanako[@]}" --quiet >/dev/null
    while IFS='|' read -r words titles; do
        # shellcheck disable=SC2086
        LC_ALL=ja_JP.UTF-8 expect 0 $words
        for title in $titles; do
            grep -qF -- "$title" <<<"${lines[0]}" || {
                printf '%s: not in the heading: %s\n%s\n' "$words" "$title" "${lines[0]}"
                return 1
            }
        done
        # Of the English ones only names are left.
        run ! grep -E '[A-Z][a-z]' <<<"${lines[0]}"
        # shellcheck disable=SC2086
        LC_ALL=ja_JP.UTF-8 expect 0 $words --format json
        run ! grep -F '場所":' <<<"$output"
    done <<'LINES'
items|共有 パス 形式 サイズ
findings|パス ルール 確度 利用目的
report unread|パス 理由
subject find --email taro@example.com|場所 レコード 一致の強さ
schedule list|共有 予定 起動 前回 次回
doctor|対象 状態 結果 対処
request list|番号 種類 次の手順
LINES
    expect 0 items --lang ja
    says 'サイズ'
    LC_ALL=ja_JP.UTF-8 expect 0 items --lang en
    says 'Size'
}
