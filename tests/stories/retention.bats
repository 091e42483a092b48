#!/usr/bin/env bats
load ../cli/helper

# A file or record for each time from which a period counts: one that is over, and one that is not.
make_kept() {
    mkdir -p share/modified share/dated/2015年度 share/dated/2099 share/field share/found share/review
    printf '氏名: 見本 太郎\nメール: taro@example.com\n' | tee share/modified/old.txt share/modified/new.txt \
        share/dated/2015年度/a.txt share/dated/2099/b.txt share/found/c.txt share/review/d.txt share/review/e.txt >/dev/null
    touch -d '2010-01-02' share/modified/old.txt share/review/*.txt
    printf '氏名,メールアドレス,最終受講日\n見本 太郎,taro@example.com,2015-03-01\n架空 花子,hanako@example.com,2099-03-01\n例示 一郎,ichiro@example.com,\n' \
        >share/field/list.csv
    printf '注文番号 1\n' >share/order.txt
    cp -a share before
    cp -a share expected
    rm expected/modified/old.txt expected/dated/2015年度/a.txt
    sed -i /太郎/d expected/field/list.csv
    daicho init . --share office=share --quiet
    cat >policy.yaml <<'YAML'
organisation: Mihon
purposes:
- {id: by-modified, retention: {keep: P5Y, from: modified, then: delete}}
- {id: by-path, retention: {keep: P5Y, from: date-in-path, then: suspend}}
- {id: by-field, retention: {keep: P5Y, from: record-field, field: 最終受講日, then: delete}}
- {id: by-found, retention: {keep: P1Y, from: found, then: delete}}
- {id: by-people, retention: {keep: P1Y, from: modified, then: review}}
mapping:
- {purpose: by-modified, path: 'modified/*'}
- {purpose: by-path, path: 'dated/*'}
- {purpose: by-field, path: 'field/*'}
- {purpose: by-found, path: 'found/*'}
- {purpose: by-people, path: 'review/*'}
YAML
    daicho scan --quiet
}

@test "retention: what is over by each time base goes, what is not stays, people decide the rest" {
    make_kept
    expect 0 report retention --format tsv
    says $'due\toffice\tmodified/old.txt'
    says $'due\toffice\tdated/2015年度/a.txt'
    says $'review\toffice\treview/d.txt'
    expect 0 retention plan
    [ "$output" = 1 ]
    tells "daicho retention review"
    expect 0 plan show 1
    says "delete-file  office:modified/old.txt"
    says "suspend-file  office:dated/2015年度/a.txt"
    says "delete-parts  office:field/list.csv"
    run ! grep -qE 'new.txt|2099|found/|taro@|太郎' <<<"$output"
    expect 2 plan apply 1 --execute
    expect 2 plan approve 1
    tells "four eyes"
    diff -r before share
    expect 0 plan approve 1 --as officer
    expect 0 plan apply 1
    diff -r before share
    expect 0 plan apply 1 --execute
    tells "3 done"
    diff -r expected share
    # What people decide: one is kept, with its reason, the other goes.
    expect 2 retention review office:review/d.txt --delete
    tells "--reason"
    expect 2 retention review office:found/c.txt --delete --reason 'too early'
    expect 0 retention review office:review/d.txt --keep-until 2099-03-31 --reason 'matter 12'
    expect 0 retention review office:review/e.txt --delete --reason 'matter 13 is over'
    expect 0 retention review --format tsv
    [ "${#lines[@]}" -eq 1 ]
    expect 0 retention plan
    daicho plan approve 2 --as officer --quiet
    expect 0 plan apply 2 --execute
    rm expected/review/e.txt
    diff -r expected share
    expect 0 certificate verify 1
    expect 0 certificate verify 2
    expect 0 audit show
    says "matter 13 is over"
    # What was suspended comes back as it was.
    expect 0 vault restore 1
    cmp before/dated/2015年度/a.txt share/dated/2015年度/a.txt
    expect 0 audit verify
    run ! grep -qaE 'taro@|見本 太郎' catalog.db catalog.db-wal
}

@test "when a year has passed since it was found it goes, and a hold wins" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    make_kept
    sqlite3 catalog.db "UPDATE items SET found_s = unixepoch() - 370 * 86400"
    daicho hold add --share office --path 'modified/*' --reason 'case 8' --quiet >/dev/null
    expect 0 retention plan --purpose by-found
    daicho plan approve 1 --as officer --quiet
    expect 0 plan apply 1 --execute
    [ ! -e share/found/c.txt ]
    expect 0 retention plan --purpose by-modified
    expect 0 plan show 2
    says "held  office:modified/old.txt"
    daicho plan approve 2 --as officer --quiet
    run --separate-stderr daicho plan apply 2 --execute
    cmp before/modified/old.txt share/modified/old.txt
    expect 0 hold release 1 --reason 'settled'
    tells "daicho retention plan"
    expect 0 retention plan --purpose by-modified
    daicho plan approve 3 --as officer --quiet
    expect 0 plan apply 3 --execute
    [ ! -e share/modified/old.txt ]
    expect 0 audit verify
}
