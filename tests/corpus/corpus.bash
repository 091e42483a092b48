# What the tests over real files share. DAICHO names the program. Where the corpus is not beside the
# project, nothing is tested.
set -euo pipefail
export LC_ALL=C.UTF-8
program=${DAICHO:?names the program}
corpus=${DAICHO_CORPUS:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/../shared/corpus}
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

# extract_all FILE…: the text of each goes to $work/<name>, and what the file says of itself in its last
# line to $work/ends.
extract_all() {
    local file status
    for file in "$@"; do
        status=0
        "$program" extract "$file" >"$work/${file##*/}" 2>/dev/null || status=$?
        case $status in
            0 | 3) ;;
            *) wrong "${file##*/} ended with $status" ;;
        esac
        grep -a '^-- ' "$work/${file##*/}" | tail -n 1 >>"$work/ends"
    done
}

# count WORDS NUMBER: so many files say so of themselves.
count() {
    local got
    got=$(grep -acE -- "$1" "$work/ends") || true
    [ "$got" -eq "$2" ] || wrong "$got files say \"$1\", not $2"
}

# shows FILE PLACE TEXT: a line, or a cell of one, stands below the place or in the member of that name.
shows() {
    awk -v place="$2" -v text="$3" '
        /^(@|==) / { here = ($0 == "@ " place || $0 == "== " place) }
        here { n = split($0, cells, "\t"); for (i = 1; i <= n; i++) found = found || cells[i] == text }
        here && $0 == text { found = 1 }
        END { exit !found }' "$work/$1" || wrong "$1 does not show at $2: $3"
}

finish() {
    [ "$failures" -eq 0 ] || exit 1
    echo "$(wc -l <"$work/ends") files are read as they should be"
}
