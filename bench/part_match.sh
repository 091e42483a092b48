# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; `…` is Markdown
# How fast one processor matches: daicho's matching alone, in windows as a scan has them, beside ripgrep
# with the same patterns and beside PCRE2, rule by rule.

# match NAME TEXT WORD…
match() {
    local name=$1 text=$2 seconds
    shift 2
    seconds=$("$matcher" "$@" "$text")
    take "$name" "${seconds%%$'\t'*}" "${seconds%%$'\t'*}"
}

# by_turns NAME TEXT: the four of one text.
by_turns() {
    match "$1.two" "$2"
    match "$1.all" "$2" --packs all
    match "$1.pcre2" "$2" --engine pcre2
    timed "$1.rg" ripgrep 1 "$2"
}

# tables NAME TITLE BYTES OVER_RG OVER_PCRE2
tables() {
    row "$1.two" "$2: daicho, two packs" "$3"
    row "$1.all" "$2: daicho, all packs" "$3"
    row "$1.pcre2" "$2: PCRE2, rule by rule" "$3"
    row "$1.rg" "$2: \`rg\`" "$3"
    ratio "$1.rg" "$1.two" processor "$2: how many times \`rg\`'s speed" "$4"
    ratio "$1.pcre2" "$1.two" processor "$2: how many times PCRE2's speed" "$5"
    ratio "$1.all" "$1.two" processor "$2: time of all packs to two" '<= 1.3'
}

for ((round = 1; round <= rounds; round++)); do
    by_turns c "$trees/source.txt"
    if [ -e "$trees/sjis" ]; then
        by_turns ja "$trees/utf8/prose.txt"
        timed sjis.scan scan_anew 1 "$trees/sjis"
        timed sjis.rg ripgrep 1 -E sjis "$trees/sjis"
    fi
done
tables c 'C source' "$(bytes_of "$trees/source.txt")" '>= 3' '>= 20'
if [ -e "$trees/sjis" ]; then
    tables ja 'prose, UTF-8' "$(bytes_of "$trees/utf8")" '>= 6' -
    row sjis.scan 'prose, Shift_JIS: `daicho scan --jobs 1`, all of it' "$(bytes_of "$trees/sjis")"
    row sjis.rg 'prose, Shift_JIS: `rg -E sjis`' "$(bytes_of "$trees/sjis")"
    ratio sjis.rg sjis.scan processor "prose, Shift_JIS: how many times \`rg -E sjis\`'s speed" '>= 1'
fi

title_part() {
    echo 'matching, one processor'
}

note_part() {
    cat <<TEXT
- programs: $("$program" --version | sed -n 1p); $(rg --version | sed -n 1p)
- texts: C source of the kernel; Japanese prose of the corpus' \`aozora\` folder, where a corpus is given
- \`rg\` has the $(wc -l <"$trees/plain") patterns of the default packs as one, without look-arounds and
  possessive repeats (its engine lacks them), and neither folds nor validates; seconds of daicho's matching
  are of the processor, without loading the rules (\`bench/match.c\`); with Shift_JIS it is a whole scan
TEXT
}
