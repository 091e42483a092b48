#!/usr/bin/env bats
load helper

@test "the rules in use are listed in every format" {
    expect 0 rules list
    says "common.email"
    expect 0 rules list --format csv
    says "jp.my-number"
}

@test "patterns in JSON are the patterns themselves" {
    command -v jq >/dev/null || skip "jq is not installed"
    printf -- '- {id: own.code, category: none, confidence: 50, pattern: "\\\\bK-\\\\d{4}\\\\b"}\n' >own.yaml
    printf 'rules: {packs: [], folders: [.]}\n' >conf
    mkdir packs
    mv own.yaml packs
    printf 'rules: {packs: [], folders: [packs]}\n' >daicho.yaml
    [ "$(daicho rules list --format json | jq -r '.rows[0].pattern')" = '\bK-\d{4}\b' ]
    expect 0 rules show own.code
    says 'Pattern: \bK-\d{4}\b'
}

@test "one rule is shown, and an unknown one suggests the nearest" {
    expect 0 rules show common.email
    says "RFC 5321"
    expect 2 rules show common.emial
    tells 'did you mean "common.email"?'
    expect 2 rules show policy.no-purpose
    tells "daicho purposes check"
}

@test "the examples of the program's packs pass" {
    expect 0 rules test
    tells ", 0 failed"
    expect 0 rules test jp
    expect 2 rules test jpn
    tells 'did you mean "jp"?'
}

@test "a failing example says which part did not hold" {
    cat >own.yaml <<'YAML'
- id: own.code
  category: none
  confidence: 60
  pattern: 'K-\d{4}'
  examples:
    match: [K-1234, K-12]
    no_match: [K-9999]
YAML
    expect 1 rules check own.yaml
    says "K-12"
    says 'after "K-12" more is needed'
    says '"K-9999": confidence 60'
    says "K-9999"
    tells "3 examples, 2 failed"
    expect 1 rules check own.yaml --format json
    says '"severity":"error"'
}

@test "a pack with an error is refused with line and column" {
    printf -- '- {id: own.code, category: none, confidence: 60, pattern: "(" }\n' >own.yaml
    expect 2 rules check own.yaml
    tells "own.yaml:1:"
    expect 2 rules check nowhere.yaml
    mkdir empty
    expect 2 rules check empty
    tells "empty holds no rule"
}

@test "a list of keywords takes two lines, and a file of them three" {
    printf -- '- id: own.marks\n  keywords: [社外秘, Project Aurora]\n' >own.yaml
    printf -- '- id: own.codes\n  keywords_file: words.txt\n' >>own.yaml
    printf '# codes\nBorealis\n' >words.txt
    expect 0 rules check own.yaml
    mkdir packs share
    mv own.yaml words.txt packs
    printf '社外秘: project aurora, BOREALIS, aurora\n' >share/a.txt
    printf 'rules: {packs: [], folders: [packs]}\ncatalog: catalog.db\nkey: key\n' >daicho.yaml
    expect 0 scan share --quiet
    expect 0 findings --format tsv
    [ "$(grep -c 'own.marks.*confidential.*80' <<<"$output")" -eq 2 ]
    [ "$(grep -c own.codes <<<"$output")" -eq 1 ]
    expect 0 rules show own.marks
    says "Keywords: 2"
}

@test "a pipe or a device beside a pack is refused, not waited for" {
    mkfifo words
    printf -- '- {id: own.words, keywords_file: words}\n' >own.yaml
    run --separate-stderr timeout 20 "$DAICHO" rules check own.yaml
    [ "$status" -eq 2 ]
    tells "own.yaml:1:34"
    tells "words is no file"
    expect 0 rules explain '電話 03-0000-1234、携帯 090-0000-1234' --format json
    [ "$(grep -c '"found":"yes"' <<<"$output")" -eq 2 ]
}

@test "why something is found or not is explained without showing it" {
    expect 0 rules explain '個人番号 123456789018, 注文番号 123456789012'
    says "1********018"
    says "the validator jp-my-number refuses it"
    says '"個人番号" is near'
    [[ $output != *123456789018* ]]
    expect 0 rules explain 'マイナンバー|123456789018'
    says "jp.my-number"
    expect 0 rules explain 'nothing'
    tells "no rule in use fits"
    printf '\377' >bad
    expect 2 rules explain - <bad
    tells "not UTF-8"
}

@test "a dictionary finds the numbers of a list and no others, and keeps none of them" {
    mkdir share packs
    daicho init . --share office=share --quiet
    sed -i 's/folders: \[\]/folders: [packs]/' daicho.yaml
    printf '番号,備考\n10000001,x\n10000002,y\n' >numbers.csv
    expect 2 rules dictionary numbers.csv
    tells "-o FILE"
    expect 2 rules dictionary numbers.csv -o packs/numbers.known
    tells "give one of these with --column: 番号, 備考"
    expect 0 rules dictionary numbers.csv --column 番号 -o packs/numbers.known
    tells "fingerprints of 2 values"
    [ "$(stat -c %a packs/numbers.known)" = 600 ]
    run ! grep -q 1000000 packs/numbers.known
    cat >packs/own.yaml <<'YAML'
- id: own.customer
  category: contact
  pattern: '(?<!\d)\d{8}(?!\d)'
  confidence: 80
  dictionary: numbers.known
YAML
    printf '10000001 10000003 １０００００００２ １００００００２\n' >share/a.txt
    expect 0 scan --quiet
    expect 0 findings --rule own.customer --format csv
    [ "$(wc -l <<<"$output")" -eq 3 ]
    expect 0 rules explain 10000003
    says "/packs/numbers.known"
    # Changed, it is another rule: what was read is read again.
    printf '10000003\n' >numbers.txt
    expect 0 rules dictionary numbers.txt -o packs/numbers.known
    expect 0 scan --quiet
    expect 0 findings --rule own.customer --format csv
    [ "$(wc -l <<<"$output")" -eq 2 ]
    # Another catalog's key tells nothing.
    expect 2 scan share --catalog other.db
    tells "was made with another key"
    truncate -s -1 packs/numbers.known
    expect 2 scan
    tells "packs/own.yaml:5:15"
    tells "is cut off"
}

