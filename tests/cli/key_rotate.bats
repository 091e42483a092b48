#!/usr/bin/env bats
load helper

reason=(--reason 'our own address')
jiro=(--email jiro@example.com --phone 03-0000-2222 --name '架空 次郎')
taro=(--email taro@example.com --phone 03-0000-1111 --name '見本 太郎')

# carry_out KIND NUMBER PERSON…: a request of that number, to the end of its plan.
carry_out() {
    local kind=$1 number=$2
    shift 2
    daicho request new --kind "$kind" "$@" --quiet
    daicho request verify "$number" --method callback --evidence 'called the number on file' --quiet
    daicho request form "$number" -o "form$number.html" --quiet
    daicho request returned "$number" --quiet
    daicho request decide "$number" --accept --quiet
    daicho request plan "$number" --quiet
    daicho plan approve "$number" --as officer --quiet
    daicho plan apply "$number" --execute --quiet
}

# Something of everything that a catalog knows: an erasure, something in the vault, a hold, a dismissal, a
# request that is open.
make_everything() {
    make_small
    printf '氏名,電話番号,メールアドレス\n架空 次郎,03-0000-2222,jiro@example.com\n' >share/club.csv
    printf 'write to info@example.com\n' >share/contact.txt
    daicho scan --quiet
    cp -a share before
    daicho findings dismiss --value common.email=info@example.com "${reason[@]}" --quiet
    # shellcheck disable=SC2154 # of helper.bash
    carry_out erasure 1 "${hanako[@]}"
    carry_out suspension-of-use 2 "${jiro[@]}"
    daicho request new --kind disclosure "${taro[@]}" --quiet
    daicho hold add "${taro[@]}" --reason 'case 12' --quiet
    daicho scan --quiet
}

# Every fingerprint of the catalog, in hexadecimal, one a line.
list_prints() {
    python3 - <<'END'
import sqlite3
db = sqlite3.connect("file:catalog.db?mode=ro", uri=True)
for table, column in [("findings", "fingerprint"), ("tombstones", "fingerprint"), ("holds", "fingerprints"),
                      ("dismissals", "fingerprint")]:
    for (value,) in db.execute(f"SELECT {column} FROM {table}"):
        for at in range(0, len(value), 16):
            if any(value[at : at + 16]):
                print(value[at : at + 16].hex())
END
}

# count_prints FILE: how many of those in FILE stand anywhere in the catalog's files.
count_prints() {
    python3 - "$1" <<'END'
import glob, sys
data = b"".join(open(name, "rb").read() for name in glob.glob("catalog.db*") if not name.endswith(".key"))
prints = {line.strip() for line in open(sys.argv[1])}
assert len(prints) > 5
print(sum(bytes.fromhex(one) in data for one in prints))
END
}

list_found() {
    daicho findings --format tsv
    daicho findings --dismissed --format tsv
    daicho subject find "${taro[@]}" --format tsv --quiet
    daicho tombstones check --format tsv || [ $? -eq 1 ]
    daicho hold list --format tsv
    daicho findings dismissals --format tsv
    daicho request show 3
}

expect_everything() {
    list_found >after.txt
    diff found.txt after.txt
    expect 0 audit verify
    expect 0 audit verify --head head.txt
    expect 0 certificate verify 1
    expect 0 catalog check
}

