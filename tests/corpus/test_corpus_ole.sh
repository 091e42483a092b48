#!/usr/bin/env bash
# Real documents of Word, PowerPoint and Outlook: how many are read in full, what the others say of
# themselves, and words at their places. A person has looked at what is checked here.
# shellcheck source=tests/corpus/corpus.bash
. "$(dirname "${BASH_SOURCE[0]}")/corpus.bash"

extract_all "$corpus"/office/{doc,ppt,msg}/*
count '^-- application/[a-z.-]*$' 107
count ', partly-read: damaged: ' 8
count ', unread: encrypted$' 4
count ', unread: ' 5

# has FILE PLACE TEXT: a line below the place has the text.
has() {
    awk -v place="@ $2" -v text="$3" '
        /^@ / { at = $0 == place }
        at && index($0, text) { found = 1 }
        END { exit !found }' "$work/$1" || wrong "$1 has no '$3' at $2"
}

has HeaderFooterUnicode.doc "paragraph 7" "Molière"
has HeaderFooterUnicode.doc "footer" "The footer, with Molière, has Unicode in it."
has Word95.doc "paragraph 1" "The quick brown fox jumps over the lazy dog"
has Bug49933.doc "paragraph 1" "Компания Аскат М"
has 53446.doc "table 1 row 4" "March"$'\t'"3,261"
has innertable.doc "table 1 row 2" "F"$'\t'"G"

has word2.doc "header 2" "PARTICIPANTS LIST"

has basic_test_ppt_file.ppt "slide 2 notes" "These are the notes on page two"
has WithComments.ppt "slide 1 comment 1" "This is a test comment"
has incorrect_slide_order.ppt "slide 2" "Third slide I added"
has ole2-embedding-2003.ppt "paragraph 1" "OLE embedding is thoroughly unremarkable."
has 41246-2.ppt "line 1" "STRATEGIE NATIONALE DE LA FORMATION"

has msgClassContact.msg "message" "quickbrown@gmail.com"
has ASCII_UTF-8_CP1252_LCID1031.msg "body line 1" "Body öäü Body"
has chinese-traditional.msg "message" "張毓倫"
has attachment_test_msg.msg "attachment 2" "pj1.txt"

finish
