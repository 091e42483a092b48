#!/usr/bin/env bash
# run.sh DAICHO [ROUNDS]: measures `daicho scan` on the Linux source next to ripgrep with the same
# patterns, one after the other in each round, for its section of bench/RESULTS.md. TREE=DIR measures
# another tree, and RESULTS=FILE writes elsewhere.
set -euo pipefail
export LC_ALL=C.UTF-8

program=$(realpath "${1:?usage: run.sh DAICHO [ROUNDS]}")
rounds=${2:-3}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tarball=/usr/src/linux-source-6.1.tar.xz
results=${RESULTS:-$here/RESULTS.md}
jobs=$(nproc)
work=$(mktemp -d "${TMPDIR:-/tmp}/daicho-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=bench/section.sh
source "$here/section.sh"

say() {
    printf '== %s\n' "$*"
}

# seconds COMMAND…: runs it and sets elapsed; a status above 3 ends the measurement (1 is ripgrep's
# "nothing found", 3 is daicho's "part could not be read").
seconds() {
    local from status=0
    from=$EPOCHREALTIME
    "$@" >"$work/out" 2>"$work/err" || status=$?
    elapsed=$(awk -v a="$from" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
    if [ "$status" -gt 3 ] || [ "$status" -eq 2 ]; then
        cat "$work/err" >&2
        echo "run.sh: failed with $status: $*" >&2
        exit 1
    fi
}

ripgrep() {
    rg --no-config --no-ignore --hidden --text --threads "$jobs" --count-matches --no-messages \
        "$@" "$tree"
}

scan() {
    "$program" scan "$tree" --catalog "$1" --jobs "$jobs" --quiet
}

if [ -n "${TREE:-}" ]; then
    tree=$(realpath "$TREE")
else
    say "Unpack ${tarball##*/}"
    tree=$work/linux-source-6.1
    tar -C "$work" -xf "$tarball"
fi

# Names go, since all patterns become one, in which each may stand only once.
"$program" rules list --format json |
    jq -r '.rows[].pattern // empty' |
    sed -E 's/\(\?P?<[A-Za-z_][A-Za-z0-9_]*>/(/g' >"$work/pcre"
perl "$here/patterns.pl" <"$work/pcre" >"$work/plain"
[ -s "$work/plain" ] || {
    echo "run.sh: daicho rules list gave no patterns" >&2
    exit 1
}

files=$(find "$tree" -type f | wc -l)
bytes=$(find "$tree" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%d", sum }')
say "Warm up: $files files, $bytes bytes"
find "$tree" -type f -print0 | xargs -0 cat >/dev/null

for ((round = 1; round <= rounds; round++)); do
    say "Round $round of $rounds"
    rm -f "$work"/catalog.db*
    seconds scan "$work/catalog.db"
    echo "scan $elapsed" >>"$work/times"
    seconds ripgrep -P -f "$work/pcre"
    echo "rgp $elapsed" >>"$work/times"
    seconds scan "$work/catalog.db"
    echo "again $elapsed" >>"$work/times"
    tail -n 3 "$work/times"
done
say "ripgrep's own engine, once: it takes minutes"
seconds ripgrep -f "$work/plain"
echo "rg $elapsed" >>"$work/times"
"$program" items --catalog "$work/catalog.db" --format tsv >"$work/items"
"$program" findings --catalog "$work/catalog.db" --format tsv >"$work/findings"

awk -f "$here/results.awk" -v files="$files" -v bytes="$bytes" -v rounds="$rounds" \
    -v version="$("$program" --version | head -n 1)" \
    -v rg="$(rg --version | head -n 1)" \
    -v rules="$(wc -l <"$work/pcre")" \
    -v machine="$(describe_machine "$tree")" \
    -v workers="$jobs" \
    -v items="$(($(wc -l <"$work/items") - 1))" \
    -v findings="$(($(wc -l <"$work/findings") - 1))" \
    -v tree="${tree##*/}" \
    "$work/times" | put_section "$results" scanning
say "Written: $results"
cat "$results"
