#!/usr/bin/env bash
# make_office.sh FOLDER: a share of office files of invented persons, written by LibreOffice from flat
# OpenDocument: letters with a form and a table, sheets with a hidden one, slides with notes.
set -euo pipefail
folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
namespaces='xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'

# cells VALUE…: a row of text cells.
cells() {
    local value
    printf '<table:table-row>'
    for value in "$@"; do
        printf '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>' "$value"
    done
    printf '</table:table-row>'
}

# flat TYPE AUTOMATIC-STYLES BODY
flat() {
    printf '<?xml version="1.0" encoding="UTF-8"?><office:document %s office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.%s"><office:automatic-styles>%s</office:automatic-styles><office:body>%s</office:body></office:document>' \
        "$namespaces" "$1" "$2" "$3"
}

letter="<office:text>
<text:p>申込書</text:p>
<text:p>氏名: 架空 花子</text:p>
<text:p>メール hanako@example.com</text:p>
<text:p>電話 090-<text:span>0000</text:span>-1234<text:note text:id=\"n1\" text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>連絡先 03-0000-1111</text:p></text:note-body></text:note></text:p>
<text:p>本日は晴天なり。<office:annotation><dc:creator>担当</dc:creator><text:p>確認: taro@example.com</text:p></office:annotation></text:p>
<table:table table:name=\"名簿\"><table:table-column table:number-columns-repeated=\"3\"/>
$(cells 氏名 電話番号 住所)
$(cells '見本 太郎' 03-0000-5678 '〒100-0000 架空県見本市中央1丁目2番3号')
</table:table>
</office:text>"

styles='<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="11"/></number:number-style><style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/><style:style style:name="t2" style:family="table"><style:table-properties table:display="false"/></style:style>'
sheets="<office:spreadsheet>
<table:table table:name=\"顧客\">
$(cells 番号 氏名 電話番号 メール)
$(cells 1 '架空 花子' 03-0000-1234 hanako@example.com)
<table:table-row><table:table-cell office:value-type=\"string\"><text:p>2</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>見本 太郎</text:p></table:table-cell><table:table-cell table:style-name=\"c1\" office:value-type=\"float\" office:value=\"9000001234\"><text:p>09000001234</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>taro@example.com</text:p></table:table-cell></table:table-row>
</table:table>
<table:table table:name=\"退会\" table:style-name=\"t2\">
$(cells 氏名 メール)
$(cells '仮名 次郎' jiro@example.com)
</table:table>
</office:spreadsheet>"

slides="<office:presentation>
<draw:page draw:name=\"p1\"><draw:frame svg:width=\"20cm\" svg:height=\"3cm\" svg:x=\"1cm\" svg:y=\"1cm\"><draw:text-box><text:p>連絡先 hanako@example.com</text:p></draw:text-box></draw:frame></draw:page>
<draw:page draw:name=\"p2\"><draw:frame svg:width=\"20cm\" svg:height=\"3cm\" svg:x=\"1cm\" svg:y=\"1cm\"><draw:text-box><text:p>氏名: 見本 太郎</text:p><text:p>電話 03-0000-5678</text:p></draw:text-box></draw:frame>
<presentation:notes><draw:frame presentation:class=\"notes\" svg:width=\"15cm\" svg:height=\"10cm\" svg:x=\"3cm\" svg:y=\"14cm\"><draw:text-box><text:p>質問は jiro@example.com まで</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>
</office:presentation>"

flat text '' "$letter" >"$work/letter.fodt"
flat spreadsheet "$styles" "$sheets" >"$work/list.fods"
flat presentation '' "$slides" >"$work/talk.fodp"

# convert FILE FORMAT…
convert() {
    local file=$1 format
    shift
    for format in "$@"; do
        soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$format" \
            --outdir "$folder" "$file" >"$work/log" 2>&1 || {
            cat "$work/log" >&2
            return 1
        }
    done
}
convert "$work/letter.fodt" odt docx doc rtf pdf html
convert "$work/list.fods" ods xlsx xls
convert "$work/talk.fodp" odp pptx ppt
cp "$work/letter.fodt" "$work/list.fods" "$work/talk.fodp" "$folder"
