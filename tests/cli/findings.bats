#!/usr/bin/env bats
load helper

@test "the columns are those of the contract" {
    make_small
    daicho scan --quiet
    expect 0 findings --format tsv
    [ "${lines[0]}" = "$(printf 'path\tpart\trecord\trule\tcategory\tconfidence\tstart\tend\tpurpose\tsample')" ]
    says "$(printf 'seminar/list.csv\t\t3\tcommon.email\tcontact')"
}

@test "no value is shown unmasked in any format" {
    make_small
    daicho scan --quiet
    for format in table tsv csv json; do
        expect 0 findings --format "$format"
        run ! grep -qE 'hanako@example|03-0000-1234|見本 太郎' <<<"$output"
    done
}

@test "offsets are those of the original bytes" {
    make_small
    daicho scan --quiet
    read -r start end < <(daicho findings --format tsv --path seminar/list.csv |
        awk -F '\t' '$3 == 3 && $4 == "common.email" { print $7, $8 }')
    [ "$(tail -c +$((start + 1)) share/seminar/list.csv | head -c $((end - start)))" = hanako@example.com ]
}

@test "each condition narrows the list" {
    make_small
    daicho scan --quiet
    for condition in "--share office" "--rule common.email" "--category contact" \
        "--path seminar/*.csv" "--min-confidence high" "--purpose seminar-confirmation"; do
        # shellcheck disable=SC2086 # two words
        expect 0 findings --format tsv $condition
        [ "${#lines[@]}" -gt 1 ]
    done
    expect 0 findings --format tsv --path 'nowhere/*'
    [ "${#lines[@]}" -eq 1 ]
    expect 0 findings --format tsv --min-confidence 100
    run ! grep -q common.email <<<"$output"
}

@test "a name that does not exist is refused, not answered with nothing" {
    make_small
    daicho scan --quiet
    expect 2 findings --share offic
    tells 'did you mean "office"?'
    expect 2 findings --rule common.emial
    tells 'did you mean "common.email"?'
    expect 2 findings --category contcat
    tells 'did you mean "contact"?'
    expect 2 findings --purpose seminar-confirmtion
    tells 'did you mean "seminar-confirmation"?'
    expect 2 findings --min-confidence much
    tells "low, medium, high"
    expect 2 findings --format sarf
    tells 'did you mean "sarif"?'
    expect 2 items --format sarif
    expect 2 findings --format sarif --by-column
}

@test "findings are written as SARIF, masked, with what was dismissed suppressed" {
    make_small
    daicho scan --quiet
    daicho findings dismiss --place 'office:seminar/list.csv#3' --reason 'a "sample"' --quiet
    expect 0 findings --all --format sarif
    python3 - "$output" <<'PYTHON'
import json, sys
run = json.loads(sys.argv[1])["runs"][0]
results = run["results"]
rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
assert {result["ruleId"] for result in results} == rules
why = {r["suppressions"][0]["justification"] for r in results if "suppressions" in r}
assert why == {'a "sample"'}, why
phone = next(r for r in results if r["ruleId"] == "jp.phone")
place = phone["locations"][0]["physicalLocation"]
assert place["artifactLocation"] == {"uri": "seminar/list.csv", "uriBaseId": "office"}
region = place["region"]
text = open("share/seminar/list.csv", "rb").read()
at = region["byteOffset"]
assert text[at : at + region["byteLength"]] == b"03-0000-1111"
PYTHON
    run ! grep -q 'hanako@' <<<"$output"
    expect 0 findings --format sarif
    run ! grep -q suppressions <<<"$output"
}

@test "odd names are escaped, and stay one line" {
    mkdir share
    name=$(printf 'tab\there\nline\xff.txt')
    printf 'taro@example.com\n' >"share/$name"
    daicho scan share --catalog c.db --quiet
    expect 0 findings --catalog c.db --format tsv
    [ "${#lines[@]}" -ge 2 ]
    says 'tab\there\nline\xFF.txt'
    expect 0 findings --catalog c.db --format json
    says 'tab\\there\\nline\\xFF.txt'
}

@test "a reader that goes away ends the output quietly" {
    make_small
    daicho scan --quiet
    run bash -c '"$DAICHO" findings | head -n 1'
    [ "$status" -eq 0 ]
}

@test "no cell of csv begins with a formula, whatever a file is called" {
    mkdir share
    local name
    for name in '=1+1' '+1' '-1' '@SUM(A1)' '＝1' '＋1' '－1' '＠x' ' =1' $'\t=1' $'\r=1' $'x\n=1' \
        'a;=1;b' 'a,=1,b' '"=1"' '=HYPERLINK("http:x")' '見本'; do
        printf 'hanako@example.com\n' >"share/$name"
    done
    daicho scan share --catalog c.db --quiet
    daicho findings --catalog c.db --format csv >findings.csv
    python3 - <<'END'
import csv

text = open("findings.csv", encoding="utf-8", newline="").read()
assert text.startswith("\ufeffpath,part,") and "見本" in text
rows = list(csv.reader(text[1:].splitlines(keepends=True)))
assert len(rows) >= 1 + 17 and len({len(row) for row in rows}) == 1, rows
for row in rows:
    for cell in row:
        assert cell.lstrip(" ")[:1] not in tuple("=+-@\t\r＝＋－＠"), cell
# All three separators at once, as a spreadsheet offers them: what is quoted stays together.
assert 'a;=1;b' not in text.replace('"a;=1;b"', "")
END
}
