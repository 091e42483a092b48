#!/usr/bin/env bash
# Real documents of ODF and RTF: all are read, with lines at the right place. A person has looked at what
# is checked here.
# shellcheck source=tests/corpus/corpus.bash
. "$(dirname "${BASH_SOURCE[0]}")/corpus.bash"

extract_all "$corpus"/types/fixture.{odt,ods,odg,ott,ots,otp,otg,rtf} "$corpus"/office/other/message.rtf
count '^-- application/(rtf|vnd\.oasis\.opendocument\.[a-z-]+)$' 9

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

finish
