#!/usr/bin/env bash
# One person goes out of files that LibreOffice wrote, and it opens what is left. Where it is not
# installed, nothing is tested.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! command -v soffice >/dev/null; then
    echo "skipped: LibreOffice is not installed"
    exit 77
fi
"$here/make_office.sh" "$work/all"
mkdir "$work/office"
files=(letter.docx list.xlsx talk.pptx letter.odt list.ods talk.odp letter.fodt list.fods talk.fodp)
for file in "${files[@]}"; do
    cp "$work/all/$file" "$work/office"
done
cd "$work"
daicho() {
    "$program" "$@" --quiet
}
daicho init . --share office=office
# 3: previews are pictures, which need OCR to be read.
daicho scan || [ $? -eq 3 ]
daicho request new --kind erasure --email taro@example.com --phone 03-0000-5678 --name '見本 太郎' >/dev/null
daicho request verify 1 --method callback --evidence 'called the number on file'
daicho request form 1 -o form.html
daicho request returned 1
daicho request decide 1 --accept
daicho request plan 1 >/dev/null
# On a slide the name is a paragraph by itself: a person decides.
includes=()
while read -r place; do
    includes+=(--include "$place")
done < <("$program" plan show 1 | sed -n 's/^  \(office:talk\.[a-z]*#.*\)/\1/p')
daicho request plan 1 "${includes[@]}" >/dev/null
"$program" plan show 2 >shown.txt
daicho plan approve 2 --as officer
status=0
daicho plan apply 2 --execute >/dev/null || status=$?
failures=0
for file in "${files[@]}"; do
    if ! grep -q "delete-parts  office:$file" shown.txt; then
        echo "not ok: nothing is cut out of $file"
        failures=$((failures + 1))
    fi
    if daicho extract "office/$file" 2>/dev/null | grep -qE 'taro@|03-0000-5678|見本'; then
        echo "not ok: the person is still in $file"
        failures=$((failures + 1))
    fi
    soffice -env:UserInstallation="file://$work/profile" --headless --convert-to pdf \
        --outdir "$work/pdf/$file" "office/$file" >/dev/null 2>&1
    if [ ! -s "$work/pdf/$file/${file%.*}.pdf" ]; then
        echo "not ok: LibreOffice does not open $file"
        failures=$((failures + 1))
    fi
done
# A package of Open Document begins with its type, as it is.
for file in letter.odt list.ods talk.odp; do
    if ! head -c 80 "office/$file" | grep -aq 'mimetypeapplication/vnd.oasis.opendocument'; then
        echo "not ok: the type is not the first member of $file"
        failures=$((failures + 1))
    fi
done
if [ "$failures" -gt 0 ]; then
    cat shown.txt
    echo "$failures failures, apply ended with $status"
    exit 1
fi
echo "ok: ${#files[@]} documents without the person"
