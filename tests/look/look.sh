#!/usr/bin/env bash
# look.sh DAICHO DIR: makes reports in DIR, in both languages, of the demo's share, of a bigger catalog of
# invented data and of an empty one, and looks at them in Chromium (look.mjs). Pictures are in DIR/pictures.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=Asia/Tokyo

program=$(realpath "${1:?usage: look.sh DAICHO DIR}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rm -rf "${2:?usage: look.sh DAICHO DIR}"
mkdir -p "$2/pictures"
dir=$(realpath "$2")
pages=()

# report NAME FOLDER: the report of FOLDER's catalog in each language.
report() {
    local language
    for language in en ja; do
        (cd "$2" && "$program" report html --lang "$language" -o "$dir/$1-$language.html")
        # Pictures do not show where they were made.
        sed -i "s#$dir/[a-z]*/shares\?#/srv#g" "$dir/$1-$language.html"
        pages+=("$dir/$1-$language.html")
    done
}

# request KIND DAYS: a request whose form came back, due in so many days.
request() {
    local number
    number=$("$program" request new --kind "$1" --email "person$RANDOM@example.com" --phone 03-0000-0001 \
        --name '架空 花子' --quiet)
    "$program" request verify "$number" --method callback --evidence 'called the number on file' --quiet
    "$program" request form "$number" -o "form-$number.html" --quiet
    "$program" request returned "$number" --quiet
    sqlite3 catalog.db "UPDATE requests SET due_s = unixepoch() + $2 * 86400 WHERE number = $number"
}

# One scan a month: what each came to is told as of that day.
make_big() {
    local round share shares=()
    for share in finance hr sales; do
        mkdir -p "shares/$share"
        shares+=(--share "$share=$dir/big/shares/$share")
    done
    "$program" init . "${shares[@]}" --quiet
    for round in 1 2 3 4 5; do
        python3 "$here/make_shares.py" shares "$round"
        "$program" scan --quiet --no-progress || [ $? -eq 3 ]
        sqlite3 catalog.db "UPDATE runs SET started_s = started_s - (5 - $round) * 2592000,
            ended_s = ended_s - (5 - $round) * 2592000 WHERE number > $((3 * (round - 1)))"
    done
    request erasure -2
    request disclosure 2
    request correction 9
    "$program" request new --kind suspension-of-use --email person1@example.com --name '見本 太郎' --quiet
}

"$here/../../demo/demo.sh" "$program" "$dir/demo" >"$dir/demo.log"
report demo "$dir/demo"
mkdir "$dir/big" "$dir/empty"
(cd "$dir/big" && make_big) >"$dir/big.log"
report big "$dir/big"
(cd "$dir/empty" && mkdir share && "$program" init . --share empty="$dir/empty/share" --quiet)
report empty "$dir/empty"
node "$here/look.mjs" "$dir/pictures" "${pages[@]}"
echo "pictures: $dir/pictures"
