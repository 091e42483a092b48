#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper
load ../cli/helper_documents

# A mobile number that is wrong, 090-0000-9999, in records of the person and in one of somebody else.
make_details() {
    mkdir -p share/seminar
    printf '氏名,電話番号,メールアドレス,携帯\n見本 太郎,03-0000-1111,taro@example.com,090-0000-9999\n架空 花子,03-0000-1234,hanako@example.com,"090-0000-9999"\n' \
        >share/seminar/list.csv
    iconv -f UTF-8 -t CP932 share/seminar/list.csv >share/seminar/old.csv
    printf '注文番号 1\n' >share/order.txt
    daicho init . --share office=share --quiet
    daicho scan --quiet
}

carry_out() {
    daicho plan approve "${1:-1}" --as officer --quiet
    expect "${2:-0}" plan apply "${1:-1}" --execute
}

@test "correction: a wrong number becomes the right one, from the share to a closed request" {
    make_details
    decide_request correction
    expect 0 request show 1
    says "--detail KIND=OLD --new NEW"
    expect 0 request plan 1 --detail phone=090-0000-9999 --new 090-0000-7777
    [ "$output" = 1 ]
    expect 0 plan show 1
    says "change-values"
    says "becomes 0**-****-*777"
    run ! grep -qE '0000-(9999|7777)' <<<"$output"
    expect 0 plan show 1 --format json
    run ! grep -qE '0000-(9999|7777)' <<<"$output"
    run ! grep -qaE '090-?0000-?(9999|7777)' catalog.db catalog.db-wal
    carry_out
    tells "2 done"
    [ "$(cat share/seminar/list.csv)" = $'氏名,電話番号,メールアドレス,携帯\n見本 太郎,03-0000-1111,taro@example.com,090-0000-9999\n架空 花子,03-0000-1234,hanako@example.com,"090-0000-7777"' ]
    [ "$(iconv -f CP932 -t UTF-8 share/seminar/old.csv)" = "$(cat share/seminar/list.csv)" ]
    expect 0 request letter 1
    says "Details corrected or added"
    expect 0 request respond 1 --by post --text 'It is corrected.'
    expect 0 request close 1
    expect 0 certificate verify 1
    expect 0 certificate show 1
    run ! grep -qE '0000-(9999|7777)' <<<"$output"
    expect 0 tombstones check
    expect 0 audit verify
    expect 0 subject find --phone 090-0000-7777
    says "office:seminar/list.csv"
}

@test "values may be given by a file or standard input, and then stand in no list of processes" {
    make_details
    decide_request correction
    printf 'kind: phone\nold: 090-0000-9999\nnew: 090-0000-7777\n\nkind: name\nold: 架空 花子\nnew: 見本 花子\n' >details.txt
    run --separate-stderr daicho request plan 1 --details - <details.txt
    [ "$status" -eq 0 ]
    carry_out
    [ "$(sed -n 3p share/seminar/list.csv)" = '見本 花子,03-0000-1234,hanako@example.com,"090-0000-7777"' ]
    printf 'kind: phone\n\nold: 090-0000-9999\n' >details.txt
    expect 2 request plan 1 --details details.txt
    tells "old: …"
    printf 'phone 090-0000-9999\n' >details.txt
    expect 2 request plan 1 --details details.txt
    tells "line 1"
}

@test "a correction says what is wrong and what is right" {
    make_details
    decide_request correction
    expect 2 request plan 1
    tells "--new"
    expect 2 request plan 1 --detail phone=090-0000-9999
    tells "--new"
    expect 2 request plan 1 --detail phone=090-0000-9999 --new 1 --new 2
    tells "one --new for each --detail"
    expect 2 request plan 1 --add phone=090-0000-9999
    tells "--new"
    expect 2 request plan 1 --detail phone=090-0000-9999 --new 'not a number'
    tells "telephone number"
    expect 2 request plan 1 --detail phone=090-0000-9999 --new $'090-0000-7777\n1'
    tells "one line"
}

