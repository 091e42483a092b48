#!/usr/bin/env bats
load helper

reason=(--reason 'samples of the manual')

@test "dismiss prints its number alone, and what is dismissed is counted and not hidden" {
    make_small
    daicho scan --quiet
    expect 0 findings dismiss --path 'seminar/*.csv' --rule common.email "${reason[@]}"
    [ "$output" = 1 ]
    tells '2 findings are dismissed by it now'
    expect 0 findings --format tsv
    run ! grep -q "list.csv.*common.email" <<<"$output"
    tells '2 findings dismissed (1 dismissal): --dismissed shows them'
    expect 0 findings --rule jp.phone
    [ -z "$stderr" ]
    expect 0 findings --dismissed
    [ "${#lines[@]}" -eq 3 ]
    says 'samples of the manual'
    expect 0 findings --all --format tsv --rule common.email
    [ "${#lines[@]}" -eq 4 ]
}

@test "JSON says which dismissal, and tsv and csv keep their columns" {
    make_small
    daicho scan --quiet
    daicho findings dismiss --place 'office:seminar/list.csv#3' --rule common.email "${reason[@]}" --quiet
    expect 0 findings --all --rule common.email --format json
    [ "$(grep -c '"dismissed":1' <<<"$output")" -eq 1 ]
    [ "$(grep -c '"dismissed":null' <<<"$output")" -eq 2 ]
    expect 0 findings --all --format tsv
    [ "${lines[0]}" = "$(printf 'path\tpart\trecord\trule\tcategory\tconfidence\tstart\tend\tpurpose\tsample')" ]
    expect 0 findings --all --format csv
    [[ ${lines[0]} == *,sample,share* ]]
    [[ ${lines[0]} != *dismissed* ]]
}

@test "a place holds while the value there is the same, across scans" {
    make_small
    daicho scan --quiet
    daicho findings dismiss --place 'office:seminar/list.csv#3' "${reason[@]}" --quiet
    touch -d '2026-01-01' share/seminar/list.csv
    daicho scan --quiet
    expect 0 findings --dismissed --format tsv --rule common.email
    [ "${#lines[@]}" -eq 2 ]
    sed -i 's/hanako@example.com/midori@example.com/' share/seminar/list.csv
    daicho scan --quiet
    expect 0 findings --dismissed --format tsv --rule common.email
    [ "${#lines[@]}" -eq 1 ]
    expect 0 findings --format tsv --rule common.email --path 'seminar/list.csv'
    [ "${#lines[@]}" -eq 3 ]
}

@test "a value is dismissed wherever it is, typed or pointed at, and is not stored" {
    make_small
    daicho scan --quiet
    expect 0 findings dismiss --value common.email=Hanako@Example.com "${reason[@]}"
    tells '2 findings are dismissed'
    daicho findings undismiss 1 --reason 'typed by mistake' --quiet
    expect 2 findings dismiss --same-value-as office:seminar/list.csv#3 "${reason[@]}"
    tells 'several values are found at office:seminar/list.csv#3'
    expect 0 findings dismiss --same-value-as office:seminar/list.csv#3 --rule common.email "${reason[@]}"
    tells '2 findings are dismissed'
    run ! grep -rqa hanako@example.com catalog.db catalog.db-wal
    expect 2 findings dismiss --value hanako "${reason[@]}"
    tells '--value takes KIND=VALUE'
    expect 2 findings dismiss --value email=nobody "${reason[@]}"
    run ! grep -q nobody <<<"$stderr"
}

