#!/usr/bin/env bash
# compare.sh PROGRAM CORPUS [FORMAT FILE…]: whether `daicho extract` gives every sentence that the reference
# programs show of the files in files.tsv (or of these FILEs of FORMAT); prints a Markdown table of what was
# measured. What is not found goes to DAICHO_COMPARE_OUT, if that is set. Fails when more is missing than the
# list says. It takes minutes, needs the packages below, and is for people: ctest does not run it.
set -euo pipefail
export LC_ALL=C.UTF-8
packages=(libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui poppler-utils mupdf-tools
    w3m antiword unrtf libemail-outlook-message-perl libemail-address-perl libemail-mime-perl libxml-parser-perl
    tnef dbview sqlite3 p7zip-full lhasa cabextract libarchive-tools openssl jq tesseract-ocr tesseract-ocr-jpn)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "${1:-}" = --packages ]; then
    echo "${packages[@]}"
    exit
fi
program=$(realpath "$1")
corpus=$(realpath "$2")
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${DAICHO_COMPARE_OUT:-$work/out}
mkdir -p "$out"
export DAICHO_COMPARE_PROFILE=$work/profile
printf 'shares:\n  made: { path: %s, ocr: true }\n' "$work/made" >"$work/daicho.yaml"
failures=0
files=0

# The files that the corpus lacks are made.
find_file() {
    case $1 in
        made/*) echo "$work/$1" ;;
        /*) echo "$1" ;;
        *) echo "$corpus/$1" ;;
    esac
}

# compare FORMAT FILE MISSING WORDS: a row; MISSING: how many sentences may be.
compare() {
    local format=$1 name=$2 allowed=$3 words=$4 file folder references=() counts
    file=$(find_file "$name")
    files=$((files + 1))
    folder=$work/file.$files
    mkdir "$folder"
    "$here/reference.sh" "$format" "$file" "$folder/reference" 2>"$folder/log" || cat "$folder/log" >&2
    "$program" extract "$file" --config "$work/daicho.yaml" --quiet >"$folder/text" 2>"$folder/log" || true
    mapfile -t references < <(find "$folder/reference" -name '*.txt' -o -name '*.csv' | sort)
    perl "$here/sentences.pl" "$folder/text" "${references[@]}" >"$folder/result"
    counts=$(head -n 1 "$folder/result")
    read -r sentences found pieces missing <<<"$counts"
    printf '| %s | %s | %s | %d | %d | %d | %d | %s |\n' "$format" "$name" \
        "$("$here/reference.sh" --name "$format")" "$sentences" "$found" "$pieces" "$missing" "$words"
    tail -n +2 "$folder/result" >"$out/${name//\//+}.tsv"
    if [ "$missing" -gt "$allowed" ] || [ "$sentences" -eq 0 ]; then
        printf 'not ok: %s: %d sentences, %d missing, %d known\n' "$name" "$sentences" "$missing" "$allowed" >&2
        head -n 5 "$out/${name//\//+}.tsv" >&2
        failures=$((failures + 1))
    fi
    rm -rf "$folder"
}

echo '| format | file | reference | sentences | found | in pieces | missing | what differs |'
echo '|---|---|---|---|---|---|---|---|'
if [ $# -gt 0 ]; then
    format=$1
    shift
    for name in "$@"; do
        compare "$format" "$(realpath "$name")" 0 ''
    done
else
    "$here/make_files.sh" "$work/made" >"$work/log" 2>&1
    while IFS=$'\t' read -r format name allowed words; do
        compare "$format" "$name" "$allowed" "$words"
    done < <(grep -v '^#' "$here/files.tsv")
fi
echo "$files files, $failures with more missing than is known" >&2
[ "$failures" -eq 0 ]
