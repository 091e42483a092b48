#!/usr/bin/env bash
# Invented persons in files that LibreOffice wrote: each is found in each format, at the place that
# people know. Where LibreOffice is not installed, nothing is tested.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

if ! command -v soffice >/dev/null; then
    echo "skipped: LibreOffice is not installed"
    exit 77
fi
"$here/make_office.sh" "$work/office"
status=0
"$program" scan "$work/office" --catalog "$work/c.db" --quiet || status=$?
case $status in
    0 | 3) ;;
    *)
        echo "not ok: scan exited with $status"
        exit 1
        ;;
esac
"$program" findings --catalog "$work/c.db" --min-confidence medium --format tsv >"$work/findings"

# finds FILE PLACE RULE SAMPLE
finds() {
    if ! awk -F '\t' -v file="$1" -v place="$2" -v rule="$3" -v sample="$4" \
        '$1 == file && $2 == place && $4 == rule && $10 == sample { found = 1 } END { exit !found }' \
        "$work/findings"; then
        printf 'not ok: %s has no %s %s at %s\n' "$1" "$3" "$4" "$2"
        failures=$((failures + 1))
    fi
}

for file in letter.odt letter.fodt letter.docx letter.doc letter.rtf; do
    finds $file 'paragraph 2' jp.name '架****'
    finds $file 'paragraph 3' common.email 'h***@e***.com'
    finds $file 'paragraph 4' jp.phone '0**-****-*234'
    finds $file 'footnote 1' jp.phone '0*-****-*111'
    finds $file 'comment 1' common.email 't***@e***.com'
    finds $file 'table 1 row 2' jp.name '見****'
    finds $file 'table 1 row 2' jp.phone '0*-****-*678'
    finds $file 'table 1 row 2' jp.address '〒10*********************'
done
for place in 'jp.name 架****' 'common.email h***@e***.com' 'jp.phone 0**-****-*234' \
    'jp.phone 0*-****-*111' 'jp.phone 0*-****-*678'; do
    finds letter.pdf 'page 1' "${place% *}" "${place#* }"
done
finds letter.html 'table 1 row 2' jp.name '見****'
finds letter.html 'table 1 row 2' jp.phone '0*-****-*678'
for file in list.fods list.ods list.xlsx list.xls; do
    finds $file '顧客:B2' jp.name '架****'
    finds $file '顧客:C2' jp.phone '0*-****-*234'
    finds $file '顧客:D2' common.email 'h***@e***.com'
    finds $file '顧客:B3' jp.name '見****'
    finds $file '顧客:C3' jp.phone-digits '0*******234'
    finds $file '顧客:D3' common.email 't***@e***.com'
    finds $file '退会:A2' jp.name '仮****'
    finds $file '退会:B2' common.email 'j***@e***.com'
done
for file in talk.odp talk.pptx talk.ppt; do
    finds $file 'slide 1' common.email 'h***@e***.com'
    finds $file 'slide 2' jp.name '見****'
    finds $file 'slide 2' jp.phone '0*-****-*678'
    finds $file 'slide 2 notes' common.email 'j***@e***.com'
done
[ "$failures" -eq 0 ]
echo "each person is found in each of $(find "$work/office" -type f -printf x | wc -c) files"
