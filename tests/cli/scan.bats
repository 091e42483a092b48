#!/usr/bin/env bats
load helper

@test "the first use needs no set-up" {
    mkdir docs
    printf 'taro@example.com\n' >docs/a.txt
    expect 0 scan docs/ --catalog c.db
    says "docs: 1 file (0 unchanged)"
    says "findings: 1 high, 0 medium, 0 low"
    tells "daicho register"
    [ "$(stat -c %a c.db c.db.key | sort -u)" = 600 ]
    cd /
    expect 0 audit verify --catalog "$BATS_TEST_TMPDIR/c.db"
    expect 0 scan --catalog "$BATS_TEST_TMPDIR/c.db"
    says "docs: 1 file (1 unchanged)"
}

@test "a second scan reads only what is new or changed" {
    make_small
    expect 0 scan
    says "3 files (0 unchanged)"
    printf 'more@example.com\n' >share/more.txt
    rm share/order.txt
    expect 0 scan
    says "3 files (2 unchanged)"
    says "1 file is gone"
    expect 0 scan --full
    says "3 files (0 unchanged)"
}

@test "what cannot be read ends with 3 and is listed with its reason" {
    make_sample
    expect 3 scan
    says "partly read 3, unread 1"
    says "encrypted"
    tells "daicho report unread"
}

@test "fail-on looks at the shares that were scanned" {
    make_small
    expect 1 scan --fail-on high
    expect 1 scan --fail-on 90
    expect 2 scan --fail-on 101
    mkdir clean
    expect 0 scan clean --fail-on low
    expect 2 scan --fail-on hihg
    tells "--fail-on takes"
}

@test "quiet says nothing, and formats are for programs" {
    make_small
    expect 0 scan --quiet
    [ -z "$output$stderr" ]
    expect 0 scan --format tsv
    [ "$(cut -f 1-3 <<<"${lines[1]}")" = "$(printf 'office\tfinished\t3')" ]
    expect 0 scan --format json
    says '"unchanged":3'
}

@test "numbers out of range are refused" {
    make_small
    expect 2 scan --jobs -1
    expect 2 scan --jobs many
    expect 2 scan --max-rate -5
    expect 2 scan --progress --no-progress
    expect 0 scan --jobs 1 --max-rate 100
}

@test "a signal ends the scan well, and the next one goes on" {
    mkdir docs
    for number in $(seq 300); do
        yes 'nothing to see here' | head -c 20000 >"docs/$number.txt"
    done
    "$DAICHO" scan docs --catalog c.db --max-rate 1 >out 2>err &
    scanner=$!
    for _ in $(seq 600); do
        [ ! -e c.db-scan-lock ] || break # which it makes once it listens to signals
        sleep 0.1
    done
    sleep 0.5
    kill -TERM "$scanner"
    status=0
    wait "$scanner" || status=$?
    [ "$status" -eq 3 ]
    grep -qF 'the next scan goes on' out
    expect 0 scan --catalog c.db
    says "docs: 300 files"
}

@test "a share that is being scanned is not scanned twice, and its process is named" {
    mkdir docs
    for number in $(seq 300); do
        yes 'nothing to see here' | head -c 20000 >"docs/$number.txt"
    done
    "$DAICHO" scan docs --catalog c.db --max-rate 1 >out 2>err &
    scanner=$!
    for _ in $(seq 600); do
        [ ! -e c.db-scan-lock ] || break
        sleep 0.1
    done
    for _ in $(seq 600); do
        run --separate-stderr daicho scan docs --catalog c.db --max-rate 1
        [ "$status" -ne 4 ] || break
        sleep 0.1
    done
    kill -TERM "$scanner"
    [ "$status" -eq 4 ]
    tells "share \"docs\": process $scanner is scanning it"
    wait "$scanner" || true
    expect 0 scan --catalog c.db
}

@test "purposes are assigned after a scan" {
    make_sample
    daicho scan --quiet || true
    expect 1 purposes check
    says "no purpose"
    says "tmp/"
}

@test "scans are in the audit chain" {
    make_small
    daicho scan --quiet
    expect 0 audit show --format tsv
    says "$(printf 'scan\tshare office')"
}

@test "a progress line is shown only when asked for where there is no terminal" {
    make_small
    expect 0 scan
    run ! grep -q $'\r' <<<"$stderr"
    expect 0 scan --full --progress
    grep -q $'\r' <<<"$stderr"
}

@test "a first scan tells how much time is left" {
    mkdir docs
    for number in $(seq 300); do
        yes 'nothing to see here' | head -c 20000 >"docs/$number.txt"
    done
    "$DAICHO" scan docs --catalog c.db --max-rate 1 --progress >out 2>err &
    scanner=$!
    for _ in $(seq 300); do
        ! grep -q ' left' err || break
        sleep 0.1
    done
    kill -TERM "$scanner"
    wait "$scanner" || true
    tr "\r" "\n" <err >lines
    grep -E "docs: [0-9]+ files?, .*/s, about .* left" lines || {
        tail -n 5 lines
        return 1
    }
}

# in_terminal COLUMNS COMMAND: what stands on its progress line, on a terminal of that width.
in_terminal() {
    TERM=xterm script -qec "stty cols $1; $2" /dev/null </dev/null | tr '\r' '\n' |
        sed -n 's/^\x1b\[K\(.*: 1 file.*\)/\1/p'
}

@test "the progress line never wraps, whatever the name and the terminal" {
    command -v script >/dev/null || skip "script is not installed"
    name=$(printf 'a%.0s' $(seq 100))
    mkdir "$name" 名簿と書類を集めた古い共有フォルダの名前
    printf 'a\n' | tee "$name/1.txt" >名簿と書類を集めた古い共有フォルダの名前/1.txt
    in_terminal 40 "$DAICHO scan $name --catalog c.db --format json 2>&1 >/dev/null" >frames
    grep -q '^aaa.*…: 1 file, ' frames
    run ! grep -E '^.{40}' frames
    in_terminal 40 "$DAICHO scan 名簿* --catalog c.db --format json 2>&1 >/dev/null" >frames
    grep -q '^名簿.*…: 1 file, ' frames
    run ! grep -qF 名簿と書類を集めた frames
    in_terminal 12 "$DAICHO scan $name --full --catalog c.db --format json 2>&1 >/dev/null" >frames
    grep -q '^…*: 1 file' frames
    run ! grep -E '^.{12}' frames
    in_terminal 300 "$DAICHO scan $name --full --catalog c.db --format json 2>&1 >/dev/null" >frames
    grep -q "^$name: 1 file, " frames
}

@test "verbose says what counts" {
    make_small
    expect 0 scan --verbose
    tells "configuration: daicho.yaml"
    tells "catalog.db"
}

@test "both engines find the same" {
    make_sample
    expect 3 scan --engine fast
    expect 0 findings --format tsv --min-confidence 0
    local found=$output
    [ "$(wc -l <<<"$found")" -gt 20 ]
    expect 3 scan --full --engine pcre2
    expect 0 findings --format tsv --min-confidence 0
    [ "$found" = "$output" ]
    expect 2 scan --engine regex
    tells "fast or pcre2"
}
