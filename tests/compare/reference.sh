#!/usr/bin/env bash
# reference.sh FORMAT FILE FOLDER: what the reference programs for FORMAT show of FILE, as text files in FOLDER.
# reference.sh --name FORMAT: their names, as the table tells them.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

declare -A programs=(
    [writer]='LibreOffice: text, PDF' [calc]='LibreOffice: a CSV of each sheet' [slides]='LibreOffice: PDF with notes' [drawing]='LibreOffice: PDF'
    [doc]='LibreOffice: text, PDF; antiword' [rtf]='LibreOffice: text, PDF; unrtf'
    [pdf]='pdftotext; mutool' [html]='w3m' [xml]='expat' [outlook]='msgconvert, Email::MIME, w3m'
    [mail]='Email::MIME, w3m' [mbox]='Email::MIME, w3m'
    [tnef]='tnef' [cards]='own unfolding' [sqlite]='sqlite3' [dbf]='dbview'
    [7z]='7z' [lha]='lha' [cab]='cabextract' [bsdtar]='bsdtar' [tar]='tar' [cms]='openssl' [image]='tesseract'
    [text]='iconv' [json]='jq'
)
declare -A kinds=(
    [docx]=writer [docm]=writer [dotx]=writer [dotm]=writer [odt]=writer [ott]=writer [fodt]=writer
    [xlsx]=calc [xlsm]=calc [xltx]=calc [xlsb]=calc [xls]=calc [ods]=calc [ots]=calc [fods]=calc
    [pptx]=slides [pptm]=slides [potx]=slides [potm]=slides [ppsx]=slides [ppsm]=slides [ppt]=slides [odp]=slides [otp]=slides [fodp]=slides [odg]=drawing [fodg]=drawing
    [doc]=doc [rtf]=rtf [pdf]=pdf [html]=html [mht]=mail [xml]=xml [svg]=xml [msg]=outlook [eml]=mail [mbox]=mbox
    [tnef]=tnef [vcf]=cards [ics]=cards [ldif]=cards [sqlite]=sqlite [dbf]=dbf [zip]=7z [zipx]=bsdtar [7z]=7z
    [lzh]=lha [cab]=cab [rar]=bsdtar [xar]=bsdtar [warc]=bsdtar [iso]=7z [cpio]=bsdtar [ar]=7z [tar]=tar [p7m]=cms
    [png]=image [jpg]=image [text]=text [csv]=text [json]=json
)

# LibreOffice in a profile of its own, where dates are shown as in Japan.
office() {
    local profile=${DAICHO_COMPARE_PROFILE:-$folder/profile}
    if [ ! -e "$profile/user" ]; then
        mkdir -p "$profile/user"
        cp "$here/libreoffice.xcu" "$profile/user/registrymodifications.xcu"
    fi
    timeout 120 soffice "-env:UserInstallation=file://$profile" --headless \
        --convert-to "$1" --outdir "$folder/office" "$file" >"$folder/log" 2>&1 || cat "$folder/log" >&2
}

