#!/usr/bin/env bats
load helper

# my_numbers N: so many that pass.
my_numbers() {
    awk -v n="$1" 'BEGIN {
        for (i = 1; i <= n; i++) {
            body = sprintf("%011d", 10000000000 + i * 7919)
            sum = 0
            for (k = 1; k <= 11; k++) sum += substr(body, 12 - k, 1) * (k <= 6 ? k + 1 : k - 5)
            print body (sum % 11 <= 1 ? 0 : 11 - sum % 11)
        }
    }'
}

# counts RULE FILE: the places of a rule in a file, of medium confidence or more.
counts() {
    daicho findings --catalog c.db --format tsv --min-confidence medium --rule "$1" --path "$2" | tail -n +2 | wc -l
}

make_tables() {
    mkdir tables
    { echo 日付,注文番号 && my_numbers 1000 | sed 's/^/2026-01-05,/'; } >tables/orders.csv
    { echo 社員,携帯 && awk 'BEGIN { for (i = 0; i < 1000; i++) printf "e%d,0900000%04d\n", i, i }'; } >tables/mobile.csv
    my_numbers 1000 | sed 's/$/,x/' >tables/headless.csv
    daicho scan tables --catalog c.db --quiet
}

# bats test_tags=release
@test "1,000 valid My Numbers in a column named 注文番号 are not" {
    make_tables
    [ "$(counts jp.my-number orders.csv)" -eq 0 ]
    expect 0 findings --catalog c.db --rule jp.my-number --path orders.csv --format tsv
    [ "${#lines[@]}" -eq 1 ]
}

# bats test_tags=release
@test "a column of 11-digit strings headed 携帯 is" {
    make_tables
    [ "$(counts jp.phone-digits mobile.csv)" -eq 1000 ]
}

# bats test_tags=release
@test "a column's findings are one line with their number, and each by itself when asked" {
    make_tables
    expect 0 findings --catalog c.db --rule jp.phone-digits
    [ "${#lines[@]}" -le 3 ]
    says 'column 2'
    says 1000
    expect 0 findings --catalog c.db --rule jp.phone-digits --expand
    [ "${#lines[@]}" -ge 1001 ]
}

@test "programs get every place, or a column as one with --by-column" {
    make_tables
    expect 0 findings --catalog c.db --rule jp.phone-digits --format tsv
    [ "${#lines[@]}" -eq 1001 ]
    expect 0 findings --catalog c.db --rule jp.phone-digits --format tsv --by-column
    [ "${lines[0]}" = "$(printf 'path\tpart\tcolumn\trecord\tlast_record\trule\tcategory\tconfidence\tplaces\tpurpose\tsample')" ]
    [ "${#lines[@]}" -eq 2 ]
    says "$(printf 'mobile.csv\t\t2\t2\t1001\tjp.phone-digits\tcontact\t95\t1000')"
    expect 0 findings --catalog c.db --rule jp.phone-digits --format json
    says '"column":2'
    expect 2 findings --catalog c.db --expand --by-column
    tells 'opposites'
}

# bats test_tags=release
@test "a spreadsheet's column is shown from its first cell to its last, other tables' by row" {
    load helper_documents
    make_documents
    expect 0 findings --rule jp.phone
    says 'S:B2–B4'
    says 'table 1 row 2–4, column 2'
    expect 0 findings --rule jp.phone --format json --by-column
    says '"part":"S:B2–B4","column":2,"record":3,"last_record":5'
}

# bats test_tags=release
@test "numbers without a header are certain when nearly all pass" {
    make_tables
    [ "$(counts jp.my-number headless.csv)" -eq 1000 ]
}

# bats test_tags=release
@test "no header stands in the catalog" {
    mkdir tables
    printf '架空花子,090-0000-1234\n見本太郎,090-0000-1235\n' >tables/list.csv
    daicho scan tables --catalog c.db --quiet
    run ! grep -aq '架空花子' c.db
}
