#!/usr/bin/env bash
# Reads real PDFs, of which a person has looked at what is checked here: how many are read in full,
# what the others say, and lines that must come out of them at the right place. Where they are not
# beside the project, nothing is tested.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
corpus=${DAICHO_CORPUS:-$root/../shared/corpus}/pdf
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

if [ ! -d "$corpus" ]; then
    echo "skipped: no $corpus"
    exit 77
fi

wrong() {
    printf 'not ok: %s\n' "$*"
    failures=$((failures + 1))
}

for file in "$corpus"/*.pdf; do
    status=0
    "$program" extract "$file" >"$work/${file##*/}" 2>/dev/null || status=$?
    case $status in
        0 | 3) ;;
        *) wrong "${file##*/} ended with $status" ;;
    esac
done

# count WORDS NUMBER: so many files say so of themselves in the end.
count() {
    local got
    got=$(grep -laE "^-- application/pdf$1" "$work"/* | wc -l)
    [ "$got" -eq "$2" ] || wrong "$got files are \"$1\", not $2"
}
count '$' 71
count ', partly-read: ' 12
count ', unread: images only$' 21
count ', unread: drawings only$' 14
count ', unread: encrypted$' 1
count ', unread: damaged: ' 1

# shows FILE PLACE LINE: the line stands below the place.
shows() {
    awk -v place="@ $2" -v line="$3" '/^@ / { here = ($0 == place) }
        here && $0 == line { found = 1 } END { exit !found }' "$work/$1.pdf" ||
        wrong "$1 does not show at $2: $3"
}
shows issue15340 'page 1' 'たせたもの）と検知機'
shows issue16063 'page 1' '電線接続端子部が次のいずれにも該当しないとき。'
shows issue13343 'page 1' '(57)【要約】'
shows issue13343 'page 2' '(81)指定国・地域'
shows noembed-sjis 'page 1' 'あいうえお'
shows doc_2_3_pages 'page 3' 'Document 2:Page 3'
shows issue918 'page 1' 'Ideology as ritual'
shows annotation-link-text-popup 'page 1 annotation 1' 'Author: Tim van der Meij'
shows annotation-link-text-popup 'page 1 link 1' 'http://www.mozilla.org/'
shows dates_save 'form field Date1_af_date' 'Date1_af_date: 01-Jul-25'
shows annotation-text-widget 'form field formulier1[0].#subform[0].Tekstveld2[0]' \
    'Single line, length 10: Lorem ipsu'
shows issue6006 metadata 'Author: Daan Sprenkels <dsprenkels@gmail.com>'
shows js-authors metadata 'creator: author5'

[ "$failures" -eq 0 ]
echo "ok"
