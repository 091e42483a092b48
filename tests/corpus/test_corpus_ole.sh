#!/usr/bin/env bash
# Reads the real documents of Word, PowerPoint and Outlook in the corpus: how many are read, partly
# read and unread, and strings that are known to be in them, at their places. Where there is no corpus,
# there is nothing to test.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
office=${DAICHO_CORPUS:-$root/../shared/corpus}/office
[ -d "$office/doc" ] || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

wrong() {
    printf 'not ok: %s\n' "$*"
    failures=$((failures + 1))
}

# state FILE: what the last line of its text says of the file itself.
state() {
    case $(tail -n 1 "$1") in
        *", unread: "*) echo unread ;;
        *", partly-read: "*) echo partly ;;
        "-- "*) echo read ;;
        *) echo broken ;;
    esac
}

# count FOLDER READ PARTLY UNREAD: a reader that gets better may lower the last two.
count() {
    local file read=0 partly=0 unread=0
    for file in "$office/$1"/*; do
        "$program" extract "$file" >"$work/${file##*/}" 2>/dev/null || true
        case $(state "$work/${file##*/}") in
            read) read=$((read + 1)) ;;
            partly) partly=$((partly + 1)) ;;
            unread) unread=$((unread + 1)) ;;
            *) wrong "$file has no state" ;;
        esac
    done
    printf '%s: %d read, %d partly read, %d unread\n' "$1" "$read" "$partly" "$unread"
    [ "$read" -ge "$2" ] || wrong "$1: $read are read, not $2"
    [ "$unread" -le "$4" ] || wrong "$1: $unread are unread, not $4"
}

# has FILE PLACE TEXT: a record at the place has the text.
has() {
    awk -v place="@ $2" -v text="$3" '
        /^@ / { at = $0 == place }
        at && index($0, text) { found = 1 }
        END { exit !found }' "$work/$1" || wrong "$1 has no '$3' at $2"
}

count doc 37 0 3
has HeaderFooterUnicode.doc "paragraph 7" "Molière"
has HeaderFooterUnicode.doc "footer" "The footer, with Molière, has Unicode in it."
has Word95.doc "paragraph 1" "The quick brown fox jumps over the lazy dog"
has Bug49933.doc "paragraph 1" "Компания Аскат М"
has 53446.doc "table 1 row 4" "March"$'\t'"3,261"
has innertable.doc "table 1 row 2" "F"$'\t'"G"

count ppt 31 6 3
has basic_test_ppt_file.ppt "slide 2 notes" "These are the notes on page two"
has WithComments.ppt "slide 1 comment 1" "This is a test comment"
has incorrect_slide_order.ppt "slide 2" "Third slide I added"
has ole2-embedding-2003.ppt "paragraph 1" "OLE embedding is thoroughly unremarkable."

count msg 38 2 0
has msgClassContact.msg "message" "quickbrown@gmail.com"
has ASCII_UTF-8_CP1252_LCID1031.msg "body line 1" "Body öäü Body"
has chinese-traditional.msg "message" "張毓倫"
has attachment_test_msg.msg "attachment 2" "pj1.txt"

[ "$failures" -eq 0 ]