@test "a new value is quoted in a table, escaped in markup, and left out where its charset lacks it" {
    make_details
    printf '氏名,住所,メール\n架空 花子,東京都架空区見本町1-2-3,hanako@example.com\n"架空 花子","東京都架空区見本町1-2-3",hanako@example.com\n' >share/address.csv
    printf '<list><person><name>架空 花子</name><mail>hanako@example.com</mail><address>東京都架空区見本町1-2-3</address></person><person><name>見本 太郎</name></person></list>' >share/address.xml
    printf '[{"name":"架空 花子","email":"hanako@example.com","address":"東京都架空区見本町1-2-3"},{"name":"見本 太郎","x":"\\u0041\\/b"}]' >share/address.json
    daicho scan --quiet
    decide_request correction
    expect 0 request plan 1 --detail address=東京都架空区見本町1-2-3 --new '東京都架空区見本町1-2-3, A&B "髙"棟5号'
    carry_out
    [ "$(cat share/address.csv)" = $'氏名,住所,メール\n架空 花子,"東京都架空区見本町1-2-3, A&B ""髙""棟5号",hanako@example.com\n"架空 花子","東京都架空区見本町1-2-3, A&B ""髙""棟5号",hanako@example.com' ]
    grep -qF '<address>東京都架空区見本町1-2-3, A&amp;B &quot;髙&quot;棟5号</address>' share/address.xml
    [ "$(cat share/address.json)" = '[{"name":"架空 花子","email":"hanako@example.com","address":"東京都架空区見本町1-2-3, A&B \"髙\"棟5号"},{"name":"見本 太郎","x":"\u0041\/b"}]' ]
}

@test "what the character set cannot express is a task, never a question mark" {
    make_details
    cp share/seminar/old.csv before.csv
    rm share/seminar/list.csv
    daicho scan --quiet
    decide_request correction
    expect 0 request plan 1 --detail 'name=架空 花子' --new '架空 𠮷子'
    expect 0 plan show 1
    says "character set"
    carry_out 1 3
    cmp before.csv share/seminar/old.csv
    # By hand, then recorded: the old value must be gone, the person need not.
    expect 2 plan record 1 1
    touch share/seminar/old.csv
    expect 2 plan record 1 1
    iconv -f CP932 -t UTF-8 before.csv | sed 's/備考/備 考/' >share/seminar/old.csv
    expect 2 plan record 1 1
    tells "the detail still stands"
    iconv -f CP932 -t UTF-8 before.csv | sed 's/架空 花子/架空 𠮷子/' >share/seminar/old.csv
    expect 0 plan record 1 1
    tells "the detail is found in the person's records no more"
}

@test "formats of entries and of data: the value in its manner, and the other person's stays" {
    make_details
    printf '{"name":"架空 花子","email":"hanako@example.com","mobile":"090-0000-9999"}\n{"name":"見本 太郎","mobile":"090-0000-9999"}\n' \
        >share/people.jsonl
    printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:架空 花子\r\nEMAIL:hanako@example.com\r\nTEL;TYPE=cell:090-000\r\n 0-9999\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:見本 太郎\r\nTEL:090-0000-9999\r\nEND:VCARD\r\n' \
        >share/cards.vcf
    printf 'version: 1\ndn: cn=hanako\ncn: 架空 花子\nmail: hanako@example.com\nmobile:: MDkwLTAwMDAtOTk5OQ==\n\ndn: cn=taro\ncn: 見本 太郎\nmobile: 090-0000-9999\n' \
        >share/people.ldif
    printf '<html><body><table><tr><th>氏名</th><th>メール</th><th>携帯</th></tr><tr><td>架空 花子</td><td>hanako@example.com</td><td>090&#45;0000-9999</td></tr><tr><td>見本 太郎</td><td>taro@example.com</td><td>090-0000-9999</td></tr></table></body></html>' \
        >share/page.html
    bsdtar -a -cf share/more.zip -C share/seminar old.csv -C .. people.jsonl
    daicho scan --quiet
    cp -a share before
    decide_request correction
    expect 0 request plan 1 --detail phone=090-0000-9999 --new 090-0000-7777
    carry_out
    tells "7 done"
    [ "$(cat share/people.jsonl)" = $'{"name":"架空 花子","email":"hanako@example.com","mobile":"090-0000-7777"}\n{"name":"見本 太郎","mobile":"090-0000-9999"}' ]
    [ "$(tr -d '\r' <share/cards.vcf | sed -n 5p)" = 'TEL;TYPE=cell:090-0000-7777' ]
    [ "$(tail -n +7 before/cards.vcf)" = "$(tail -n +6 share/cards.vcf)" ]
    [ "$(diff before/people.ldif share/people.ldif)" = $'5c5\n< mobile:: MDkwLTAwMDAtOTk5OQ==\n---\n> mobile:: MDkwLTAwMDAtNzc3Nw==' ]
    grep -qF '<td>090-0000-7777</td></tr><tr><td>見本 太郎</td><td>taro@example.com</td><td>090-0000-9999</td>' share/page.html
    bsdtar -xOf share/more.zip people.jsonl | cmp - share/people.jsonl
    bsdtar -xOf share/more.zip old.csv | cmp - share/seminar/old.csv
}

