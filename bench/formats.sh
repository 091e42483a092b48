#!/usr/bin/env bash
# formats.sh PROGRAM CORPUS: how fast documents are read, by format: each one's files in CORPUS scanned
# by one worker, less what a scan of an empty file takes. Prints rows of a Markdown table.
set -euo pipefail
export LC_ALL=C.UTF-8
program=$(realpath "$1")
corpus=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# seconds FOLDER: the least of five scans.
seconds() {
    local best=999 run took
    for run in 1 2 3 4 5; do
        took=$( (
            TIMEFORMAT=%R
            time "$program" scan "$1" --catalog "$work/$run.db" --jobs 1 --quiet >"$work/log" 2>&1
        ) 2>&1 || true)
        rm -f "$work"/*.db*
        best=$(awk -v a="$best" -v b="$took" 'BEGIN { print a < b ? a : b }')
    done
    echo "$best"
}

mkdir "$work/empty"
: >"$work/empty/empty"
base=$(seconds "$work/empty")
echo '| format | files | MB | files/s | MB/s |'
echo '|---|---|---|---|---|'
for format in docx xlsx xlsb pptx odt ods odp doc xls ppt msg rtf pdf eml; do
    mkdir -p "$work/share"
    find "$corpus" -type f -iname "*.$format" -exec cp --backup=numbered -t "$work/share" {} +
    files=$(find "$work/share" -type f -printf x | wc -c)
    bytes=$(find "$work/share" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum + 0 }')
    if [ "$files" -ge 5 ]; then
        awk -v f="$format" -v n="$files" -v b="$bytes" -v t="$(seconds "$work/share")" -v base="$base" \
            'BEGIN { s = t - base; printf "| %s | %d | %.1f | %.0f | %.1f |\n", f, n, b / 1e6, n / s, b / 1e6 / s }'
    fi
    rm -rf "$work/share"
done
