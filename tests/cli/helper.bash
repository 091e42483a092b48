# What the tests of the program share. DAICHO names the program; every test works in a folder of its
# own.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    unset DAICHO_CONFIG
}

daicho() {
    "${DAICHO:?names the program}" "$@"
}

# shellcheck disable=SC2154 # bats' run sets status, output and stderr
# expect STATUS WORD…: runs it; $output is standard output, $stderr standard error.
expect() {
    local wanted=$1
    shift
    run --separate-stderr daicho "$@"
    if [ "$status" -ne "$wanted" ]; then
        printf 'daicho %s exited with %s, not %s\n%s\n%s\n' "$*" "$status" "$wanted" "$output" \
            "$stderr"
        return 1
    fi
}

# says TEXT: what standard output holds; tells TEXT: what standard error does.
says() {
    grep -qF -- "$1" <<<"$output" || {
        printf 'not on standard output: %s\n%s\n' "$1" "$output"
        return 1
    }
}

tells() {
    grep -qF -- "$1" <<<"$stderr" || {
        printf 'not on standard error: %s\n%s\n' "$1" "$stderr"
        return 1
    }
}

# A small share with one person in two files, and the configuration for it.
make_small() {
    mkdir -p share/seminar
    printf '氏名,電話番号,メールアドレス\n見本 太郎,03-0000-1111,taro@example.com\n架空 花子,03-0000-1234,hanako@example.com\n' \
        >share/seminar/list.csv
    printf '氏名: 架空 花子\nメール: hanako@example.com\n' >share/seminar/架空花子.txt
    printf '注文番号 1\n' >share/order.txt
    daicho init . --share office=share --quiet
}

# The same with an item that cannot be read.
make_small_with_unread() {
    make_small
    printf 'PK\003\004' >share/broken.zip
}

# The sample share of the demo, with its configuration.
make_sample() {
    "$BATS_TEST_DIRNAME/../../demo/make_share.sh" share
    daicho init . --share office=share --quiet
}

# shellcheck disable=SC2034 # used by the tests
hanako=(--email hanako@example.com --phone 03-0000-1234 --name '架空 花子')

# Brings request 1 (erasure of hanako) to "decided".
decide_request() {
    daicho request new --kind "${1:-erasure}" "${hanako[@]}" --quiet >/dev/null
    daicho request verify 1 --method callback --evidence 'called the number on file' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --accept --quiet
}

# A plan of it, approved by somebody else.
approve_plan() {
    decide_request "$@"
    daicho request plan 1 --quiet >/dev/null
    daicho plan approve 1 --as officer --quiet
}
