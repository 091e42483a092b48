# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; `…` is Markdown
# What telling the type of a file takes, of the types that the trees have five files or more of.

classify() {
    "$(dirname "$matcher")/bench_classify" "$1" |
        awk -F '\t' -v title="$2" -v all="$(files_of "$1")" '$2 >= 5 {
            printf "| %s | %s | %d (%.1f %%) | %.0f | %.1f |\n", title, $1, $2, $2 * 100 / all, $3, $4
        }' >>"$work/types"
}

: >"$work/types"
classify "$trees/part" 'C source'
[ -z "$documents" ] || classify "$CORPUS" documents
cat "$work/types"

title_part() {
    echo 'the types of files'
}

note_part() {
    cat <<TEXT
- program: $("$program" --version | sed -n 1p), of which \`bench_classify\` is a part; one processor, the fastest of 20 times
- target: 5 µs for plain text and the usual containers; libmagic is asked only about what nothing else told

| files | type and charset | files | bytes looked at, mean | µs a file, mean |
|---|---|---|---|---|
TEXT
    cat "$work/types"
}
