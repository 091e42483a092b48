#!/usr/bin/env bash
# demo.sh DAICHO DIR: daicho's whole job on a sample share in DIR, step by step. It checks itself:
# it fails when the erased person is found afterwards, or when anybody else's data changed.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=Asia/Tokyo

program=$(realpath "${1:?usage: demo.sh DAICHO DIR}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
place=${2:?usage: demo.sh DAICHO DIR}
output=$(mktemp)
trap 'rm -f "$output"' EXIT

hanako=(--email hanako.kaku@example.com --phone 03-0000-1234 --name '架空 花子')

say() {
    printf '\n'
    printf '# %s\n' "$@"
}

fail() {
    printf '\nDEMO FAILED: %s\n' "$1" >&2
    exit 1
}

# The command as one would type it.
show() {
    local word line='$ daicho'
    for word in "$@"; do
        if [[ $word =~ ^[A-Za-z0-9@%+=:,./-]+$ ]]; then
            line+=" $word"
        else
            line+=" '$word'"
        fi
    done
    printf '%s\n' "$line"
}

# run STATUS WORD…: shows and runs it; another exit status than the one expected ends the demo.
# What it printed is kept in $output.
run() {
    local expected=$1 status=0
    shift
    show "$@"
    "$program" "$@" 2>&1 | tee "$output" || status=$?
    [ "$status" -eq "$expected" ] ||
        fail "daicho $1 exited with $status, and $expected was expected"
}

# number WORD…: runs what makes something and prints its number alone; the number is in $number.
number() {
    run 0 "$@"
    number=$(tail -n 1 "$output")
    [[ $number =~ ^[0-9]+$ ]] || fail "daicho $1 did not print a number"
}

expect() {
    grep -q -- "$1" "$output" || fail "\"$1\" is not in what the last command printed"
}

# same ONE OTHER: fails unless the two trees hold the same bytes, inside of archives too.
same() {
    local work
    work=$(mktemp -d)
    unpack "$1" "$work/one"
    unpack "$2" "$work/other"
    LC_ALL=C diff -r "$work/one" "$work/other" || fail "$1 is not what it should be"
    rm -rf "$work"
}

# unpack TREE COPY: a copy in which the archive of the sample is a folder of its members.
unpack() {
    local archive=研修/2022/研修2022.tar.gz
    cp -a "$1" "$2"
    mkdir "$2/$archive.d" "$2/$archive.d/attendees.zip.d"
    bsdtar -C "$2/$archive.d" -xf "$2/$archive"
    LC_ALL=C bsdtar -C "$2/$archive.d/attendees.zip.d" -xf "$2/$archive.d/attendees.zip"
    rm "$2/$archive" "$2/$archive.d/attendees.zip"
}

rm -rf "$place"
mkdir -p "$place"
cd "$place"
"$here/make_share.sh" share
cp -a share before
"$here/make_share.sh" expected --without-hanako
cp -a share/人事/給与.zip expected/人事/ # encryption is random: not to be made twice

say 'A sample share: invented people in Japanese office files of five charsets, a ZIP inside a' \
    'TAR.GZ with names as Windows writes them, an encrypted ZIP and a damaged archive.'
(cd share && find . -type f | LC_ALL=C sort)

say 'Set up: a configuration, the privacy policy as data, a secret key and an empty catalog.'
run 0 init . --share office=share

say 'Read the share. Exit status 3 says that something could not be read: it is listed below, and' \
    'never counted as clean.'
run 3 scan

say 'The register (台帳): what personal data lies where, and for which purpose of use.'
run 0 register

say 'Every finding with its place. Values are masked: the catalog holds none of them.'
run 0 findings --min-confidence medium

say 'What could not be read, in full or in part, and why.'
run 0 report unread
expect 給与.zip
expect 入金_2021.tar.gz

say 'Data that nobody gave a purpose is a finding in itself.'
run 0 findings --rule policy.no-purpose
expect tmp/

say '架空 花子 writes: please erase my data. Where is it?'
run 0 subject find "${hanako[@]}"

say 'The request is registered; from here on daicho keeps the order of the steps.'
number request new --kind erasure "${hanako[@]}"
request=$number

say 'Is it really her? She is called back on the number that was already on file.'
run 0 request verify "$request" --method callback --evidence 'called the number on file; address confirmed'

say 'The form is made to be printed and posted; she sends it back signed.'
run 0 request form "$request" -o form.html
run 0 request returned "$request"

say 'The decision, then the plan: every place is read again, and what will be done is written down.'
run 0 request decide "$request" --accept
number request plan "$request"
plan=$number
run 0 plan show "$plan"

say 'Who made the plan may not approve it. Somebody else does.'
run 2 plan approve "$plan"
run 0 plan approve "$plan" --as privacy-officer

say 'First a dry run: nothing is changed yet.'
run 0 plan apply "$plan"
same share before

say 'Now it is carried out.'
run 0 plan apply "$plan" --execute

say 'Read the share again and look for her once more.'
run 3 scan
run 0 subject find "${hanako[@]}"

say 'The certificate says what was done, where, and how far the disposal goes.'
run 0 certificate show 1
run 0 certificate verify 1

say 'The answer to her, and the end of the request.'
run 0 request respond "$request" --by post --text 'We have erased your data.'
run 0 request letter "$request" -o letter.html
run 0 request close "$request"
run 0 request show "$request"

say 'Who did what is a chain in which nothing can be changed afterwards without notice.'
run 0 audit verify
run 0 report html -o report.html

say 'The demo checks itself: the share is what it would be if she had never been in it, byte for' \
    'byte, and her data is nowhere.'
same share expected
echo "the share is as expected: her records are gone, and everything else is untouched"

printf '\nThe report: %s\nThe form and the letter: %s, %s\n' \
    "$(realpath --relative-to="$OLDPWD" report.html)" \
    "$(realpath --relative-to="$OLDPWD" form.html)" "$(realpath --relative-to="$OLDPWD" letter.html)"
