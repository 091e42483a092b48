#!/usr/bin/env bash
# Real documents with a password, which are public: how many are opened, and words at their places. A
# person has looked at what is checked here.
# shellcheck source=tests/corpus/corpus.bash
. "$(dirname "${BASH_SOURCE[0]}")/corpus.bash"

cd "$work"
office=$corpus/office
encrypted=(
    "$office/doc/password_tika_binaryrc4.doc"
    "$office/docx/bug53475-password-is-solrcell.docx"
    "$office/other/protected_passtika.xlsb"
    "$office/ppt/Password_Protected-56-hello.ppt"
    "$office/ppt/Password_Protected-np-hello.ppt"
    "$office/xlsx/60320-protected.xlsx"
    "$office/xlsx/protected_passtika.xlsx"
)

# Without a password that fits each says so, and nothing else.
extract_all "${encrypted[@]}"
count ', unread: encrypted$' ${#encrypted[@]}

rm "$work/ends"
cat >daicho.yaml <<'END'
shares:
  office: {path: /nonexistent, passwords: [wrong, tika, solrcell, hello, "Test001!!"]}
END
chmod 600 daicho.yaml
extract_all "${encrypted[@]}"
count '^-- application/(msword|vnd\.[a-zA-Z0-9.-]*)$' ${#encrypted[@]}

shows password_tika_binaryrc4.doc 'paragraph 1' 'This is an encrypted Word 2007 File.'
shows bug53475-password-is-solrcell.docx 'paragraph 1' 'This is password protected Word document.'
shows protected_passtika.xlsx 'Sheet1:A1' 'This is an Encrypted Excel spreadsheet.'
shows protected_passtika.xlsb 'Sheet1:A1' "You can't see me"
shows 60320-protected.xlsx 'Rename this Sheet:A3' 'blah'
shows Password_Protected-56-hello.ppt 'slide 1' 'This is a protected document'
shows Password_Protected-np-hello.ppt 'slide 1' 'This is a protected document'
shows Password_Protected-56-hello.ppt 'properties' 'Hogwarts'

finish
