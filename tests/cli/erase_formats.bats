#!/usr/bin/env bats
# bats file_tags=release
# Records of one person leave files of each kind; every other byte stays.
load helper

hanako_row='架空 花子,03-0000-1234,hanako@example.com'
taro_row='見本 太郎,03-0000-1111,taro@example.com'

# message NAME ADDRESS: what the person wrote to the office.
message() {
    printf 'From %s Wed May  1 09:00:00 2024\nFrom: %s\nTo: office@example.com\nSubject: 問合せ\n' "$2" "$2"
    printf 'Content-Type: text/plain; charset=utf-8\n\n氏名: %s\nよろしく\n\n' "$1"
}

# letter ROW…: a mail of somebody else with a table attached.
letter() {
    printf 'From: office@example.com\nSubject: list\nMIME-Version: 1.0\n'
    printf 'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nlist\n--b\n'
    printf 'Content-Type: text/csv; charset=utf-8\nContent-Disposition: attachment; filename="list.csv"\n'
    printf 'Content-Transfer-Encoding: base64\n\n'
    printf '%s\n' '氏名,電話番号,メール' "$@" | base64
    printf -- '--b--\n'
}

# make_files FOLDER WITH: files of each kind, with both persons or with the second alone; what stands
# around a record stays.
make_files() {
    local with=$2
    mkdir -p "$1"
    first() {
        if [ "$with" = both ]; then
            printf '%s' "$1"
        fi
    }
    {
        printf '[\n  '
        first '{"氏名": "架空 花子", "mail": "hanako@example.com"},
  '
        printf '{"氏名": "見本 太郎", "mail": "taro@example.com"}\n]\n'
    } >"$1/list.json"
    {
        printf '<?xml version="1.0" encoding="Shift_JIS"?>\n<list>\n'
        first '<person><name>架空 花子</name><email>hanako@example.com</email></person>'
        printf '\n<person><name>見本 太郎</name><email>taro@example.com</email></person>\n</list>\n'
    } | iconv -f utf-8 -t shift_jis >"$1/list.xml"
    {
        printf '<html><head><meta charset="utf-8"></head><body><table>\n'
        printf '<tr><th>氏名<th>電話番号<th>メール</tr>\n'
        first '<tr><td>架空 花子</td><td>03-0000-1234</td><td>hanako@example.com</td></tr>'
        printf '\n<tr><td>見本 太郎</td><td>03-0000-1111</td><td>taro@example.com</td></tr></table>\n'
        first '<p>連絡先: 架空 花子 hanako@example.com</p>'
        printf '<p>連絡先: 見本 太郎 taro@example.com</p></body></html>\n'
    } >"$1/list.html"
    {
        printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nEND:VTIMEZONE\r\n'
        if [ "$with" = both ]; then
            printf 'BEGIN:VEVENT\r\nUID:1@host.example.com\r\nSUMMARY:面談\r\n'
            printf 'ATTENDEE;CN=架空 花子:mailto:hanako@example.com\r\nEND:VEVENT\r\n'
        fi
        printf 'BEGIN:VEVENT\r\nUID:2@host.example.com\r\nATTENDEE;CN=見本 太郎:mailto:taro@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    } >"$1/list.ics"
    {
        if [ "$with" = both ]; then
            message '架空 花子' hanako@example.com
        fi
        message '見本 太郎' taro@example.com
    } >"$1/list.mbox"
    if [ "$with" = both ]; then
        letter "$hanako_row" "$taro_row"
    else
        letter "$taro_row"
    fi >"$1/letter.eml"
}

make_database() {
    sqlite3 "$1" "PRAGMA user_version = 5;
        CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, mail TEXT);
        INSERT INTO person(name, mail) VALUES('架空 花子', 'hanako@example.com'),
            ('見本 太郎', 'taro@example.com');"
}

@test "one person leaves files of each kind, in an archive too, and nothing else changes" {
    make_files share both
    make_files expected second
    make_database share/list.db
    (cd share && zip -q ../all.zip ./*)
    mv all.zip share/
    daicho init . --share office=share --quiet
    daicho scan --quiet
    approve_plan
    daicho plan show 1 >plan.txt
    run ! grep -E '^ +[0-9]+ manual' plan.txt
    expect 0 plan apply 1 --execute
    tells "8 done"
    for file in list.json list.xml list.html list.ics list.mbox letter.eml; do
        cmp "share/$file" "expected/$file"
        unzip -p share/all.zip "$file" | cmp - "expected/$file"
    done
    [ "$(sqlite3 share/list.db 'SELECT * FROM person; PRAGMA user_version; PRAGMA integrity_check')" = \
        "$(printf '2|見本 太郎|taro@example.com\n5\nok')" ]
    run ! grep -q hanako share/list.db
    unzip -p share/all.zip list.db | cmp - share/list.db
    daicho scan --quiet
    # shellcheck disable=SC2154 # hanako is the helper's
    expect 0 subject find "${hanako[@]}"
    tells "0 places in 0 files"
    expect 0 certificate verify 1
}

@test "a letter of the person goes as a whole, one that others are in stays" {
    mkdir share
    message '架空 花子' hanako@example.com | tail -n +2 >share/own.eml
    message '架空 花子' hanako@example.com | tail -n +2 | sed 's/^To: .*/To: office@example.com, taro@example.com/' \
        >share/shared.eml
    cp share/shared.eml before.eml
    daicho init . --share office=share --quiet
    daicho scan --quiet
    approve_plan
    expect 0 plan show 1
    says "delete-file  office:own.eml"
    says "office:shared.eml#1 (header): this message is about other persons too"
    expect 3 plan apply 1 --execute
    [ ! -e share/own.eml ]
    cmp share/shared.eml before.eml
}

@test "a database that is in use, or that others belong to, is left to a person" {
    mkdir share
    make_database share/busy.db
    printf 'x' >share/busy.db-wal
    make_database share/linked.db
    sqlite3 share/linked.db 'CREATE TABLE bill(id INTEGER PRIMARY KEY, person INTEGER REFERENCES person(id));
        INSERT INTO bill(person) VALUES(1);'
    cp -a share before
    daicho init . --share office=share --quiet
    daicho scan --quiet || true
    approve_plan
    expect 0 plan show 1
    says "office:busy.db: it is in use, or changes to it stand in a file beside it"
    says "office:linked.db: rows of another table belong to the row"
    expect 3 plan apply 1 --execute
    diff -r share before
}
