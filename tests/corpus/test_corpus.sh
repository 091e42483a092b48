#!/usr/bin/env bash
# Scans a whole corpus of real files and holds the catalog against the tree: every file is an item,
# every item is read, or says why not, and no worker died over one. The corpus is DAICHO_CORPUS, or
# ../shared/corpus beside the project; where neither is there, a small one is made.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
failures=0

wrong() {
    printf 'not ok: %s\n' "$*"
    failures=$((failures + 1))
}

make_corpus() {
    local file
    "$root/demo/make_share.sh" "$1"
    : >"$1/empty"
    head -c 100000 /dev/urandom >"$1/random"
    printf 'PK\003\004' >"$1/stub.zip"
    printf '\x1f\x8b\x08' >"$1/stub.gz"
    printf '%%PDF-1.7\n' >"$1/page.pdf"
    printf 'not UTF-8' >"$1/$(printf 'name-\xff')"
    mkfifo "$1/fifo"
    ln -s / "$1/link"
    cp "$1/研修/2022/研修2022.tar.gz" "$work/nested.0"
    for depth in 1 2 3 4 5 6 7 8 9 10 11 12; do
        tar -C "$work" -czf "$work/nested.$depth" "nested.$((depth - 1))"
    done
    mv "$work/nested.12" "$1/nested.tar.gz"
    for file in "$1"/研修/2022/*.gz "$1"/人事/*.zip; do
        head -c 300 "$file" >"$1/cut-${file##*/}"
    done
}

corpus=${DAICHO_CORPUS:-$root/../shared/corpus}
if [ ! -d "$corpus" ]; then
    corpus=$work/corpus
    make_corpus "$corpus"
fi
echo "corpus: $corpus"

status=0
"$program" scan "$corpus" --catalog "$work/c.db" >"$work/out" 2>"$work/err" || status=$?
tail -n 5 "$work/out" "$work/err"
case $status in
    0 | 3) ;;
    *)
        wrong "scan exited with $status"
        exit 1
        ;;
esac

# list STATE: the items in that state, without the header line.
list() {
    "$program" items --catalog "$work/c.db" --state "$1" --format tsv | tail -n +2
}

# column NAME: its number in the items' TSV, so that a new column breaks nothing here.
header=$("$program" items --catalog "$work/c.db" --format tsv | head -n 1) || true
column() {
    tr '\t' '\n' <<<"$header" | grep -nxF "$1" | cut -d: -f1
}
part=$(column part)
reason=$(column reason)

"$program" items --catalog "$work/c.db" --format tsv | tail -n +2 >"$work/items"
for state in read partly-read unread; do
    list "$state" >"$work/$state"
    printf '%s: %d\n' "$state" "$(wc -l <"$work/$state")"
done
all=$(wc -l <"$work/items")
sum=$(cat "$work/read" "$work/partly-read" "$work/unread" | wc -l)
[ "$all" -eq "$sum" ] || wrong "$all items, but read, partly read and unread are $sum"

# Nothing is stored in FIFOs, devices and sockets, and links lead to what is elsewhere: no items.
on_share=$(find "$corpus" -type f -printf x | wc -c)
as_items=$(awk -F '\t' -v part="$part" '$part == ""' "$work/items" | wc -l)
[ "$on_share" -eq "$as_items" ] || wrong "$on_share files on the share, but $as_items items"

without=$(cat "$work/partly-read" "$work/unread" | awk -F '\t' -v reason="$reason" '$reason == ""' | wc -l)
[ "$without" -eq 0 ] || wrong "$without items are not fully read and do not say why"

awk -F '\t' -v reason="$reason" '$reason ~ /^worker/' "$work/items" >"$work/crashed"
[ ! -s "$work/crashed" ] || {
    cat "$work/crashed"
    wrong "workers died or were killed over the files above"
}

if [ -s "$work/unread" ] || [ -s "$work/partly-read" ]; then
    [ "$status" -eq 3 ] || wrong "something is unread, and scan exited with $status"
else
    [ "$status" -eq 0 ] || wrong "everything is read, and scan exited with $status"
fi

# A second scan opens nothing again and says the same.
"$program" scan "$corpus" --catalog "$work/c.db" >"$work/out" 2>&1 || true
"$program" items --catalog "$work/c.db" --format tsv | tail -n +2 | cmp - "$work/items" ||
    wrong "a second scan of the same files lists other items"

[ "$failures" -eq 0 ]
echo "$all items add up"
