#!/usr/bin/env bash
# Reads real mails, of which a person has looked at what is checked here: how many are read in full,
# what the others say, and lines that must come out of them at the right place. Where they are not
# beside the project, nothing is tested.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
corpus=${DAICHO_CORPUS:-$root/../shared/corpus}/mail
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

for file in "$corpus"/*; do
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
    got=$(tail -qn 1 "$work"/* | grep -cE "^-- $1" || true)
    [ "$got" -eq "$2" ] || wrong "$got files are \"$1\", not $2"
}
count 'message/rfc822$' 76
count 'application/mbox$' 18
count 'message/rfc822, partly-read: it is one piece of a message that was sent in several$' 5
count 'message/rfc822, partly-read: damaged: the end of a multipart is missing$' 5
count 'application/mbox, partly-read: damaged: the end of a multipart is missing$' 4
count 'text/plain, UTF-8$' 4

# shows FILE PLACE LINE: the line stands below the place, "@ body" or "== member".
shows() {
    awk -v place="$2" -v line="$3" '/^(@|==) / { here = ($0 == place) }
        here && $0 == line { found = 1 } END { exit !found }' "$work/$1" ||
        wrong "$1 does not show at $2: $3"
}
shows japanese_attachment.eml '== てすと.txt' 'これわてすと'
shows japanese_iso_2022.eml '@ header' 'Subject: まみむめも'
shows japanese_iso_2022.eml '@ body' 'すみません。'
shows rfc2060.txt '== part 3.eml!/part 2' 'This part specifier should be: 3.2'
shows ukr.eml '@ body' 'шостий'
shows ukr.eml '@ subject' 'rr test 7'

[ "$failures" -eq 0 ] || exit 1
echo "mail: all as it should be"
