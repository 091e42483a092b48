#!/usr/bin/env bash
# Reads real Word documents and presentations, of which a person has looked at what is checked here:
# how many are read in full, what the others say, and lines that must come out of them at the right
# place. Where they are not beside the project, nothing is tested.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
corpus=${DAICHO_CORPUS:-$root/../shared/corpus}/office
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

for file in "$corpus"/docx/*.docx "$corpus"/pptx/*.pptx "$corpus"/other/*.docm; do
    status=0
    "$program" extract "$file" >"$work/${file##*/}" 2>/dev/null || status=$?
    case $status in
        0 | 3) ;;
        *) wrong "${file##*/} ended with $status" ;;
    esac
    tail -n 1 "$work/${file##*/}" >>"$work/states"
done

# count WORDS NUMBER: so many files end with these words.
count() {
    local got
    got=$(grep -cE -- "$1" "$work/states") || true
    [ "$got" -eq "$2" ] || wrong "$got files end with \"$1\", not $2"
}
ooxml='^-- application/vnd\.(openxmlformats-officedocument|ms-word)[^,]*'
count "$ooxml\$" 74
count "$ooxml, partly-read: damaged: " 8
count "$ooxml, unread" 0
count ', unread: encrypted$' 1

# shows FILE PLACE LINE: the line stands below the place.
shows() {
    awk -v place="@ $2" -v line="$3" '/^@ / { here = ($0 == place) }
        here && $0 == line { found = 1 } END { exit !found }' "$work/$1" ||
        wrong "$1 does not show at $2: $3"
}
shows delins.docx 'paragraph 3' 'A nickname for Petrika the Albanian variation of Peter'
shows delins.docx 'paragraph 3' 'http://en.wikipedia.org/wiki/Peter'
shows delins.docx 'paragraph 10 before changes' \
    'Tika Waylan, a major character in the DragonLance series of fantasy novels'
shows testComment.docx 'comment 1' 'comment content'
shows testComment.docx 'comment 1 author' 'poi'
shows headerFooter.docx 'header 2' 'This is a simple header…'
shows headerFooter.docx 'footer 2' '… and this is a simple footer.'
shows headerFooter.docx 'properties' 'creator: Paolo Mottadelli'
shows with_japanese.pptx 'slide 1' 'ゾルゲと尾崎、淡々と最期'
shows with_japanese.pptx 'slide 1' 'http://tika.apache.org/'
shows with_japanese.pptx 'slide 1 table 1 row 2' $'Row 2 Col 1\tRow 2 Col 2\tRow 2 Col 3'
grep -qxF '== word/media/image1.png' "$work/testComment.docx" ||
    wrong "the picture in testComment.docx is no member"

[ "$failures" -eq 0 ]