@test "what is too broad, without criteria, reason or sense is refused" {
    make_small
    daicho scan --quiet
    expect 2 findings dismiss "${reason[@]}"
    tells 'say what is dismissed'
    expect 2 findings dismiss --path 'seminar/*'
    tells '--reason is missing'
    expect 2 findings dismiss --path 'seminar/*' --reason 'asked hanako@example.com'
    tells 'holds personal data'
    for broad in "--rule common.email" "--path *" "--path **/*" "--path *.*" "--path [!x]*" "--category contact" "--share office"; do
        set -f
        # shellcheck disable=SC2086 # two words
        expect 2 findings dismiss $broad "${reason[@]}"
        tells '--everywhere'
    done
    expect 0 findings dismiss --rule common.email --share office "${reason[@]}"
    expect 0 findings dismiss --rule common.email --everywhere "${reason[@]}"
    tells 'of which 3 were dismissed before'
    expect 2 findings dismiss --rule common.emial --path 'a*' "${reason[@]}"
    tells 'did you mean "common.email"?'
    expect 2 findings dismiss --place office:nowhere.txt "${reason[@]}"
    tells 'nothing is found at office:nowhere.txt'
    expect 2 findings dismiss --path 'a*' --until 2020-01-01 "${reason[@]}"
    tells 'is over already'
    expect 2 findings dismiss --path 'a*' --until soon "${reason[@]}"
    tells 'the last day, as 2027-03-31'
    expect 0 findings dismiss --path 'nothing/*' "${reason[@]}"
    tells 'covers nothing that is found now'
}

@test "dismissals are listed with who, why and until when, and stay on record" {
    make_small
    daicho scan --quiet
    daicho findings dismiss --path 'seminar/*' --until "$(date -d '+10 days' +%F)" "${reason[@]}" --quiet
    daicho findings dismiss --path 'seminar/*' --rule common.email --as kensa "${reason[@]}" --quiet
    expect 0 findings dismissals
    says 'path seminar/*, rule common.email'
    says kensa
    says 'expires soon'
    tells '1 dismissal expires within 30 days'
    expect 2 findings undismiss 2
    tells '--reason is missing'
    daicho findings undismiss 2 --reason 'those are real' --quiet
    expect 2 findings undismiss 2 --reason again
    tells 'no dismissal 2 stands'
    expect 0 findings dismissals
    tells '1 dismissal expired or taken back'
    expect 0 findings dismissals --all --format json
    says '"end_reason":"those are real"'
    expect 0 audit show
    says finding-dismiss
    says finding-undismiss
    run ! grep -q 'seminar/' <<<"$output"
    daicho audit verify
}

# bats test_tags=release
@test "what is done for a person does not look at dismissals" {
    make_small
    daicho scan --quiet
    # shellcheck disable=SC2154 # hanako is the helper's
    daicho subject find "${hanako[@]}" --format tsv --quiet >before
    daicho findings dismiss --path '*' --everywhere "${reason[@]}" --quiet
    expect 0 findings --format tsv
    [ "${#lines[@]}" -eq 1 ]
    daicho subject find "${hanako[@]}" --format tsv --quiet >after
    diff before after
    decide_request
    daicho request plan 1 --quiet
    expect 0 plan show 1
    says 'seminar/list.csv'
    says '架空花子.txt'
    daicho plan approve 1 --as officer --quiet
    daicho plan apply 1 --execute --quiet
    [ ! -e share/seminar/架空花子.txt ]
    run ! grep -q hanako share/seminar/list.csv
}

# bats test_tags=release
@test "an erased person that comes back is noticed though all is dismissed" {
    make_small
    daicho scan --quiet
    cp share/seminar/list.csv backup.csv
    approve_plan
    daicho plan apply 1 --execute --quiet
    daicho findings dismiss --path '*' --everywhere "${reason[@]}" --quiet
    cp backup.csv share/restored.csv
    daicho scan --quiet
    expect 0 findings --path restored.csv --format tsv
    [ "${#lines[@]}" -eq 1 ]
    expect 1 tombstones check
    says office:restored.csv
}

