#!/usr/bin/env bash
# test_pages.sh DAICHO: mandoc finds nothing to warn of in the manual pages.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath "${1:?usage: test_pages.sh DAICHO}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" help --manual >"$work/daicho.1"
"$program" help --manual daicho.yaml >"$work/daicho.yaml.5"
cp "$here"/../../docs/man/*.5 "$work"
mandoc -T lint -W warning "$work"/*.[15] || exit 1

# What it was given was read: a page is cut where a macro is mistaken.
mandoc -T utf8 "$work/daicho.1" | LC_ALL=C.UTF-8 sed 's/.\x08//g' >"$work/daicho.txt"
grep -q 'daicho request new --kind' "$work/daicho.txt"
grep -q '台帳' "$work/daicho.txt"
grep -q '^EXIT STATUS' "$work/daicho.txt"

# Each option of daicho.yaml has its entry.
"$program" config options --format tsv | tail -n +2 | cut -f 1 >"$work/options"
[ "$(wc -l <"$work/options")" -gt 15 ]
while read -r option; do
    grep -qxF ".It Cm ${option//-/\\-}" "$work/daicho.yaml.5" || {
        echo "$option is not in daicho.yaml(5)"
        exit 1
    }
done <"$work/options"
