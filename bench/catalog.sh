#!/usr/bin/env bash
# catalog.sh DAICHO FILL [N…]: measures catalogs of N findings (1000000 10000000): what writing them takes
# and how large they are, and what is asked of them, next to plain sqlite3 where that is the least it
# could take. FILL is the program of catalog_fill.c. It fails where the register does not add up to
# what the findings are. RESULTS=FILE writes elsewhere.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC

program=$(realpath "${1:?usage: catalog.sh DAICHO FILL [N…]}")
fill=$(realpath "${2:?usage: catalog.sh DAICHO FILL [N…]}")
shift 2
sizes=("$@")
[ $# -gt 0 ] || sizes=(1000000 10000000)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=${RESULTS:-$here/RESULTS.md}
work=$(mktemp -d "${TMPDIR:-/tmp}/daicho-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=bench/section.sh
source "$here/section.sh"
rounds=3

fail() {
    echo "catalog.sh: $1" >&2
    exit 1
}

# Of invented persons, with reserved values and a computed number.
make_share() {
    local i
    mkdir -p "$work/share"
    for i in {0..9}; do
        printf '架空 花子 様 電話 03-0000-1234 メール hanako.kaku@example.com 個人番号 123456789018\n以上\n' \
            >"$work/share/known$i.txt"
    done
}

note() {
    printf '%s\t%s\t%s\n' "$count" "$1" "$2" >>"$work/notes"
}

# step NAME COMMAND…: runs it, the file once more than it counts; the medians of its seconds and of
# those of all processors are noted. What it printed last is in $work/out.
step() {
    local name=$1 round
    shift
    : >"$work/times"
    for ((round = 0; round <= rounds; round++)); do
        /usr/bin/time -q -a -o "$work/times" -f '%e %U %S' "$@" >"$work/out" 2>"$work/err" ||
            fail "$name of $count findings: $(tail -n 3 "$work/err")"
    done
    note "$name" "$(tail -n "$rounds" "$work/times" | sort -n | sed -n "$((rounds / 2 + 1))p" |
        awk '{ printf "%.2f (%.2f)", $1, $2 + $3 }')"
}

fill_catalog() {
    rm -rf "$work"/c.db*
    /usr/bin/time -q -o "$work/times" -f '%U %S' "$fill" "$work/c.db" "$work/c.db.key" "$work/share" \
        "$count" known{0..9}.txt >"$work/filled" || fail "cannot fill a catalog"
    local seconds bytes
    seconds=$(awk '$1 == "write" { print $2 }' "$work/filled")
    bytes=$(stat -c %s "$work/c.db")
    note 'files' "$(awk '$1 == "files" { print $2 }' "$work/filled")"
    note 'written, seconds (of processors)' "$seconds ($(awk '{ printf "%.2f", $1 + $2 }' "$work/times"))"
    note 'findings written a second' "$((count / ${seconds%.*}))"
    note 'purposes given to all, seconds' "$(awk '$1 == "purposes" { print $2 }' "$work/filled")"
    note 'catalog, MB' "$((bytes / 1000000))"
    note 'bytes a finding' "$(awk -v b="$bytes" -v n="$count" 'BEGIN { printf "%.1f", b / n }')"
}

of_catalog() {
    step "daicho $*" "$program" "$@" --catalog "$work/c.db"
}

plainly() {
    step "sqlite3: $1" sqlite3 "file:$work/c.db?mode=ro" "$2"
}

first_rows() {
    "$program" findings --catalog "$work/c.db" --format tsv "$@" | awk 'NR == 100 { exit }'
}

check_register() {
    local told counted
    "$program" register --catalog "$work/c.db" --format json >"$work/register"
    told=$(jq '[.. | objects | .findings? // empty | numbers] | add' "$work/register")
    counted=$(sqlite3 "$work/c.db" "SELECT COUNT(*) FROM findings
        WHERE confidence >= 40 AND rule NOT LIKE 'policy.%'")
    [ "$told" = "$counted" ] || fail "the register tells of $told findings, there are $counted"
}

measure() {
    export -f first_rows
    export program work
    step 'daicho --version' "$program" --version
    step 'daicho rules list' "$program" rules list
    of_catalog subject find --email hanako.kaku@example.com
    of_catalog subject find --phone 03-0000-1234
    of_catalog subject find --id jp.my-number=123456789018
    plainly 'the fingerprints of one value' "SELECT COUNT(*) FROM findings WHERE id >> 18 IN
        (SELECT value FROM generate_series(0, $count >> 18)) AND substr(fingerprint, 1, 8) = x'0011223344556677'"
    of_catalog register
    plainly 'every sum of an item once' 'SELECT SUM(counted) FROM item_sums'
    plainly 'every finding once' 'SELECT SUM(confidence) FROM findings'
    of_catalog report exposure
    of_catalog report retention
    of_catalog report unread
    of_catalog report html
    step 'daicho findings, the first 100' bash -c first_rows
    step 'the same, --rule jp.my-number' bash -c 'first_rows --rule jp.my-number'
    step 'the same, --path "*/0001234.csv"' bash -c 'first_rows --path "*/0001234.csv"'
    of_catalog items
}

write_section() {
    cat <<END
# Measured: catalogs of many findings

Made by \`./dev bench catalog\`: a catalog of each size is filled through the catalog's own functions, in
four shares, with 57 findings in a file in the mean; each question is then asked four times, of which the
last three count: the median of the seconds that the whole process took, and in parentheses those of
all processors. The person who is searched for stands in ten files, which are read again each time.
\`sqlite3\` is the least that a question could take: it looks at the rows and does nothing else.

- machine: $(describe_machine "$work")
- program: $("$program" --version | head -n 1)

END
    awk -F '\t' -v sizes="${sizes[*]}" '
        !($2 in seen) { seen[$2] = 1; steps[++n] = $2 }
        { value[$1, $2] = $3 }
        END {
            m = split(sizes, size, " ")
            line = "| |"; rule = "|---|"
            for (i = 1; i <= m; i++) { line = line " " size[i] " findings |"; rule = rule "---|" }
            print line "\n" rule
            for (k = 1; k <= n; k++) {
                line = "| " steps[k] " |"
                for (i = 1; i <= m; i++) { line = line " " value[size[i], steps[k]] " |" }
                print line
            }
        }' "$work/notes"
}

make_share
for count in "${sizes[@]}"; do
    printf '== %d findings\n' "$count"
    fill_catalog
    check_register
    measure
done
write_section | put_section "$results" 'catalogs of many findings'
printf '== Written: %s\n' "$results"