@test "subjects of a table are found where two of their facts stand together" {
    mkdir share packs
    daicho init . --share office=share --quiet
    sed -i 's/folders: \[\]/folders: [packs]/' daicho.yaml
    printf '氏名,フリガナ,顧客番号,備考\n見本 太郎,ミホン タロウ,C-10001,x\n架空 花子,カクウ ハナコ,C-10002,y\n' >subjects.csv
    expect 0 rules subjects subjects.csv --column 顧客番号=customer -o packs/subjects.known
    tells "column フリガナ: kana"
    tells "column 備考: left out"
    printf -- '- {id: own.subject, exact: subjects.known}\n- {id: jp.name-listed, enabled: false}\n' >packs/own.yaml
    printf '見本太郎さんの件、番号は C-10001\n' >share/both.txt
    printf '見本太郎の件\n' >share/name.txt
    printf 'C-10002\n' >share/number.txt
    printf 'C-10003\n' >share/none.txt
    expect 0 scan --quiet
    expect 0 findings --format tsv --min-confidence low
    [ "$(grep -c 'both.txt.*own.subject.*95' <<<"$output")" -eq 2 ]
    [ "$(grep -c 'name.txt.*own.subject.name.*30' <<<"$output")" -eq 1 ]
    [ "$(grep -c 'number.txt.*own.subject.customer.*80' <<<"$output")" -eq 1 ]
    [[ $output != *none.txt* ]]
    expect 2 rules subjects subjects.csv --column 番号=customer -o x
    tells "no such column"
    expect 2 rules subjects subjects.csv --column '顧客番号=customer number' -o x
    tells "a kind is a word"
}

@test "a person's number and reading are searched for and held though an exact match knows them" {
    mkdir share packs
    daicho init . --share office=share --quiet
    sed -i 's/folders: \[\]/folders: [packs]/' daicho.yaml
    printf '氏名,フリガナ,個人番号\n見本 太郎,ミホン タロウ,123456789018\n' >subjects.csv
    expect 0 rules subjects subjects.csv --column 個人番号=my-number -o packs/subjects.known
    printf -- '- {id: own.subject, exact: subjects.known}\n' >packs/own.yaml
    cp subjects.csv share/list.csv
    expect 0 scan --quiet
    expect 0 findings --rule jp.my-number --category government-id --format tsv
    says list.csv
    expect 0 findings --rule own.subject.kana --format tsv
    says list.csv
    expect 0 subject find --id jp.my-number=123456789018 --format tsv
    says $'jp.my-number\tcertain'
    touch -d 2015-04-01 share/list.csv
    printf 'purposes:\n- {id: all, retention: {keep: P2Y, from: modified, then: delete}}\nmapping:\n- {path: "*", purpose: all}\n' >policy.yaml
    daicho scan --quiet
    daicho hold add --kana 'ミホン タロウ' --reason 'case 13' --quiet
    expect 0 report retention
    says 'case 13'
}

@test "what is slow or finds too much is a warning, and with --strict a failure" {
    cat >own.yaml <<'YAML'
- id: own.code
  category: none
  confidence: 60
  pattern: 'K-(?:\d+)+[XY]'
  examples: {match: [K-12X], no_match: [K-12]}
YAML
    expect 0 rules check own.yaml
    says "the pattern gives up, after 500000 steps"
    tells "0 failed, 1 warning"
    expect 1 rules check own.yaml --strict
    sed -i 's/(?:\\d+)+/\\d{1,8}/' own.yaml
    expect 0 rules check own.yaml --strict
    tells "0 failed, 0 warnings"
}

# The packs of docs/rules.md are blocks that begin with "# packs/NAME.yaml", its commands blocks of sh.
@test "what docs/rules.md teaches works as it stands there" {
    local docs=$BATS_TEST_DIRNAME/../../docs/rules.md command
    mkdir share packs
    daicho init . --share office=share --quiet
    printf '氏名,メールアドレス,顧客番号\n架空 花子,hanako@example.com,10000001\n' >customers.csv
    printf 'Borealis\n' >packs/projects.txt
    awk '/^```yaml/ { getline; if (/^# packs/) { file = $2; next } }
        /^```/ { file = "" }
        file { print >file }' "$docs"
    awk '/^```sh/ { inside = 1; next } /^```/ { inside = 0 } inside' "$docs" >commands
    [ "$(wc -l <commands)" -eq 5 ]
    while read -r command; do
        eval "$command" >>out 2>&1 || {
            printf '%s\n' "$command" && cat out
            return 1
        }
    done <commands
    expect 0 rules check packs/own.yaml --strict
    sed -i 's/folders: \[\]/folders: [packs]/' daicho.yaml
    expect 0 rules test own
    expect 0 rules test marks
    printf '社外秘 borealis 架空花子 10000001 10000002\n' >share/a.txt
    expect 0 scan --quiet
    expect 0 findings --format csv
    says own.marks
    says own.projects
    says own.customer
    run ! grep -q 10000001 -r packs
}
