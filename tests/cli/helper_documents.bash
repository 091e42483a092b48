# Documents of each kind, made by hand: two other persons and the helper's hanako in a table.

# part NAME TEXT: a file of the document that is being made.
part() {
    mkdir -p "$(dirname "parts/$1")"
    printf '%s' "$2" >"parts/$1"
}

# pack FILE: the parts become a document.
pack() {
    mkdir -p "$(dirname "$1")"
    local to
    to=$(realpath -m "$1")
    (cd parts && zip -qrX "$to" .)
    rm -r parts
}

relation=http://schemas.openxmlformats.org/officeDocument/2006/relationships
package=http://schemas.openxmlformats.org/package/2006

# frame MAIN: the types and the link to the main part.
frame() {
    part '[Content_Types].xml' "<Types xmlns=\"$package/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>"
    part _rels/.rels "<Relationships xmlns=\"$package/relationships\"><Relationship Id=\"r1\" Type=\"$relation/officeDocument\" Target=\"$1\"/></Relationships>"
}

# row TAG-OF-ROW CELL-BEFORE CELL-BEHIND TEXT…
row() {
    local tag=$1 before=$2 behind=$3 text
    shift 3
    printf '<%s>' "$tag"
    for text in "$@"; do
        printf '%s%s%s' "$before" "$text" "$behind"
    done
    printf '</%s>' "$tag"
}

rows() {
    row "$1" "$2" "$3" 氏名 電話番号 メールアドレス
    row "$1" "$2" "$3" '見本 太郎' 03-0000-1111 taro@example.com
    row "$1" "$2" "$3" '架空 花子' 03-0000-1234 hanako@example.com
    row "$1" "$2" "$3" '仮名 次郎' 03-0000-2222 jiro@example.com
}

make_documents() {
    frame word/document.xml
    part word/document.xml "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>名簿</w:t></w:r></w:p><w:tbl>$(rows w:tr '<w:tc><w:p><w:r><w:t>' '</w:t></w:r></w:p></w:tc>')</w:tbl><w:p/></w:body></w:document>"
    pack share/list.docx
    frame xl/workbook.xml
    part xl/workbook.xml "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"$relation\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    part xl/_rels/workbook.xml.rels "<Relationships xmlns=\"$package/relationships\"><Relationship Id=\"r1\" Type=\"$relation/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    part xl/worksheets/sheet1.xml "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>$(rows row '<c t="inlineStr"><is><t>' '</t></is></c>')</sheetData></worksheet>"
    pack share/list.xlsx
    frame ppt/presentation.xml
    part ppt/presentation.xml "<p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:r=\"$relation\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"r1\"/></p:sldIdLst></p:presentation>"
    part ppt/_rels/presentation.xml.rels "<Relationships xmlns=\"$package/relationships\"><Relationship Id=\"r1\" Type=\"$relation/slide\" Target=\"slides/slide1.xml\"/></Relationships>"
    part ppt/slides/slide1.xml "<p:sld xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><p:graphicFrame><a:tbl>$(rows a:tr '<a:tc><a:txBody><a:p><a:r><a:t>' '</a:t></a:r></a:p></a:txBody></a:tc>')</a:tbl></p:graphicFrame></p:sld>"
    pack share/talk.pptx
    local oasis=urn:oasis:names:tc:opendocument:xmlns
    part mimetype application/vnd.oasis.opendocument.spreadsheet
    part content.xml "<office:document-content xmlns:office=\"$oasis:office:1.0\" xmlns:table=\"$oasis:table:1.0\" xmlns:text=\"$oasis:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"S\">$(rows table:table-row '<table:table-cell><text:p>' '</text:p></table:table-cell>')</table:table></office:spreadsheet></office:body></office:document-content>"
    pack share/list.ods
    part mimetype application/vnd.oasis.opendocument.text
    part content.xml "<office:document-content xmlns:office=\"$oasis:office:1.0\" xmlns:table=\"$oasis:table:1.0\" xmlns:text=\"$oasis:text:1.0\"><office:body><office:text><text:p>名簿</text:p><table:table table:name=\"T\">$(rows table:table-row '<table:table-cell><text:p>' '</text:p></table:table-cell>')</table:table></office:text></office:body></office:document-content>"
    pack share/list.odt
    (cd share && cp list.xlsx inner.xlsx && printf 'x\n' >note.txt &&
        zip -qX archive.zip note.txt inner.xlsx && rm inner.xlsx note.txt)
    daicho init . --share office=share --quiet
    daicho scan --quiet
}