@test "documents and databases: the person's row has the new number, all else is as before" {
    make_documents
    sqlite3 share/list.db "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, mail TEXT, phone TEXT);
        INSERT INTO person(name, mail, phone) VALUES('架空 花子', 'hanako@example.com', '03-0000-1234'),
            ('見本 太郎', 'taro@example.com', '03-0000-1234');"
    daicho scan --quiet
    for file in list.docx list.xlsx talk.pptx list.ods list.odt list.db; do
        daicho extract share/$file >"$file.before"
    done
    decide_request correction
    expect 0 request plan 1 --detail phone=03-0000-1234 --new 03-0000-9876
    carry_out
    tells "7 done"
    for file in list.docx list.xlsx talk.pptx list.ods list.odt; do
        sed 's/03-0000-1234/03-0000-9876/' "$file.before" | diff - <(daicho extract share/$file)
    done
    [ "$(sqlite3 share/list.db 'SELECT phone FROM person ORDER BY id')" = $'03-0000-9876\n03-0000-1234' ]
    daicho extract share/archive.zip >archive.after
    grep -q 03-0000-9876 archive.after
    run ! grep -q 03-0000-1234 archive.after
    [ "$(unzip -p share/archive.zip note.txt)" = x ]
}

@test "a letter of the person has the new number; one about others is left to a person" {
    make_details
    {
        printf 'From: hanako@example.com\nTo: office@example.com\nSubject: hello\nMIME-Version: 1.0\n'
        printf 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n'
        printf 'TEL 090-0000=\n-9999\n=E5=A4=AA=E9=83=8E\n'
    } >share/letter.eml
    printf 'From: hanako@example.com\nTo: office@example.com, taro@example.com, jiro@example.com\n\nTEL 090-0000-9999\n' >share/round.eml
    daicho scan --quiet
    cp share/letter.eml share/round.eml .
    decide_request correction
    expect 0 request plan 1 --detail phone=090-0000-9999 --new 090-0000-7777
    expect 0 plan show 1
    says "office:round.eml#2: this place is about other persons too"
    carry_out 1 3
    cmp round.eml share/round.eml
    [ "$(diff letter.eml share/letter.eml)" = $'8,9c8\n< TEL 090-0000=\n< -9999\n---\n> TEL 090-0000-7777' ]
}

@test "a name in a sentence is corrected, too, and one in a file's name is told" {
    make_details
    printf '架空 花子 hanako@example.com は来週来社します。\n担当から架空花子へ電話した hanako@example.com\n' >share/memo.txt
    printf '架空 花子美 hanako@example.com\n' >share/longer.txt
    printf '氏名,メール\n架空 花子,hanako@example.com\n' >share/架空花子.csv
    printf '架空 花子,hanako@example.com,"hello, 架空 花子"\n' >share/row.csv
    daicho scan --quiet
    decide_request correction
    expect 0 request plan 1 --detail 'name=架空 花子' --new '見本 花子'
    expect 0 plan show 1
    says "架空花子.csv: its name, or that of a folder on the way to it, holds the detail"
    says "longer.txt#1: "
    carry_out 1 3
    [ "$(cat share/memo.txt)" = $'見本 花子 hanako@example.com は来週来社します。\n担当から見本 花子へ電話した hanako@example.com' ]
    [ "$(cat share/架空花子.csv)" = $'氏名,メール\n見本 花子,hanako@example.com' ]
    [ "$(cat share/row.csv)" = '見本 花子,hanako@example.com,"hello, 見本 花子"' ]
    grep -q '花子美' share/longer.txt
    # Done by hand: the name in a sentence must be gone, too.
    target=$(sed -n 's/^ *\([0-9]*\) *manual.*longer.txt.*/\1/p' <<<"$output")
    printf 'は 架空 花子 hanako@example.com です\n' >share/longer.txt
    expect 2 plan record 1 "$target"
    tells "the detail still stands"
    printf 'は 見本 花子 hanako@example.com です\n' >share/longer.txt
    expect 0 plan record 1 "$target"
}
