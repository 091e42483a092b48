#!/usr/bin/env bats
load helper

@test "without anything the defaults count" {
    expect 0 doctor
    says "openat2"
    says "library SQLite"
    says "daicho init makes one"
}

@test "every wrong line says what to do" {
    make_small
    expect 0 doctor
    says "office"
    chmod 644 daicho.key
    chmod 755 vault
    rm -r share
    expect 1 doctor
    says "chmod 0600"
    says "chmod 0700"
    says "mount it"
    tells "to be mended"
    [ -z "$(daicho doctor --format tsv | awk -F '\t' '$2 == "wrong" && $4 == ""')" ]
}

@test "a broken configuration is told, not fatal" {
    printf 'shares: [\n' >daicho.yaml
    expect 1 doctor
    says "daicho.yaml:"
}

@test "it looks at the catalog, the clock, the vault and the last scans" {
    make_small
    expect 0 doctor
    says "never finished"
    daicho scan --quiet
    expect 0 doctor --format tsv
    [[ $output != *$'\twarning\t'* ]]
    for what in 'catalog: pages and indexes' 'catalog: audit chain' clock 'vault entries' \
        'scan of office' 'disk of the catalog' 'disk of the vault' memory statx; do
        says "$what"$'\tok\t'
    done
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet >/dev/null || [ $? -eq 3 ]
    touch vault/9-9-9.vault
    expect 0 doctor
    says "files that the catalog does not know"
    rm vault/*.vault
    sqlite3 catalog.db 'UPDATE scans SET finished_s = 1700000000'
    expect 1 doctor
    says "entries are gone, as $PWD/vault/"
    says "days ago"
    says "daicho scan 'office'"
}

@test "a clock that is behind the last act is wrong" {
    make_small
    sqlite3 catalog.db "UPDATE audit SET at_s = at_s + 100000"
    expect 1 doctor
    says "before the last recorded act"
    says "set the clock"
    # Which is also a change of the chain.
    says "was changed"
}

# scan_line: state, found and remedy of the share's scan.
scan_line() {
    daicho doctor --format tsv | awk -F '\t' '$1 == "scan of office"'
}

@test "a scan that failed is wrong, whatever the one before was" {
    make_small
    daicho scan --quiet
    mv share elsewhere
    expect 4 scan office
    mv elsewhere share
    expect 1 doctor --format tsv
    says $'scan of office\twrong\tthat of '
    says "failed: cannot open the folder "
    says "the figures are of "
    says "mend what it says, then daicho scan 'office'"
    daicho scan --quiet
    expect 0 doctor --format tsv
    says $'scan of office\tok\t'
}

@test "a share of which no scan ever came to its end has no figures" {
    make_small
    mv share elsewhere
    expect 4 scan office
    mv elsewhere share
    expect 1 doctor
    says "there are no figures"
}

@test "a scan that was killed is wrong, one that was told to stop goes on" {
    make_small
    daicho scan --quiet
    sqlite3 catalog.db 'UPDATE runs SET result = 0, ended_s = 0'
    expect 1 doctor --format tsv
    says "was interrupted: it was killed"
    sqlite3 catalog.db "UPDATE runs SET result = 3, reason = 'its window ended at 06:00'"
    expect 0 doctor --format tsv
    [[ $(scan_line) == *$'\twarning\t'*'its window ended at 06:00'*"daicho scan 'office' goes on from there"* ]]
}

@test "what was not read is a warning, never all right" {
    make_small_with_unread
    run ! daicho scan --quiet
    expect 0 doctor
    [[ $(scan_line) == *$'\twarning\t'*'; 1 items not read, or not in full'$'\tdaicho report unread' ]]
    # A catalog that knows of no runs, as an old one.
    sqlite3 catalog.db 'DELETE FROM runs'
    [[ $(scan_line) == *$'\twarning\t'*'; 1 items not read'* ]]
}

@test "a planned scan that did not begin is overdue" {
    make_small
    sed -i '/^  schedule:/d; /^schedule:/,$d' daicho.yaml
    echo 'schedule: {times: ["00:00", "06:00", "12:00", "18:00"]}' >>daicho.yaml
    daicho scan --quiet
    expect 0 doctor --format tsv
    says $'scan of office\tok\t'
    sqlite3 catalog.db 'UPDATE runs SET started_s = started_s - 86400, ended_s = ended_s - 86400'
    expect 1 doctor --format tsv
    says "overdue since "
    says "daicho schedule install"
    says "then daicho scan 'office'"
    # Without a plan none is: it is a day old.
    sed -i '/^schedule:/d' daicho.yaml
    expect 0 doctor --format tsv
    says $'scan of office\tok\t'
}
