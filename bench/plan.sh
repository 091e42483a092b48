#!/usr/bin/env bash
# plan.sh DAICHO [N…]: measures plans with N targets (1250 2500 5000 10000) from the scan to the
# certificate, and puts the tables into bench/RESULTS.md. Three kinds: N files in each of which one
# person stands beside others; N files kept too long; one file with 10 N rows, of which N go. It
# fails where a plan does not do what it should. RESULTS=FILE writes elsewhere.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=Asia/Tokyo

program=$(realpath "${1:?usage: plan.sh DAICHO [N…]}")
shift
sizes=("$@")
[ $# -gt 0 ] || sizes=(1250 2500 5000 10000)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=${RESULTS:-$here/RESULTS.md}
work=$(mktemp -d "${TMPDIR:-/tmp}/daicho-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=bench/section.sh
source "$here/section.sh"

hanako=(--email hanako.kaku@example.com --phone 03-0000-1234 --name '架空 花子')

fail() {
    echo "plan.sh: $1" >&2
    exit 1
}

# step NAME WORD…: runs it; its seconds, those of all processors, and the most memory that one of its
# processes held are noted. What it printed is in $work/out.
step() {
    local name=$1 status=0
    shift
    /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$program" "$@" \
        >"$work/out" 2>"$work/err" || status=$?
    [ "$status" -eq 0 ] || {
        tail -n 5 "$work/out" "$work/err" >&2
        fail "$name of $kind, $count targets: exit status $status"
    }
    note "$name" time "$(awk '{ print $1 }' "$work/time")"
    note "$name" cpu "$(awk '{ printf "%.2f", $2 + $3 }' "$work/time")"
    note "$name" memory "$(awk '{ printf "%.1f", $4 / 1024 }' "$work/time")"
}

note() {
    printf '%s\t%s\t%s\t%s\t%s\n' "$kind" "$2" "$1" "$count" "$3" >>"$work/notes"
}

# megabytes QUERY: a number of bytes in the catalog.
megabytes() {
    sqlite3 catalog.db "SELECT printf('%.2f', COALESCE(SUM(n), 0) / 1e6) FROM ($1)"
}

note_sizes() {
    note 'text of the plan' size "$(megabytes 'SELECT length(text) AS n FROM plans')"
    note 'journal and audit chain' size "$(megabytes \
        "SELECT pgsize AS n FROM dbstat WHERE name IN ('journal', 'audit')")"
    note 'catalog, whole' size "$(megabytes 'SELECT pgsize AS n FROM dbstat')"
}

# The papers of a request and its plan: nothing in them depends on how many files there are.
accept_request() {
    local words
    for words in 'verify 1 --method callback --evidence bench' 'form 1 -o form.html' 'returned 1' \
        'decide 1 --accept'; do
        # shellcheck disable=SC2086 # they are several
        "$program" request $words --quiet >/dev/null
    done
}

see_and_apply() {
    step 'plan show' plan show 1
    step 'plan list' plan list
    step 'plan approve' plan approve 1 --as officer
    step 'plan apply, dry run' plan apply 1
    step 'plan apply --execute' plan apply 1 --execute
    step 'plan show, applied' plan show 1
    step 'certificate show' certificate show 1
    step 'certificate verify' certificate verify 1
    step 'audit verify' audit verify
    note_sizes
}

erase_person() {
    step 'subject find' subject find "${hanako[@]}"
    step 'request new' request new --kind erasure "${hanako[@]}"
    accept_request
    step 'request plan' request plan 1
    see_and_apply
    step 'request show' request show 1
    step 'request list' request list
    step 'scan, afterwards' scan
    step 'subject find, afterwards' subject find "${hanako[@]}" --format tsv
    [ "$(wc -l <"$work/out")" -eq 1 ] || fail "$kind, $count: the person is still found"
}

measure_person() {
    local others
    others=$(run_grep 'person[0-9]*@' | wc -l)
    erase_person
    [ "$(find share -type f | wc -l)" -eq "$count" ] || fail "$count: files are missing"
    run_grep 'hanako\.kaku' && fail "$count: the person still stands in a file"
    [ "$(run_grep 'person[0-9]*@' | wc -l)" -eq "$others" ] || fail "$count: others are missing"
}

measure_rows() {
    erase_person
    [ "$(wc -l <share/orders.csv)" -eq $((9 * count + 1)) ] || fail "$count: rows are missing"
    run_grep 'hanako' && fail "$count: the person still stands in a row"
    true
}

measure_retention() {
    step 'retention plan' retention plan
    see_and_apply
    [ "$(find share -type f | wc -l)" -eq 0 ] || fail "$count: files are left"
}

run_grep() {
    grep -rE "$1" share
}

# measure KIND N: in a folder of its own.
measure() {
    kind=$1
    count=$2
    printf '== %s, %s targets\n' "$kind" "$count"
    mkdir "$work/$kind"
    cd "$work/$kind"
    "$here/plan_share.sh" share "$kind" "$count"
    "$program" init . --share office=share --quiet
    if [ "$kind" = retention ]; then
        cat >policy.yaml <<'END'
purposes: [{id: old, retention: {keep: P2Y, from: modified, then: delete}}]
mapping: [{path: '*', purpose: old}]
END
    fi
    step 'scan' scan
    "measure_$kind"
    cd "$work"
    rm -rf "${work:?}/$kind"
}

# After each size, so that what was measured stays when the rest is interrupted.
write_results() {
    awk -f "$here/plan.awk" -v version="$("$program" --version | head -n 1)" \
        -v machine="$(describe_machine "$work")" "$work/notes" | put_section "$results" 'plans'
}

for kind in rows retention person; do
    for count in "${sizes[@]}"; do
        measure "$kind" "$count"
        write_results
    done
done
printf '== Written: %s\n' "$results"
