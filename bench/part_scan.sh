# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; `…` is Markdown
# The first scan of a tree: beside ripgrep on a part of it, beside ClamAV's look for card and social
# security numbers, and one worker beside two.

# An own database, so that none has to be fetched: one signature that nothing has.
clam() {
    printf 'Daicho.Bench:0:*:64616963686f2d62656e63682d7468617420646f6573206e6f74206f63637572\n' >"$work/own.ndb"
    clamscan --database="$work/own.ndb" --recursive --infected --no-summary --detect-structured=yes "$1"
}

# One copy of the corpus: some formats take seconds a file.
[ -z "$documents" ] || documents=$documents/1

make_big
has_clam=$(command -v clamscan || true)
for ((round = 1; round <= rounds; round++)); do
    timed part.scan scan_anew 2 "$trees/part"
    timed part.rg ripgrep 2 "$trees/part"
    timed part.one scan_anew 1 "$trees/part"
    [ -z "$has_clam" ] || timed part.clam clam "$trees/part"
    timed tree.two scan_anew 2 "$tree"
    [ -z "${WHOLE:-}" ] || timed tree.rg ripgrep 2 "$tree"
    timed tree.one scan_anew 1 "$tree"
    for kind in "${big_kinds[@]}"; do
        timed "$kind.one" scan_anew 1 "$trees/big/$kind"
        timed "$kind.two" scan_anew 2 "$trees/big/$kind"
    done
    # Once: it takes as long as all the rest.
    [ -z "$documents" ] || [ "$round" -gt 1 ] || timed documents scan_anew 2 "$documents"
done

part_bytes=$(bytes_of "$trees/part")
tree_bytes=$(bytes_of "$tree")
row part.scan 'part: `daicho scan`, two workers' "$part_bytes"
row part.one 'part: `daicho scan`, one worker' "$part_bytes"
row part.rg 'part: `rg -j2`' "$part_bytes"
row part.clam 'part: `clamscan --detect-structured=yes`, one thread' "$part_bytes"
row tree.two 'tree: `daicho scan`, two workers' "$tree_bytes"
row tree.one 'tree: `daicho scan`, one worker' "$tree_bytes"
row tree.rg 'tree: `rg -j2`' "$tree_bytes"
for kind in "${big_kinds[@]}"; do
    row "$kind.one" "one $kind: one worker" "$(bytes_of "$trees/big/$kind")"
    row "$kind.two" "one $kind: two workers" "$(bytes_of "$trees/big/$kind")"
done
[ -z "$documents" ] || row documents 'documents: `daicho scan`, two workers' "$(bytes_of "$documents")"
ratio part.scan part.rg wall 'part: time of a first scan to `rg -j2`' '<= 0.5'
ratio tree.two tree.rg wall 'tree: time of a first scan to `rg -j2`' '<= 0.5'
ratio part.one part.clam wall 'part: time of a scan by one worker to ClamAV'
ratio tree.one tree.two wall 'tree: how many times faster two workers are than one' '>= 1.8'
for kind in "${big_kinds[@]}"; do
    ratio "$kind.one" "$kind.two" wall "one $kind: how many times faster two workers are than one"
done

describe_documents() {
    if [ -z "$documents" ]; then
        echo "left out: no corpus here"
        return
    fi
    echo "a copy of the corpus, $(files_of "$documents") files"
}

title_part() {
    echo 'the first scan'
}

note_part() {
    cat <<TEXT
- programs: $("$program" --version | sed -n 1p); $(rg --version | sed -n 1p); ${has_clam:+$(clamscan --version)}
- tree: the source of Linux 6.1, $(files_of "$tree") files, $(awk "BEGIN { printf \"%.2f\", $tree_bytes / 1e9 }") GB, warm;
  part: each ${part_every}th file of it, $(files_of "$trees/part") files: on the whole \`rg\` takes minutes (\`WHOLE=1\` runs it there)
- documents: $(describe_documents)
- one txt: C source; one csv: measurements; one jsonl: what a server did; one mbox: C source, each file a message; one zip, tar, tar.gz: each third file of the tree. MB are those of the file as it lies there
- \`rg\` has the patterns of the default packs without look-arounds; ClamAV looks for two kinds of numbers
TEXT
}
