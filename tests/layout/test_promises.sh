#!/bin/bash
# shellcheck disable=SC2016 # the backquotes are those of a table
# Every promise of enforcer/README.md is cited by a test, and docs/promises.md names tests that are there.
set -euo pipefail
cd "$(dirname "$0")/../.."
failed=0

fail() {
    echo "$*"
    failed=1
}

# The numbers: "P1: …", also several in a line.
mapfile -t numbers < <(sed -n '/^- [A-Z][0-9]*:/p' enforcer/README.md | grep -oE '\b[A-Z][0-9]+:' | tr -d : | sort -u)
[ "${#numbers[@]}" -ge 30 ] || fail "only ${#numbers[@]} promises were found in enforcer/README.md"
for number in "${numbers[@]}"; do
    grep -rqE "(/\*|#)[^*]*\b$number\b" tests/unit/{enforcer,catalog,base} tests/cli || fail "$number is cited by no test"
    grep '^|' docs/promises.md | cut -d '|' -f 2 | grep -qE "\b$number\b" || fail "$number is not in docs/promises.md"
done

# The tests: a word with underscores is a function, in backquotes stands a file.
list_names() {
    sed -n '/^| No/,/^## Figures/p' docs/promises.md | sed 's/`[^`]*`//g' | grep -oE '\b[a-z]+(_[a-z]+){2,}\b' | sort -u
}
list_files() {
    sed -n '/^| P1/,/^## Figures/p' docs/promises.md | cut -d '|' -f 4 | grep -oE '`[a-z_/.]+`' | tr -d '`' | sort -u
}
while read -r name; do
    grep -rqE "^static void $name\(void \*\*state\)" tests/unit || fail "there is no test $name"
done < <(list_names)
while read -r file; do
    case $file in
    *.bats) [ -e "tests/cli/$file" ] || fail "there is no tests/cli/$file" ;;
    */*) [ -e "tests/unit/${file%/*}/test_${file#*/}.c" ] || fail "there is no test $file" ;;
    *) [ -e "tests/unit/enforcer/test_$file.c" ] || fail "there is no test $file" ;;
    esac
done < <(list_files)

[ "$failed" -eq 0 ] && echo "${#numbers[@]} promises, each with its tests"
exit "$failed"
