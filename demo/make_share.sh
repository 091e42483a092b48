#!/usr/bin/env bash
# make_share.sh DIR [--without-hanako]: makes a small office share in DIR, which must not exist.
#
# Every person is invented, and the numbers and addresses are those reserved for examples. The
# charsets, the archives and the damage are those of real shares. With --without-hanako the same
# share is made as if 架空花子 had never been in it: that is what an erasure has to leave.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC

share=${1:?usage: make_share.sh DIR [--without-hanako]}
without=${2:-}
mkdir "$share"
share=$(cd "$share" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One person a line: number,name,kana,telephone,e-mail,address,birth date
people='1001,見本 太郎,ミホン タロウ,03-0000-1111,taro.mihon@example.com,東京都架空区見本町4-5-6,1979-11-23
1002,架空 花子,カクウ ハナコ,03-0000-1234,hanako.kaku@example.com,東京都架空区見本町1-2-3,1985-04-01
1003,例示 一郎,レイジ イチロウ,03-0000-2222,ichiro.reiji@example.org,神奈川県架空市例町7-8,1990-02-14
1004,仮名 葉子,カナ ヨウコ,06-0000-3333,yoko.kana@example.net,大阪府架空市仮町9-10,1968-08-08
1005,試行 次郎,シコウ ジロウ,052-000-4444,jiro.shiko@example.com,愛知県架空市試町11-12,2001-12-31'

hanako='花子|ハナコ|hanako|０３－００００－１２３４'

# put PATH CHARSET [crlf]: standard input to a file of the share, in that charset.
put() {
    mkdir -p "$share/$(dirname "$1")"
    if [ "$without" = --without-hanako ]; then
        sed -E "/$hanako/d"
    else
        cat
    fi | if [ "${3:-}" = crlf ]; then sed 's/$/\r/'; else cat; fi | iconv -f UTF-8 -t "$2" >"$share/$1"
}

# Shift_JIS with CRLF, as a spreadsheet saves it on a Japanese Windows.
{
    echo '番号,氏名,フリガナ,電話番号,メールアドレス,住所,生年月日'
    echo "$people"
} | put 'セミナー/2023年度_申込者.csv' CP932 crlf

# UTF-8, another department, other columns.
{
    echo '受付日,お名前,メールアドレス,希望コース'
    awk -F, '{ printf "2024-05-%02d,%s,%s,課題解決入門\n", NR + 6, $2, $5 }' <<<"$people"
} | put 'セミナー/2024年度_申込者.csv' UTF-8

# EUC-JP, from an old Unix mail form: one inquiry a line.
awk -F, '{ printf "2022/03/%02d お名前: %s 様 電話 %s 「研修の日程を知りたい」\n", NR + 10, $2, $4 }' \
    <<<"$people" | put '問い合わせ/記録_2022.txt' EUC-JP

# UTF-8 with full-width digits, as typed with an input method.
awk -F, '{ printf "・%s様　電話：%s　資料Ａを送付済み\n", $2, $4 }' <<<"$people" |
    sed 'y/0123456789-/０１２３４５６７８９－/' |
    put '資料請求/送付メモ.txt' UTF-8

# UTF-16 with a byte-order mark, as a notepad saves it.
{
    printf '\xef\xbb\xbf'
    awk -F, '{ printf "アンケート回答者 氏名：%s　メール：%s　満足\n", $2, $5 }' <<<"$people"
} | put 'アンケート/回答_2021.txt' UTF-16LE crlf

# ISO-2022-JP, the charset of old mail; it names nobody who asks for anything here.
put '研修/開催案内_ISO-2022-JP.txt' ISO-2022-JP <<'TEXT'
研修のご案内
担当者: 講師 例示 一郎
連絡先: 03-0000-2222
TEXT

# A file that is about one person alone, and says so in its name.
if [ "$without" != --without-hanako ]; then
    put '採用/履歴書_架空花子.txt' UTF-8 <<'TEXT'
履歴書
氏名: 架空 花子
生年月日: 昭和60年4月1日
電話番号: 090-0000-5678
メール: hanako.kaku@example.com
TEXT
fi
put '採用/履歴書_見本太郎.txt' UTF-8 <<'TEXT'
履歴書
氏名: 見本 太郎
生年月日: 昭和54年11月23日
電話番号: 090-0000-1111
TEXT

# Nobody said what this is for: daicho reports it as an item without a purpose.
put 'tmp/メモ.csv' UTF-8 <<'TEXT'
氏名,電話番号,カード番号
仮名 葉子,06-0000-3333,4123 4567 8901 2349
TEXT

# Files of no person, so that there is something to be left alone.
put '研修/テキスト.txt' UTF-8 <<'TEXT'
第1章 課題とは何か
課題とは、あるべき姿と現状との差である。注文番号 123456789012 の教材を使う。
TEXT

# A ZIP within a TAR.GZ. Its members' names are CP932 bytes, as Japanese Windows writes them.
cp932() {
    iconv -f UTF-8 -t CP932 <<<"$1"
}
make_archive() {
    local inside=$work/inside name
    name=$(cp932 '受講者')
    mkdir -p "$inside/$name"
    {
        echo '氏名,電話番号,メールアドレス,成績'
        awk -F, '{ printf "%s,%s,%s,%s\n", $2, $4, $5, 60 + 7 * NR }' <<<"$people"
    } | put .list CP932 crlf
    mv "$share/.list" "$inside/$name/$(cp932 '名簿').csv"
    printf '研修の感想\r\n大変よかった。\r\n' | iconv -f UTF-8 -t CP932 >"$inside/$name/$(cp932 '感想').txt"
    find "$inside" -exec touch -d '2022-06-01 09:00' {} +
    (cd "$inside" && LC_ALL=C find . -type f -printf '%P\n' | LC_ALL=C sort |
        LC_ALL=C zip -q -X -@ "$work/attendees.zip")
    printf 'Archive of the training of 2022.\n' >"$work/README.txt"
    touch -d '2022-06-02 09:00' "$work/attendees.zip" "$work/README.txt"
    mkdir -p "$share/研修/2022"
    tar -C "$work" --owner=0 --group=0 --numeric-owner -cf - README.txt attendees.zip |
        gzip -n >"$share/研修/2022/研修2022.tar.gz"
}
make_archive

# An encrypted ZIP: daicho cannot read it, and says so.
mkdir -p "$share/人事"
printf '氏名,給与\n見本 太郎,300000\n' >"$work/salary.csv"
(cd "$work" && zip -q -X -P 'not-a-secret' "$share/人事/給与.zip" salary.csv)

# A broken file: an archive whose end is missing, as after a full disk.
mkdir -p "$share/経理"
printf '氏名,入金額\n例示 一郎,1000\n' >"$work/payments.csv"
seq 1 100000 >"$work/journal.txt"
touch -d '2022-06-02 09:00' "$work/payments.csv" "$work/journal.txt"
tar -C "$work" -czf "$work/payments.tar.gz" payments.csv journal.txt
head -c 60000 "$work/payments.tar.gz" >"$share/経理/入金_2021.tar.gz"

find "$share" -exec touch -d '2024-06-01 09:00' {} +
