#!/usr/bin/env bats
load helper

configure() {
    printf '%s\n' "$@" >daicho.yaml
}

@test "an error names file, line and column, and the nearest key" {
    configure 'catalog: c.db' 'sharse: {}'
    expect 2 rules list
    tells 'daicho.yaml:2:1:'
    tells 'shares'
    configure 'shares:' '  hr: {pth: /srv}'
    expect 2 rules list
    tells 'daicho.yaml:2:8:'
    configure 'shares: {hr: {exclude: [a]}}'
    expect 2 rules list
    tells 'daicho.yaml:1:14: "path" is missing'
    configure 'shares: {"a:b": {path: /srv}}'
    expect 2 rules list
    tells 'cannot name a share'
    configure 'limits: {depth: 0}'
    expect 2 rules list
    tells 'daicho.yaml:1:17:'
    configure 'rules: {packs: [jpp]}'
    expect 2 rules list
    tells 'daicho.yaml:1:17:'
    tells 'did you mean "jp"?'
    configure 'a: b: c'
    expect 2 rules list
    tells 'daicho.yaml:1:'
    configure '- a'
    expect 2 rules list
}

@test "an empty configuration counts as the defaults" {
    configure '# nothing'
    expect 0 rules list --format tsv
    says 'common.email'
    says 'jp.my-number'
    run ! grep -q '^us\.' <<<"$output"
}

@test "packs are chosen, and those of one's own folder override" {
    mkdir own
    printf -- '- {id: jp.my-number, enabled: false}\n' >own/own.yaml
    configure 'rules: {packs: [us, jp], folders: [own]}'
    expect 0 rules list --format tsv
    says 'us.'
    run ! grep -q 'common.email\|jp.my-number' <<<"$output"
}

@test "paths are relative to the configuration's folder" {
    mkdir -p place/share other
    printf 'a@example.com\n' >place/share/a.txt
    daicho init place --share office=place/share
    cd other
    expect 0 scan --config ../place/daicho.yaml
    says 'office: 1 file'
    DAICHO_CONFIG=../place/daicho.yaml expect 0 audit verify
}

@test "the configuration here goes before the environment's" {
    mkdir one other
    daicho init one
    daicho init other
    DAICHO_CONFIG=other/daicho.yaml expect 0 doctor
    says "$PWD/other/catalog.db"
    cd one
    DAICHO_CONFIG=../other/daicho.yaml expect 0 doctor
    says "$PWD/catalog.db"
}

@test "a configuration that everybody can change is not used by itself" {
    configure '# nothing'
    chmod o+w daicho.yaml
    expect 2 rules list
    tells '--config daicho.yaml'
    expect 0 rules list --config daicho.yaml
}

@test "what is excluded is not read" {
    mkdir -p share/backup
    printf 'a@example.com\n' | tee share/a.txt >share/backup/a.txt
    configure 'shares: {office: {path: share, exclude: ["backup/*"]}}' 'catalog: c.db' 'key: k'
    expect 0 scan
    says 'office: 1 file '
}

@test "without a catalog the message says what to do" {
    expect 2 audit verify
    tells 'daicho init'
    expect 2 audit verify --catalog nowhere.db
    tells 'there is no catalog nowhere.db'
}

@test "a word of the policy that nobody knows is named with its place" {
    configure 'policy: p.yaml'
    printf 'purposes:\n- id: a\n  categories: [nme]\n' >p.yaml
    expect 2 purposes list
    tells 'p.yaml:3:16: "nme" is no data category; there are: name, '
    printf 'requests:\n- {kind: erasre}\n' >p.yaml
    expect 2 purposes list
    tells 'p.yaml:2:10: "erasre" is no kind of request; there are: '
}

@test "a name with nothing like it is answered with all that there are" {
    make_small
    daicho scan --quiet
    expect 2 findings --share quux
    tells 'there is no share "quux"; what there is: office'
}