# bats test_tags=release
@test "holds, retention and provision check do not look at dismissals" {
    make_small
    touch -d 2015-04-01 share/seminar/*
    printf 'purposes:\n- {id: seminar, retention: {keep: P2Y, from: modified, then: delete}}\nmapping:\n- {path: "seminar/*", purpose: seminar}\n' >policy.yaml
    daicho scan --quiet
    daicho report retention --format json --quiet >before
    grep -q list.csv before
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet
    daicho provision check share/seminar/list.csv --to 見本印刷 --format tsv --quiet >going || [ $? -eq 1 ]
    daicho findings dismiss --path '*' --everywhere "${reason[@]}" --quiet
    daicho report retention --format json --quiet | diff before -
    daicho provision check share/seminar/list.csv --to 見本印刷 --format tsv --quiet >after || [ $? -eq 1 ]
    diff going after
    daicho retention plan --quiet
    expect 0 plan show 1
    says seminar/list.csv
    daicho hold add --email hanako@example.com --reason 'case 13' --quiet
    expect 0 report retention
    says 'case 13'
}

@test "a dismissal that names the file of an erased person forgets it" {
    make_small
    daicho scan --quiet
    daicho findings dismiss --place office:seminar/架空花子.txt "${reason[@]}" --quiet
    daicho findings dismiss --path 'seminar/架空*' "${reason[@]}" --quiet
    expect 0 findings dismissals
    says 架空花子
    approve_plan
    daicho plan apply 1 --execute --quiet
    expect 0 findings dismissals --all --format json
    [ "$(grep -o erased: <<<"$output" | wc -l)" -eq 2 ]
    run ! grep -q 架空 <<<"$output"
}

@test "reports count what is dismissed apart" {
    make_small
    chmod 644 share/seminar/list.csv
    daicho scan --quiet
    daicho findings dismiss --path 'seminar/*.csv' --rule common.email "${reason[@]}" --quiet
    expect 0 report exposure --format tsv
    says "$(printf 'seminar/list.csv\t0644')"
    [[ $(grep list.csv <<<"$output") == *$'\t4\t2' ]]
    expect 0 register --format json
    says '"dismissed":2'
    daicho findings dismiss --path 'seminar/*' --until "$(date -d '+10 days' +%F)" "${reason[@]}" --quiet
    expect 0 register --format json
    says '"findings":0'
    says '"persons":null'
    says '"dismissed":9'
    expect 0 report exposure --format tsv
    [ "${#lines[@]}" -eq 1 ]
    tells '2 files are not listed, since all that was found there was dismissed'
    daicho report html -o page.html
    grep -q '<dt>Dismissals that stand</dt><dd>2</dd>' page.html
    grep -q '<dt>Findings that they cover, counted nowhere else</dt><dd>9</dd>' page.html
    grep -q 'dismissals that expire soon' page.html
}

@test "fail-on counts what is not dismissed, and says how much it left out" {
    make_small
    expect 1 scan --fail-on medium
    run ! grep -q besides <<<"$output"
    daicho findings dismiss --path 'seminar/*' "${reason[@]}" --quiet
    expect 0 scan --fail-on medium
    tells 'dismissed and left out of --fail-on'
    says '; besides '
    printf 'midori@example.com\n' >share/new.txt
    expect 1 scan --fail-on medium
    expect 1 scan --full --fail-on medium
    rm share/new.txt
    expect 0 scan --full --fail-on medium
}

@test "purposes check leaves out what is dismissed, and says so" {
    mkdir share
    printf 'taro@example.com\n' >share/odd.txt
    daicho init . --share office=share --quiet
    daicho scan --quiet
    expect 1 purposes check
    daicho findings dismiss --path odd.txt "${reason[@]}" --quiet
    expect 0 purposes check
    tells '1 problem dismissed'
    daicho scan --full --quiet
    expect 0 purposes check
}

@test "dismissing is for reviewers, and each word has its help" {
    make_small
    daicho scan --quiet
    daicho user add ichiro --role administrator --quiet
    daicho user add kensa --role reviewer --quiet
    daicho user add hana --role handler --quiet
    expect 2 findings dismiss --path 'seminar/*' "${reason[@]}" --as hana
    tells 'may not dismiss findings'
    expect 0 findings dismiss --path 'seminar/*' "${reason[@]}" --as kensa
    expect 0 findings --as hana
    expect 0 findings --help
    says 'dismissals'
    says '--min-confidence'
    expect 2 findings dismis
    tells 'did you mean "dismiss"?'
}
