#!/usr/bin/env bash
# Reads real documents of ODF and RTF, of which a person has looked at what is checked here. Where they
# are not beside the project, nothing is tested.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
corpus=${DAICHO_CORPUS:-$root/../shared/corpus}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

if [ ! -d "$corpus/types" ]; then
    echo "skipped: no $corpus"
    exit 77
fi

wrong() {
    printf 'not ok: %s\n' "$*"
    failures=$((failures + 1))
}

files=0
for file in "$corpus"/types/fixture.{odt,ods,odg,ott,ots,otp,otg,rtf} "$corpus"/office/other/message.rtf; do
    status=0
    "$program" extract "$file" >"$work/${file##*/}" 2>/dev/null || status=$?
    [ "$status" -eq 0 ] || wrong "${file##*/} ended with $status"
    files=$((files + 1))
done

# The document itself is the last item: read, with nothing behind its type.
got=$(for file in "$work"/*; do tail -n 1 "$file"; done |
    grep -cE '^-- application/(rtf|vnd\.oasis\.opendocument\.[a-z-]+)$')
[ "$got" -eq "$files" ] || wrong "$got of $files documents are read in full"

# shows FILE PLACE LINE: the line stands below the place.
shows() {
    awk -v place="@ $2" -v line="$3" '/^@ / { here = ($0 == place) }
        here && $0 == line { found = 1 } END { exit !found }' "$work/$1" ||
        wrong "$1 does not show at $2: $3"
}
shows fixture.odt 'paragraph 7' 'This is a simple test document to demonstrate the DocumentLoader example!'
shows fixture.odt properties 'initial creator: Jürgen Schmidt'
shows fixture.ods Sheet1:A4 $'Ann\tBaker\t3 East Drive\tDenver\tColorado\t98765\t'
shows fixture.ods Sheet1:A51 $'Betty \tDoe\t4 West Lane\tAustin\tTexas\t55555\t'
shows fixture.ods footer 'Page 1 / 99'
shows fixture.ods properties 'creator: David Barton'
shows fixture.otp 'master Standard notes' '<numéro>'
shows fixture.rtf 'paragraph 1' 'Test RTF file'
shows message.rtf 'paragraph 1' 'These are five files.'
shows message.rtf 'paragraph 5' 'Five files from Hell!  (Well Outlook actually)  '

[ "$failures" -eq 0 ]
echo "$files documents are read as people see them"
