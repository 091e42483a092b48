# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; `…` is Markdown
# Archives, one processor each: daicho beside bsdtar, whose output ripgrep reads.

kinds=(tar.gz tar.xz tar.zst zip 7z)
source_folder=$trees/part/drivers/net

# bsdtar tells the format by the name.
make_archives() {
    local kind
    for kind in "${kinds[@]}"; do
        [ -e "$trees/archives/$kind" ] && continue
        mkdir -p "$trees/archives/$kind.new"
        bsdtar -caf "$trees/archives/$kind.new/net.$kind" -C "$source_folder" .
        mv "$trees/archives/$kind.new" "$trees/archives/$kind"
    done
}

unpack_and_search() {
    bsdtar -xOf "$1" | ripgrep 1 -
}

make_archives
for ((round = 1; round <= rounds; round++)); do
    for kind in "${kinds[@]}"; do
        timed "$kind.scan" scan_anew 1 "$trees/archives/$kind"
        timed "$kind.rg" unpack_and_search "$trees/archives/$kind/net.$kind"
    done
done
bytes=$(bytes_of "$source_folder")
for kind in "${kinds[@]}"; do
    row "$kind.scan" "$kind: \`daicho scan --jobs 1\`" "$bytes"
    row "$kind.rg" "$kind: \`bsdtar -xO\` into \`rg\`" "$bytes"
done
for kind in "${kinds[@]}"; do
    ratio "$kind.scan" "$kind.rg" processor "$kind: processor time of daicho to \`bsdtar -xO\` into \`rg\`"
done

title_part() {
    echo 'archives'
}

note_part() {
    cat <<TEXT
- programs: $("$program" --version | sed -n 1p); $(bsdtar --version); $(rg --version | sed -n 1p)
- each archive holds $(files_of "$source_folder") files of C source, $bytes bytes unpacked; MB are of these
TEXT
}
