#!/usr/bin/env bats
# bats file_tags=release
load helper
load helper_documents

files=(list.docx list.xlsx talk.pptx list.ods list.odt archive.zip)

# What the text of all is, without the lines that begin an item or a place.
texts() {
    local file
    for file in "${files[@]}"; do
        daicho extract "share/$file" 2>/dev/null | grep -v '^@' || true
    done
}

@test "one person's rows go out of documents, and nothing else does" {
    make_documents
    texts | grep -vE '花子' >expected
    approve_plan
    expect 0 plan show 1
    for file in "${files[@]}"; do
        says "delete-parts  office:$file"
    done
    run ! grep -qE 'manual|hanako@' <<<"$output"
    expect 0 plan apply 1 --execute
    texts >left
    diff expected left
    run ! grep -qE '花子|hanako|1234' left
    grep -q '見本 太郎' left
    unzip -p share/archive.zip note.txt | grep -qx x
    for file in list.docx list.xlsx talk.pptx list.ods list.odt; do
        unzip -tq "share/$file"
    done
    expect 0 certificate verify 1
}

@test "a document that cannot be cut is left to a person, with the reason" {
    make_documents
    frame word/document.xml
    part word/document.xml "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>架空 花子</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>hanako@example.com</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>taro@example.com</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:body></w:document>"
    pack share/merged.docx
    daicho scan --quiet
    decide_request
    daicho request plan 1 --quiet
    expect 0 plan show 1
    says 'manual  office:merged.docx'
    says 'reaches into the row below'
}
