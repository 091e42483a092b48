#!/usr/bin/env bash
# Over real files both engines find the same, at the same places and with the same confidence.
# shellcheck source=tests/corpus/corpus.bash
. "$(dirname "${BASH_SOURCE[0]}")/corpus.bash"

for engine in fast pcre2; do
    status=0
    "$program" scan "$corpus" --catalog "$work/$engine.db" --engine "$engine" --quiet || status=$?
    [ "$status" -eq 3 ] || wrong "the scan with $engine ended with $status"
    "$program" findings --catalog "$work/$engine.db" --format tsv --min-confidence 0 >"$work/$engine"
done
[ "$(wc -l <"$work/pcre2")" -gt 1000 ] || wrong "hardly anything was found"
cmp "$work/fast" "$work/pcre2" || wrong "the engines differ"
[ "$failures" -eq 0 ] || exit 1
echo "$(($(wc -l <"$work/fast") - 1)) findings, the same with both engines"