@test "after two new keys all is known that was known before, and nothing by the old ones" {
    make_everything
    list_found >found.txt
    list_prints >prints0
    daicho audit head -o head.txt
    daicho certificate export 1 -o erased.cert
    daicho certificate key -o public.pem
    [ "$(count_prints prints0)" -gt 5 ]
    for turn in 1 2; do
        expect 0 key rotate
        tells 'The catalog has a new key'
        tells 'daicho key backup FILE'
        expect_everything
        list_prints >"prints$turn"
    done
    [ "$(count_prints prints0)" -eq 0 ]
    [ "$(count_prints prints1)" -eq 0 ]
    [ "$(count_prints prints2)" -gt 5 ]
    expect 0 key show
    says 'Keys before it: 2'
    says 'Key of the catalog: the newest'
    [ "$(stat -c %a daicho.key)" = 600 ]

    # Nothing is read again, and what is read again is the same.
    expect 0 scan
    says '(3 unchanged)'
    expect 0 scan --full --quiet
    expect_everything

    # The certificate that was given out holds with the public key of then.
    expect 0 certificate verify erased.cert --key public.pem

    # The hold still holds, and the vault gives back.
    printf '氏名,電話番号,メールアドレス\n架空 花子,03-0000-1234,hanako@example.com\n' >share/back.csv
    daicho scan --quiet
    expect 1 tombstones check
    says 'office:back.csv'
    number=$(daicho vault list --format tsv | awk -F '\t' 'NR > 1 && /stored/ { print $1; exit }')
    expect 0 vault restore "$number"
    cmp share/club.csv before/club.csv
    daicho request new --kind erasure "${taro[@]}" --quiet
    daicho request verify 4 --method callback --evidence 'called the number on file' --quiet
    daicho request form 4 -o form4.html --quiet
    daicho request returned 4 --quiet
    daicho request decide 4 --accept --quiet
    expect 0 request plan 4 --quiet
    expect 0 plan show 3
    says 'case 12'
    says 'held'

    # What is dismissed by its value is so in a new file too.
    printf 'info@example.com\n' >share/new.txt
    daicho scan --quiet
    expect 0 findings --format tsv --rule common.email
    run ! grep -q 'new.txt' <<<"$output"
}

@test "the key of before opens backups of before, and not the catalog" {
    make_everything
    cp daicho.key old.key
    daicho catalog backup backup.db --quiet
    daicho key rotate --quiet
    daicho key backup new.key --quiet
    cmp new.key daicho.key
    cp old.key daicho.key
    expect 2 findings
    tells 'made with another key'
    expect 2 key restore old.key
    expect 0 key restore new.key

    # An older backup opens with the new file, and is brought to the newest key.
    expect 0 findings --catalog backup.db
    expect 2 catalog restore backup.db
    tells 'key-rotate 1'
    expect 0 catalog restore backup.db --forget
    expect 0 key show
    says 'Opens the catalog: yes'
    says 'Key of the catalog: one before'
    run --separate-stderr daicho doctor --format tsv
    says $'key in use\twarning'
    expect 0 subject find "${taro[@]}"
    expect 0 key rotate
    tells 'under the newest key'
    cmp new.key daicho.key
    expect 0 key show
    says 'Keys before it: 1'
    says 'Key of the catalog: the newest'
    run --separate-stderr daicho doctor --format tsv
    says $'key in use\tok'
    expect 0 subject find "${taro[@]}"
    expect 0 audit verify
    expect 0 audit show
    says 'key-rotate'
}

@test "a key file from which something was cut off is refused" {
    make_small
    daicho scan --quiet
    daicho key rotate --quiet
    cp daicho.key whole.key
    for length in 0 31 32 46 78; do
        head -c "$length" whole.key >daicho.key
        expect 2 findings
        tells 'is not a key of daicho'
    done
}

@test "baselines and sets of known values of the key before still count" {
    make_small
    daicho scan --quiet
    daicho findings baseline write old.json --quiet
    mkdir packs
    printf '10000001\n10000002\n' >numbers.txt
    daicho rules dictionary numbers.txt -o packs/numbers.known --quiet
    cat >packs/own.yaml <<'YAML'
- id: own.customer
  category: contact
  pattern: '(?<!\d)\d{8}(?!\d)'
  confidence: 80
  dictionary: numbers.known
YAML
    sed -i 's/folders: \[\]/folders: [packs]/' daicho.yaml
    printf '10000001 20000001\n' >share/numbers.txt
    daicho scan --quiet
    daicho findings --rule own.customer --format tsv >found.txt
    [ "$(wc -l <found.txt)" -eq 2 ]
    daicho key rotate --quiet
    daicho scan --full --quiet
    daicho findings --rule own.customer --format tsv | diff found.txt -
    expect 0 findings --baseline old.json --format tsv
    [ "${#lines[@]}" -eq 3 ]
    tells '9 findings are in the baseline old.json'
}

@test "what is read with passwords is not read again after a new key" {
    make_small
    sed -i 's/^\( *\)path: \(.*\)$/\1path: \2\n\1passwords: ["open sesame"]/' daicho.yaml
    chmod 600 daicho.yaml
    daicho scan --quiet
    daicho key rotate --quiet
    expect 0 scan
    says '(3 unchanged)'
}
