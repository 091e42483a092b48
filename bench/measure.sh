# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; `…` is Markdown
# What the parts share: running programs by turns, and the tables of it. A part is a script that calls
# these and defines title_part (the section's first words) and note_part (what stands above the tables).

say() {
    printf '== %s\n' "$*"
}

begin_part() {
    : >"$work/times"
    : >"$work/rows"
    : >"$work/ratios"
}

# take NAME SECONDS PROCESSOR: one measurement.
take() {
    printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$work/times"
    printf '   %-18s %8.2f s, %8.2f s of processors\n' "$1" "$2" "$3"
}

# timed NAME COMMAND…: runs it and takes its seconds, those of all its processes. Its output is in
# $work/out. A status above 3, or 2, ends the measurement: 1 is "nothing found", or with clamscan "found",
# 3 is daicho's "part could not be read".
timed() {
    local name=$1 status=0 took
    shift
    local TIMEFORMAT='%R %U %S'
    took=$({ time "$@" >"$work/out" 2>"$work/err"; } 2>&1) || status=$?
    if [ "$status" -gt 3 ] || [ "$status" -eq 2 ]; then
        tail -n 5 "$work/err" >&2
        echo "run.sh: failed with $status: $*" >&2
        exit 1
    fi
    read -r real user system <<<"$took"
    take "$name" "$real" "$(awk "BEGIN { print $user + $system }")"
}

# scan JOBS CATALOG FOLDER…
scan() {
    local jobs=$1 catalog=$2
    shift 2
    "$program" scan --catalog "$catalog" --jobs "$jobs" --quiet "$@"
}

# The same into a new catalog.
scan_anew() {
    rm -f "$work"/new.db*
    scan "$1" "$work/new.db" "${@:2}"
}

# ripgrep THREADS WORD…: with the rules' patterns, over what is named at the end.
ripgrep() {
    rg --no-config --no-ignore --hidden --text --multiline --count-matches --no-messages \
        --regex-size-limit 1G --dfa-size-limit 1G --threads "$1" -f "$trees/plain" "${@:2}"
}

# row NAME TITLE [BYTES]: a line of the table of times; with BYTES also how many a second.
row() {
    printf '%s\t%s\t%s\n' "$1" "$2" "${3:-0}" >>"$work/rows"
}

# ratio OF TO wall|processor TITLE [TARGET]: of two programs' times in the same round. A target is "<= 2"
# or ">= 3".
ratio() {
    printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "${5:--}" >>"$work/ratios"
}

# The section: heading, machine, notes, tables.
write_part() {
    printf '# Measured: %s\n\n' "$(title_part)"
    printf -- '- made by `./dev bench %s`, %s rounds; medians, with the least and the most of a round\n' \
        "$part" "$rounds"
    printf -- '- machine: %s\n' "$(describe_machine "$trees")"
    note_part
    awk -f "$here/results.awk" "$work/times" "$work/rows" "$work/ratios"
}