@test "check names every problem with its place" {
    mkdir share
    printf 'shares:\n  office: {path: share, exlude: [a]}\n  hr: {path: nowhere}\nlimits: {depth: x}\nkee: k\ncatalog: gone/c.db\n' >daicho.yaml
    expect 1 config check
    says 'daicho.yaml:2:25: unknown key "exlude"; did you mean "exclude"?'
    says 'daicho.yaml:3:14: share "hr": '
    says 'daicho.yaml:4:17:'
    says 'daicho.yaml:5:1: unknown key "kee"; did you mean "key"?'
    says 'daicho.yaml:6:10: "catalog": there is no folder '
    tells 'daicho.yaml: 5 problems'
    expect 1 config check daicho.yaml --format tsv
    says $'daicho.yaml\t5\t1\tunknown key'
    printf 'a: [\n' >broken.yaml
    expect 1 config check broken.yaml
    says 'broken.yaml:2:1:'
    expect 2 config check nowhere.yaml
    tells 'there is no file nowhere.yaml'
}

@test "check looks at policy and packs, too" {
    configure 'policy: p.yaml' 'rules: {folders: [own.yaml]}'
    printf 'purposes:\n- id: a\n  categories: [nme]\n' >p.yaml
    printf -- '- {id: own.a, pattrn: x}\n' >own.yaml
    expect 1 config check
    says 'p.yaml:3:16: "nme" is no data category'
    says 'own.yaml:1:'
}

@test "a section with nothing but comments is none" {
    configure 'shares:' 'rules:' 'limits:' '#  depth: 3'
    expect 0 config check
}

# The keys of the table, the file that init writes, the schema and the documentation are the same.
@test "no option lacks anywhere" {
    daicho init . --quiet
    mkdir office
    # What is commented out is taken in: it must be right as it stands, and be the default.
    sed 's/^#\(\(  \)*["a-z]\)/\1/; s,/srv/office,office,' daicho.yaml >all.yaml
    chmod 600 all.yaml
    expect 0 config check all.yaml
    daicho config options --format json >options.json
    daicho config schema >schema.json
    python3 - "$BATS_TEST_DIRNAME/../../docs/configuration.md" <<'END'
import json, re, sys

options = json.load(open("options.json"))["rows"]
table = {row["option"]: row for row in options}

def keys_of_schema(node, before=""):
    for key, value in node.get("properties", {}).items():
        yield before + key, value
        yield from keys_of_schema(value, before + key + ".")
        inner = value.get("additionalProperties")
        if isinstance(inner, dict):
            yield from keys_of_schema(inner, before + key + ".NAME.")

schema = dict(keys_of_schema(json.load(open("schema.json"))))
assert list(schema) == list(table), set(schema) ^ set(table)
for key, value in schema.items():
    assert value["description"] == table[key]["description"], key
    assert json.dumps(value.get("default")) == (table[key]["default"] or "null"), key

path, written = [], {}
for line in open("all.yaml"):
    found = re.match(r'( *)"?([a-z-]+)"?:(.*)', line)
    if found:
        path[len(found[1]) // 2:] = ["NAME" if found[2] == "office" else found[2]]
        written[".".join(path)] = found[3].strip()
del written["shares.NAME"]
assert list(written) == list(table), set(written) ^ set(table)
for key, value in written.items():
    if table[key]["default"]:
        assert value == table[key]["default"].replace('"', "" if "[" in value else '"'), key

text = open(sys.argv[1]).read()
for key in table:
    assert "`%s`" % key.split(".")[-1] in text, key
END
}

@test "the schema accepts what check accepts, and refuses what it refuses" {
    daicho config schema >schema.json
    daicho init . --quiet
    python3 - <<'END'
import json
from jsonschema import Draft202012Validator

schema = json.load(open("schema.json"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
right = [{}, {"shares": {"hr": {"path": "/srv"}}}, {"limits": None}, {"rules": {"packs": "jp"}}]
wrong = [{"shares": {"hr": {}}}, {"shares": {"a:b": {"path": "/srv"}}}, {"limits": {"depth": 0}},
         {"rules": {"packs": ["jpp"]}}, {"sharse": {}}, [], {"policy": 1}]
assert all(validator.is_valid(one) for one in right)
assert not any(validator.is_valid(one) for one in wrong)
for number, one in enumerate(right):
    json.dump(one, open("right-%d.yaml" % number, "w"))
for number, one in enumerate(wrong[:-1]):
    json.dump(one, open("wrong-%d.yaml" % number, "w"))
END
    sed -i 's,/srv,.,' right-*.yaml
    for file in right-*.yaml; do expect 0 config check "$file"; done
    for file in wrong-*.yaml; do expect 1 config check "$file"; done
}
