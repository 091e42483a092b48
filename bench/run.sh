#!/usr/bin/env bash
# run.sh DAICHO BENCH_MATCH [PART…]: measures daicho beside other programs, each part for its section of
# bench/RESULTS.md: match classify scan rescan archives memory growth, all of them when none is named.
# ROUNDS=3: how often, one program after the other in each round. CORPUS=DIR: a folder of real files of
# many formats and of Japanese prose in Shift_JIS (aozora/); what needs it is left out without it.
# TREE=DIR: the source of Linux, unpacked already. FOLDER=DIR: where the trees are made (build/bench).
# RESULTS=FILE: writes elsewhere. WHOLE=1: ripgrep reads the whole tree, too: minutes a round.
# shellcheck disable=SC2034 # the parts use what is set here
set -euo pipefail
export LC_ALL=C.UTF-8

program=$(realpath "${1:?usage: run.sh DAICHO BENCH_MATCH [PART…]}")
matcher=$(realpath "${2:?usage: run.sh DAICHO BENCH_MATCH [PART…]}")
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rounds=${ROUNDS:-3}
results=${RESULTS:-$here/RESULTS.md}
trees=${FOLDER:-$here/../build/bench}
work=$(mktemp -d "${TMPDIR:-/tmp}/daicho-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=bench/section.sh
source "$here/section.sh"
# shellcheck source=bench/measure.sh
source "$here/measure.sh"
# shellcheck source=bench/trees.sh
source "$here/trees.sh"

parts=(match classify scan rescan archives memory growth)
if [ $# -eq 0 ]; then
    set -- "${parts[@]}"
fi
for part in "$@"; do
    if [[ " ${parts[*]} " != *" $part "* ]]; then
        echo "run.sh: no part '$part': ${parts[*]}" >&2
        exit 2
    fi
done
make_trees
for part in "$@"; do
    say "Part: $part"
    begin_part
    # shellcheck source=/dev/null
    source "$here/part_$part.sh"
    write_part | put_section "$results" "$(title_part)"
done
say "Written: $results"
