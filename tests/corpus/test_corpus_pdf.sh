#!/usr/bin/env bash
# Real PDFs: how many are read in full, what the others say of themselves, and lines that must come out
# of them at the right place. A person has looked at what is checked here.
# shellcheck source=tests/corpus/corpus.bash
. "$(dirname "${BASH_SOURCE[0]}")/corpus.bash"

extract_all "$corpus"/pdf/*.pdf
count '^-- application/pdf$' 71
count '^-- application/pdf, partly-read: ' 13
count '^-- application/pdf, unread: images only$' 21
count '^-- application/pdf, unread: drawings only$' 13
count '^-- application/pdf, unread: encrypted$' 1
count '^-- application/pdf, unread: damaged: ' 1

shows issue15340.pdf 'page 1' 'たせたもの）と検知機'
shows issue16063.pdf 'page 1' '電線接続端子部が次のいずれにも該当しないとき。'
shows issue13343.pdf 'page 1' '(57)【要約】'
shows issue13343.pdf 'page 2' '(81)指定国・地域'
shows noembed-sjis.pdf 'page 1' 'あいうえお'
shows doc_2_3_pages.pdf 'page 3' 'Document 2:Page 3'
shows issue918.pdf 'page 1' 'Ideology as ritual'
shows annotation-link-text-popup.pdf 'page 1 annotation 1' 'Author: Tim van der Meij'
shows annotation-link-text-popup.pdf 'page 1 link 1' 'http://www.mozilla.org/'
shows dates_save.pdf 'form field Date1_af_date' 'Date1_af_date: 01-Jul-25'
shows annotation-text-widget.pdf 'form field formulier1[0].#subform[0].Tekstveld2[0]' \
    'Single line, length 10: Lorem ipsu'
shows issue6006.pdf metadata 'Author: Daan Sprenkels <dsprenkels@gmail.com>'
shows js-authors.pdf metadata 'creator: author5'
shows js-authors.pdf 'page 1 annotations' 'Authors'

finish
