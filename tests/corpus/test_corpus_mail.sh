#!/usr/bin/env bash
# Real mails: how many are read in full, what the others say of themselves, and lines that must come out
# of them at the right place. A person has looked at what is checked here.
# shellcheck source=tests/corpus/corpus.bash
. "$(dirname "${BASH_SOURCE[0]}")/corpus.bash"

extract_all "$corpus"/mail/*
count '^-- message/rfc822$' 76
count '^-- application/mbox$' 18
count '^-- message/rfc822, partly-read: it is one piece of a message that was sent in several$' 5
count '^-- message/rfc822, partly-read: damaged: the end of a multipart is missing$' 5
count '^-- application/mbox, partly-read: damaged: the end of a multipart is missing$' 4
count '^-- text/plain, UTF-8$' 4

shows japanese_attachment.eml 'てすと.txt' 'これわてすと'
shows japanese_iso_2022.eml 'header' 'Subject: まみむめも'
shows japanese_iso_2022.eml 'body' 'すみません。'
shows rfc2060.txt 'part 3.eml!/part 2' 'This part specifier should be: 3.2'
shows ukr.eml 'body' 'шостий'
shows ukr.eml 'subject' 'rr test 7'

finish
