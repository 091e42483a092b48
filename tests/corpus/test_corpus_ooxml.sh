#!/usr/bin/env bash
# Real Word documents and presentations: how many are read in full, what the others say of themselves,
# and lines that must come out of them at the right place. A person has looked at what is checked here.
# shellcheck source=tests/corpus/corpus.bash
. "$(dirname "${BASH_SOURCE[0]}")/corpus.bash"

extract_all "$corpus"/office/docx/*.docx "$corpus"/office/pptx/*.pptx "$corpus"/office/other/*.docm
ooxml='^-- application/vnd\.(openxmlformats-officedocument|ms-word)[^,]*'
count "$ooxml\$" 74
count "$ooxml, partly-read: damaged: " 8
count "$ooxml, unread" 0
count ', unread: encrypted$' 1

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

finish
