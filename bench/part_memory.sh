# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; `…` is Markdown
# The most memory that a scan's processes have together: their proportional set sizes, looked at ten
# times a second.

# together PID: KiB of the process and of all below it.
together() {
    local pids=("$1") at=0 children
    while [ "$at" -lt "${#pids[@]}" ]; do
        children=$(cat "/proc/${pids[at]}/task/${pids[at]}/children" 2>/dev/null || true)
        # shellcheck disable=SC2206 # numbers
        pids+=($children)
        at=$((at + 1))
    done
    local rollups=("${pids[@]/#//proc/}")
    rollups=("${rollups[@]/%//smaps_rollup}")
    (cat "${rollups[@]}" 2>/dev/null || true) | awk '/^Pss:/ { sum += $2 } END { print sum + 0 }'
}

# most NAME COMMAND…: sets peak to the most KiB while it runs.
most() {
    local pid kib status=0
    peak=0
    "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        kib=$(together "$pid")
        peak=$((kib > peak ? kib : peak))
        sleep 0.1
    done
    wait "$pid" || status=$?
    [ "$status" -le 3 ]
}

# measure NAME TITLE COMMAND…
measure() {
    local title=$1
    shift
    most "$@"
    awk -v title="$title" -v kib="$peak" 'BEGIN {
        mb = kib * 1024 / 1e6
        printf "| %s | %.0f | ≤ 300 | %s |\n", title, mb, mb <= 300 ? "reached" : "not reached"
    }' >>"$work/peaks"
    tail -n 1 "$work/peaks"
}

scan_with_all_packs() {
    printf 'rules:\n  packs: [common, jp, us, uk, eu, apac, americas, mea]\n' >"$work/all.yaml"
    rm -f "$work"/new.db*
    scan 2 "$work/new.db" --config "$work/all.yaml" "$@"
}

: >"$work/peaks"
measure 'tree, two workers' scan_anew 2 "$tree"
measure 'tree, two workers, nothing changed' scan 2 "$work/new.db" "$tree"
measure 'part, two workers, all packs' scan_with_all_packs "$trees/part"
[ -z "$documents" ] || measure 'documents, two workers' scan_anew 2 "$documents"

title_part() {
    echo 'memory of all processes'
}

note_part() {
    cat <<TEXT
- program: $("$program" --version | sed -n 1p); proportional set sizes (what is shared counts once), the most of
  ten looks a second; once each

| scan | MB | target | |
|---|---|---|---|
TEXT
    cat "$work/peaks"
}