# mutool leaves hyphens at the end of lines, which pdftotext takes away, also where they belong.
pdf_texts() {
    local pdf
    for pdf in "$folder"/office/*.pdf; do
        [ ! -e "$pdf" ] || mutool draw -q -F txt -o "$pdf.txt" "$pdf" 2>>"$folder/log"
        rm -f "$pdf"
    done
}

show_writer() {
    office 'txt:Text (encoded):UTF8'
    office pdf
    pdf_texts
}

show_doc() {
    show_writer
    antiword -m UTF-8.txt "$file" 2>>"$folder/log" | sed 's/|/\n/g; s/\[pic\]//g' >"$folder/antiword.txt" || true
}

show_rtf() {
    show_writer
    unrtf --text --nopict "$file" 2>/dev/null | sed '1,/^-----------------$/d' >"$folder/unrtf.txt" || true
}

# Cells are parted by tabs and shown as on the screen; each sheet is a file.
show_calc() {
    office 'csv:Text - txt - csv (StarCalc):9,,76,1,,0,false,true,true,false,false,-1'
}

show_slides() {
    office 'pdf:impress_pdf_Export:{"ExportNotesPages":{"type":"boolean","value":"true"},"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
    pdf_texts
}

show_drawing() {
    office pdf
    pdf_texts
}

show_pdf() {
    pdftotext "$file" "$folder/poppler.txt" || true
    mutool draw -q -F txt -o "$folder/mutool.txt" "$file" || true
}

show_html() { w3m -dump -cols 2000 -T text/html -I "$(encoding)" -O UTF-8 "$file" | tr '[]' '\n' >"$folder/w3m.txt"; }
show_xml() { perl "$here/texts.pl" "$file" >"$folder/expat.txt"; }
show_mail() { perl "$here/mail.pl" "$file" >"$folder/mail.txt"; }
show_mbox() { perl "$here/mail.pl" --mbox "$file" >"$folder/mail.txt"; }
show_outlook() {
    msgconvert --outfile "$folder/message.eml" "$file" 2>"$folder/log"
    perl "$here/mail.pl" --undated "$folder/message.eml" >"$folder/mail.txt"
    rm "$folder/message.eml"
}
show_tnef() { tnef --save-body --number-backups -C "$folder" "$file" >"$folder/log" 2>&1; }
show_cards() { perl "$here/cards.pl" "$file" >"$folder/cards.txt"; }
show_sqlite() {
    local table
    sqlite3 -readonly "$file" "select name from sqlite_schema where type = 'table'" | while read -r table; do
        sqlite3 -readonly -separator $'\t' "$file" "select * from \"$table\""
    done >"$folder/rows.txt"
}
show_dbf() { dbview -b -d $'\t' "$file" | iconv -f CP932 -t UTF-8 >"$folder/rows.txt"; }

# Each member that is a text, in UTF-8 or CP932; others have rows of their own.
member_texts() {
    local member number=0
    while IFS= read -r -d '' member; do
        number=$((number + 1))
        if LC_ALL=C grep -qP '\x00' "$member"; then
            continue
        fi
        iconv -f UTF-8 -t UTF-8 "$member" >"$folder/$number.txt" 2>/dev/null ||
            iconv -c -f CP932 -t UTF-8 "$member" >"$folder/$number.txt" || true
    done < <(find "$folder/members" -type f -print0)
    rm -rf "$folder/members"
}

# unpack COMMAND…: run in a folder for members; what it says of damage is for the log.
unpack() {
    mkdir "$folder/members"
    (cd "$folder/members" && "$@") >"$folder/log" 2>&1 || true
    member_texts
}
show_7z() { unpack 7z x -y "$file"; }
show_lha() { unpack lha xf "$file"; }
show_cab() { unpack cabextract -q "$file"; }
show_bsdtar() { unpack bsdtar -xf "$file"; }
show_tar() { unpack tar -xf "$file"; }
show_cms() { openssl smime -verify -noverify -in "$file" -inform DER -out "$folder/content.txt" 2>"$folder/log"; }
show_image() { tesseract "$file" "$folder/image" -l jpn+eng 2>"$folder/log"; }
show_text() { iconv -f "$(encoding)" -t UTF-8 "$file" >"$folder/text.txt"; }
show_json() { jq -r '.. | scalars' "$file" >"$folder/values.txt"; }

# Text in a charset of its own has it for its name: shift_jis.txt.
encoding() {
    local name
    name=$(basename "$file")
    name=${name%.*}
    if iconv -l | grep -qixF "${name^^}//"; then echo "${name^^}"; else echo "${DAICHO_COMPARE_CHARSET:-UTF-8}"; fi
}

if [ "$1" = --name ]; then
    echo "${programs[${kinds[$2]}]}"
    exit
fi
format=$1 file=$2 folder=$3
ulimit -f 262144 # what the reference programs make of a bomb stays small
mkdir -p "$folder"
"show_${kinds[$format]:?no reference program for $format}"
