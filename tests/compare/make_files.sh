#!/usr/bin/env bash
# make_files.sh FOLDER: files of invented persons in the formats that the corpus lacks.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/../office/make_office.sh" "$folder"

printf '番号,氏名,電話番号,住所\r\n1,架空 花子,03-0000-1234,"東京都架空区見本町1-2-3\r\nメゾン架空 101号"\r\n2,見本 太郎,090-0000-5678,大阪府見本市中央４丁目\r\n' >"$work/list.csv"
iconv -f UTF-8 -t CP932 "$work/list.csv" >"$folder/cp932.csv"
cat >"$folder/rows.json" <<'JSON'
{"顧客": [{"氏名": "架空 花子", "メール": "hanako@example.com"}, {"氏名": "見本 太郎", "備考": "\u9023\u7d61\u306f\u96fb\u8a71\u3067\u3002"}]}
JSON
iconv -f UTF-8 -t EUC-JP >"$folder/euc-jp.html" <<'HTML'
<!DOCTYPE html><html><head><meta charset="euc-jp"><title>担当者一覧</title></head><body>
<h1>担当者</h1><p>お問い合わせは<b>架空&nbsp;花子</b>(内線&#xFF11;&#65298;３)まで。</p>
<table><tr><th>氏名</th><th>電話</th></tr><tr><td>見本 太郎</td><td>03-0000-5678</td></tr></table>
<ul><li>月曜日は休み<li>火曜日は午後から</ul><pre>  仮名 次郎
  〒100-0000</pre><select><option>営業部<option selected>総務部</select>
<textarea>折り返し電話をください</textarea></body></html>
HTML
cat >"$folder/map.svg" <<'SVG'
<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg"><title>案内図</title><desc>架空ビル3階</desc>
<text x="1" y="2">受付: <tspan>見本 太郎</tspan></text><!-- 作成 仮名 次郎 --></svg>
SVG
cat >"$folder/cards.vcf" <<'VCF'
BEGIN:VCARD
VERSION:2.1
N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=89=CB=8B=F3;=89=D4=8E=
=71
TEL;WORK:03-0000-1234
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:見本 太郎
ADR;TYPE=HOME:;;中央1丁目2番
 3号;架空市;見本県;100-0000;日本
NOTE:一行目\n二行目\, 続き
END:VCARD
VCF
cat >"$folder/plan.ics" <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
SUMMARY:面談 見本 太郎
ATTENDEE;CN=架空 花子:mailto:hanako@example.com
DESCRIPTION:会議室に集合\n資料は後日送付し
 ます。
END:VEVENT
END:VCALENDAR
ICS
cat >"$folder/plan.fodg" <<'FODG'
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.graphics"><office:body><office:drawing><draw:page draw:name="p1"><draw:frame svg:width="9cm" svg:height="2cm" svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>座席表 見本 太郎</text:p></draw:text-box></draw:frame><draw:rect svg:width="9cm" svg:height="2cm" svg:x="1cm" svg:y="5cm"><text:p>内線 03-0000-5678</text:p></draw:rect></draw:page></office:drawing></office:body></office:document>
FODG
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to odg --outdir "$folder" \
    "$folder/plan.fodg" >"$work/log" 2>&1
printf 'dn: uid=hanako,ou=people,dc=example,dc=com\ncn:: %s\nmail: hanako@example.com\ndescription: a long line that is\n  broken over two\n' \
    "$(printf '架空 花子' | base64)" >"$folder/people.ldif"
rm -f "$folder/people.db"
sqlite3 "$folder/people.db" "create table 顧客(id integer primary key, 氏名 text, メール text, 備考 blob);
insert into 顧客 values(1, '架空 花子', 'hanako@example.com', x'e981a0e696b9');
insert into 顧客 values(2, '見本 太郎', null, '折り返し電話をください。'); create index i on 顧客(氏名);"
mutool draw -q -r 200 -o "$folder/letter.png" "$folder/letter.pdf" 1
printf '社内便の控え。\n受取人 架空 花子 03-0000-1234\n' >"$work/控え.txt"
iconv -f UTF-8 -t CP932 "$work/控え.txt" >"$work/note.txt"
(cd "$work" && 7z a -bd -y "$folder/notes.7z" note.txt list.csv 控え.txt >log)
tar -C "$work" -cf "$folder/notes.tar" note.txt list.csv 控え.txt
for format in xar warc iso9660 cpio; do
    bsdtar -C "$work" -cf "$folder/notes.$format" --format "$format" note.txt list.csv 控え.txt
done
openssl req -x509 -newkey rsa:2048 -nodes -subj '/CN=example' -keyout "$work/key" -out "$work/certificate" 2>"$work/log"
printf 'Content-Type: text/plain; charset=utf-8\r\n\r\n署名した本文。\r\n連絡先 hanako@example.com\r\n' >"$work/signed"
openssl smime -sign -binary -nodetach -outform DER -in "$work/signed" -signer "$work/certificate" -inkey "$work/key" \
    -out "$folder/signed.p7m"

# What the fuzz targets begin with: all but the signature of a TNEF; a dBASE table behind a byte of the target's own.
seeds=$here/../fuzz/seeds
{
    printf '\x78\x9f\x3e\x22\x01\x00'
    cat "$seeds/fuzz_tnef/message.dat"
} >"$folder/winmail.dat"
tail -c +2 "$seeds/fuzz_dbf/table" >"$folder/persons.dbf"
