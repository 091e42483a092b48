# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; inner shells expand
# The trees that are measured, in build/bench, made once: delete it to have them anew.

tarball=/usr/src/linux-source-6.1.tar.xz
copies=12    # of the corpus: some 1,470 files each
part_every=16 # files of the tree that ripgrep reads in seconds, not minutes

bytes_of() {
    find "$@" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%d", sum }'
}

files_of() {
    find "$@" -type f -printf x | wc -c
}

make_source() {
    if [ -n "${TREE:-}" ]; then
        tree=$(realpath "$TREE")
        return
    fi
    tree=$trees/source
    if [ ! -e "$tree" ]; then
        say "Unpack ${tarball##*/}"
        mkdir "$tree.new"
        tar -C "$tree.new" --strip-components=1 -xf "$tarball"
        mv "$tree.new" "$tree"
    fi
}

# Each sixteenth file of it.
make_part() {
    [ ! -e "$trees/part" ] || return 0
    say "Each ${part_every}th file of it"
    mkdir "$trees/part.new"
    (cd "$tree" && find . -type f -print0 | sort -z | sed -nz "0~${part_every}p" |
        xargs -0 cp --parents -t "$trees/part.new")
    mv "$trees/part.new" "$trees/part"
}

# copy_changed FROM TO N: files that are nobody's copy: each has a line more, which says which copy it is.
copy_changed() {
    cp -r --no-preserve=mode "$1" "$2"
    find "$2" -type f -print0 | xargs -0 -n 500 bash -c \
        'n=$1; shift; for file; do printf "\n%s\n" "$n" >>"$file"; done' _ "$3"
}

make_documents() {
    documents=
    if [ ! -d "${CORPUS:-}" ]; then
        say "No corpus (CORPUS=DIR): without its documents and its prose"
        return
    fi
    documents=$trees/documents
    [ ! -e "$documents" ] || return 0
    say "$copies copies of the corpus"
    mkdir "$documents.new"
    for ((copy = 1; copy <= copies; copy++)); do
        copy_changed "$CORPUS" "$documents.new/$copy" "$copy"
    done
    mv "$documents.new" "$documents"
}

# One file of each kind that several workers may read.
big_kinds=(txt csv jsonl zip tar mbox tar.gz)
rows_bytes=120000000
make_rows() {
    local file=$trees/big/$1/big.$1
    [ ! -e "$file" ] || return 0
    perl "$here/rows.pl" "$1" "$rows_bytes" >"$file.new"
    mv "$file.new" "$file"
}

make_big() {
    local list=$trees/big.list kind
    for kind in "${big_kinds[@]}"; do
        mkdir -p "$trees/big/$kind"
    done
    make_mbox
    make_rows csv
    make_rows jsonl
    [ ! -e "$trees/big/done" ] || return 0
    say "One big text, and archives of each third file"
    (cd "$tree" && find . -type f -print0 | sort -z | sed -nz '0~3p') >"$list"
    (cd "$tree" && find . -type f -name '*.[chS]' -print0 | sort -z | xargs -0 cat) |
        iconv -c -f UTF-8 -t UTF-8 | head -c 500000000 >"$trees/big/txt/big.txt" || true
    bsdtar -C "$tree" --null -T "$list" --format zip --options zip:compression=deflate -cf "$trees/big/zip/big.zip"
    bsdtar -C "$tree" --null -T "$list" --format gnutar -cf "$trees/big/tar/big.tar"
    gzip -1 <"$trees/big/tar/big.tar" >"$trees/big/tar.gz/big.tar.gz"
    touch "$trees/big/done"
}

# One mail folder: 200 MB of C, each file a message.
make_mbox() {
    [ ! -e "$trees/big/mbox/big.mbox" ] || return 0
    say "One big mail folder"
    (cd "$tree" && find . -type f -name '*.[ch]' -print0 | sort -z | sed -nz '0~3p' |
        xargs -0 perl "$here/mbox.pl") | head -c 200000000 >"$trees/big/mbox.new" || true
    mv "$trees/big/mbox.new" "$trees/big/mbox/big.mbox"
}

# Texts for matching alone: 16 MB of C, and the corpus' prose in both charsets.
make_texts() {
    if [ ! -e "$trees/source.txt" ]; then
        find "$trees/part" -name '*.[ch]' -print0 | sort -z | xargs -0 cat | iconv -c -f UTF-8 -t UTF-8 |
            head -c 16000000 >"$trees/source.new" || true
        iconv -c -f UTF-8 -t UTF-8 "$trees/source.new" >"$trees/source.txt"
        rm "$trees/source.new"
    fi
    if [ -d "${CORPUS:-}/aozora" ] && [ ! -e "$trees/sjis" ]; then
        mkdir -p "$trees/sjis" "$trees/utf8"
        find "$CORPUS/aozora" -name '*.txt' -print0 | sort -z | xargs -0 cat |
            iconv -c -f CP932 -t UTF-8 >"$trees/utf8/prose.txt" || true
        iconv -c -f UTF-8 -t CP932 "$trees/utf8/prose.txt" >"$trees/sjis/prose.txt"
    fi
}

make_patterns() {
    "$program" rules list --format json | jq -r '.rows[].pattern // empty | @base64' |
        perl "$here/patterns.pl" plain >"$trees/plain"
    [ -s "$trees/plain" ] || {
        echo "run.sh: daicho rules list gave no patterns" >&2
        exit 1
    }
}

make_trees() {
    mkdir -p "$trees"
    trees=$(realpath "$trees")
    make_source
    make_part
    make_documents
    make_texts
    make_patterns
}
