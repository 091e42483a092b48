#!/usr/bin/env bash
# Reads real workbooks, of which a person has looked at what is checked here: how many are read in
# full, what the others say, and cells that must come out of them at the right place. Where they are
# not beside the project, nothing is tested.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
corpus=${DAICHO_CORPUS:-$root/../shared/corpus}/office
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

if [ ! -d "$corpus" ]; then
    echo "skipped: no $corpus"
    exit 77
fi

wrong() {
    printf 'not ok: %s\n' "$*"
    failures=$((failures + 1))
}

for file in "$corpus"/xlsx/*.xlsx "$corpus"/other/*.xls[mb] "$corpus"/other/*.xltx; do
    status=0
    "$program" extract "$file" >"$work/${file##*/}" 2>/dev/null || status=$?
    case $status in
        0 | 3) ;;
        *) wrong "${file##*/} ended with $status" ;;
    esac
    # The last line of the kind is that of the file itself.
    grep -a '^-- ' "$work/${file##*/}" | tail -n 1 >>"$work/ends"
done

# count WORDS NUMBER: so many files say so of themselves in the end.
count() {
    local got
    got=$(grep -cE "$1" "$work/ends" || true)
    [ "$got" -eq "$2" ] || wrong "$got files are \"$1\", not $2"
}
count '(spreadsheetml|ms-excel)[.a-zA-Z0-9]*$' 43
count ', partly-read: damaged: ' 5
count ', unread: encrypted$' 3
count '.' 51

# shows FILE PLACE LINE: the line stands below the place, as a whole or in cells.
shows() {
    awk -v place="@ $2" -v line="$3" '/^@ / { here = ($0 == place) }
        here && ($0 == line || index("\t" $0, "\t" line "\t") > 0) { found = 1 }
        END { exit !found }' "$work/$1" || wrong "$1 does not show at $2: $3"
}
shows 51519.xlsb 'Sheet1:A2' '豊田車会社'
shows 51519.xlsb 'Sheet1:A2' 'トヨタクルマカイシャ'
shows date.xlsb 'Sheet1:A1' '2013/1/12'
shows hyperlink.xlsb 'Sheet1:A1 link' 'http://tika.apache.org/'
shows WithTextBox.xlsb 'Sheet1 drawing' 'Line 2'
shows right-to-left.xlsx 'English:A3 comment' 'PJ Fanning: test comment'
shows right-to-left.xlsx 'عربى:A1' 'نص'
shows headerFooterTest.xlsx 'Sheet1 footer' "$(printf 'bottom left\tbottom center\tbottom right')"
shows simple-monthly-budget.xlsx 'Simple Monthly Budget:B5' '$2,500.00'
shows simple-monthly-budget.xlsx 'Simple Monthly Budget:B4' '62%'
shows simple-monthly-budget.xlsx 'Simple Monthly Budget drawing' 'Income and Expenses'
shows 45544.xlsx 'Hires by Industry:A9' '16.9%'
shows 45544.xlsx 'Hires by Industry:A9' '$12,800'
shows 45544.xlsx 'Hires by Industry:A5' 'September 11, 2006'
shows 49609.xlsx 'FAM:B2' '11698.24'
shows 55406_Conditional_formatting_sample.xlsx 'defined name' "$(printf 'avgcpa\tSummary!#REF!')"
shows 56502.xlsx 'external link' 'name: LUCANET'
shows 54436.xlsx 'Sheet1:A3' 'Question 2'
shows xlsx-corrupted.xlsx 'Sheet1:A2' 'second'
shows test.xltx 'properties' 'Application: Microsoft Excel'

[ "$failures" -eq 0 ]
echo "all workbooks are as they were"
