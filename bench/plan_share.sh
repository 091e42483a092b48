#!/usr/bin/env bash
# plan_share.sh DIR KIND N: makes a share in DIR, which must not exist, for one plan with N targets.
#   person     N files; 架空花子 stands in each beside two others: of 20 files 10 are CSV, 8 text,
#              1 is a ZIP with a CSV in it and 1 a DOCX
#   retention  N files, each of 2015
#   rows       one CSV with 10 N rows, of which N are 架空花子's
# Every person is invented, and the numbers and addresses are those reserved for examples.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC

share=${1:?usage: plan_share.sh DIR KIND N}
kind=${2:?usage: plan_share.sh DIR KIND N}
count=${3:?usage: plan_share.sh DIR KIND N}
mkdir "$share"
share=$(cd "$share" && pwd)

# The files of plain text: a hundred in a folder, no two alike.
make_plain() {
    awk -v share="$share" -v count="$count" -v every="$1" '
    function close_at(path, text) { printf "%s", text > path; close(path) }
    BEGIN {
        for (i = 0; i < count; i++) {
            if (i % 20 >= every) {
                continue
            }
            other = sprintf("person%d@example.com", i)
            path = sprintf("%s/%03d/%05d", share, i / 100, i)
            if (i % 20 < 10) {
                close_at(path ".csv", "番号,氏名,電話番号,メールアドレス\n" i * 3 ",見本 太郎,03-0000-1111," other \
                    "\n" i * 3 + 1 ",架空 花子,03-0000-1234,hanako.kaku@example.com\n" i * 3 + 2 \
                    ",例示 一郎,03-0000-2222,ichiro.reiji@example.org\n")
            } else {
                close_at(path ".txt", "記録 " i "\n見本 太郎 様 電話 03-0000-1111 メール " other \
                    "\n架空 花子 様 電話 03-0000-1234 メール hanako.kaku@example.com\n以上\n")
            }
        }
    }'
}

make_zip() {
    printf '氏名,電話番号,メールアドレス\n見本 太郎,03-0000-1111,person%d@example.com\n架空 花子,03-0000-1234,hanako.kaku@example.com\n' \
        "$1" >"$work/list.csv"
    (cd "$work" && zip -q -X "$share/$2.zip" list.csv)
}

row() {
    printf '<w:tr>'
    printf '<w:tc><w:tcPr/><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>' "$@"
    printf '</w:tr>'
}

make_docx() {
    local at=$work/docx
    mkdir -p "$at/_rels" "$at/word"
    cat >"$at/[Content_Types].xml" <<'END'
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
END
    cat >"$at/_rels/.rels" <<'END'
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
END
    {
        printf '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tblPr/><w:tblGrid/>'
        row 氏名 電話番号 メールアドレス
        row '見本 太郎' 03-0000-1111 "person$1@example.com"
        row '架空 花子' 03-0000-1234 hanako.kaku@example.com
        printf '</w:tbl><w:p/></w:body></w:document>'
    } >"$at/word/document.xml"
    (cd "$at" && zip -q -X "$share/$2.docx" '[Content_Types].xml' _rels/.rels word/document.xml)
}

make_folders() {
    (cd "$share" && seq -f '%03g' 0 $(((count - 1) / 100)) | xargs mkdir)
}

make_person() {
    local i path
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    make_folders
    make_plain 18
    for ((i = 18; i < count; i++)); do
        printf -v path '%03d/%05d' $((i / 100)) "$i"
        case $((i % 20)) in
            18) make_zip "$i" "$path" ;;
            19) make_docx "$i" "$path" ;;
        esac
    done
}

make_retention() {
    make_folders
    make_plain 20
    find "$share" -type f -exec touch -d '2015-04-01 12:00' {} +
}

# Two findings a row: with 10,000 targets as many as the limit of one file allows.
make_rows() {
    awk -v count="$count" 'BEGIN {
        print "氏名,メールアドレス,内容"
        for (i = 0; i < 10 * count; i++) {
            if (i % 10 == 4) {
                print "架空 花子,hanako.kaku@example.com,注文 " i
            } else {
                printf "見本 太郎,person%d@example.com,注文 %d\n", i, i
            }
        }
    }' >"$share/orders.csv"
}

case "$kind" in
    person | retention | rows) "make_$kind" ;;
    *)
        echo "plan_share.sh: there is no kind $kind" >&2
        exit 2
        ;;
esac
