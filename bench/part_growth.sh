# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; `…` is Markdown
# What 1, 2, 4 and 8 times the part cost: the last columns say how many times more each doubling takes
# (2 is linear).

sizes=(1 2 4 8)

make_growth() {
    local n
    for n in 1 2 3 4 5 6 7 8; do
        [ -e "$trees/growth/$n" ] && continue
        mkdir -p "$trees/growth"
        copy_changed "$trees/part" "$trees/growth/$n.new" "$n"
        mv "$trees/growth/$n.new" "$trees/growth/$n"
    done
}

# The first n copies.
folders() {
    local n
    for ((n = 1; n <= $1; n++)); do
        echo "$trees/growth/$n"
    done
}

make_growth
: >"$work/catalogs"
for size in "${sizes[@]}"; do
    mapfile -t list < <(folders "$size")
    timed "first.$size" scan_anew 2 "${list[@]}"
    timed "again.$size" scan 2 "$work/new.db" "${list[@]}"
    timed "list.$size" "$program" findings --catalog "$work/new.db" --format tsv
    printf '%s %s\n' "$size" "$(bytes_of "$work"/new.db*)" >>"$work/catalogs"
done

# grown NAME COLUMN TITLE: a line of the table, from the times or from the catalogs' sizes.
grown() {
    awk -F '\t' -v name="$1" -v column="$2" -v title="$3" '
        index($1, name ".") == 1 { v[++n] = $column }
        END {
            printf "| %s |", title
            for (i = 1; i <= n; i++) printf " %.2f |", v[i]
            for (i = 2; i <= n; i++) printf " %s |", (v[i - 1] >= 0.1 ? sprintf("%.2f", v[i] / v[i - 1]) : "–")
            print ""
        }' "${4:-$work/times}"
}

title_part() {
    echo 'growth with the tree'
}

note_part() {
    cat <<TEXT
- program: $("$program" --version | sed -n 1p), two workers; once each
- the part ($(files_of "$trees/part") files, $(bytes_of "$trees/part") bytes) once, twice, four and eight times, each file with a line of
  its own; the last columns say how many times more each doubling takes: 2 is linear

| | 1 | 2 | 4 | 8 | ×2 | ×2 | ×2 |
|---|---|---|---|---|---|---|---|
TEXT
    grown first 2 'first scan, seconds'
    grown first 3 'first scan, seconds of processors'
    grown again 2 'nothing changed, seconds'
    grown again 3 'nothing changed, seconds of processors'
    grown list 3 '`findings`, seconds of processors'
    grown size 2 'catalog, MB' <(awk '{ printf "size.%s\t%.3f\n", $1, $2 / 1e6 }' "$work/catalogs")
}
