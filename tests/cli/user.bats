#!/usr/bin/env bats
load helper

# An administrator, a reviewer and a handler, who are named after what they are.
make_users() {
    make_small
    daicho scan --quiet
    for role in administrator reviewer handler; do
        daicho user add "$role" --role "$role" --quiet
    done
}

# refused USER WORD…: the role forbids it, and the catalog stays as it is.
refused() {
    local user=$1
    shift
    expect 2 "$@" --as "$user"
    tells "may not"
}

@test "users are added, listed, changed and disabled, and the audit chain says so" {
    make_small
    expect 0 user list
    tells "No user is recorded"
    expect 0 doctor
    says "none: who can open the catalog may do everything"
    expect 2 user add hana --role handler
    tells "there must be an administrator"
    expect 0 user add ichiro --role administrator
    tells "It is the first user"
    expect 0 user add hana --role handler --role reviewer --as ichiro
    tells "hana may act as handler and reviewer."
    expect 0 user list --format tsv
    says $'hana\treviewer,handler\tactive'
    expect 0 user add hana --role reviewer
    expect 0 user disable hana
    tells "daicho user add hana"
    expect 0 user list --format tsv
    says $'hana\treviewer\tdisabled'
    expect 2 user disable hana
    expect 2 request list --as hana
    tells "a disabled user"
    expect 0 user add hana --role handler
    expect 0 request list --as hana
    expect 0 audit show
    says "user-add"
    says "user-disable"
    says "user hana"
    expect 0 audit verify
}

@test "an administrator stays, and what is wrong is named" {
    make_users
    expect 2 user disable administrator
    tells "there must be an administrator"
    expect 2 user add administrator --role handler
    tells "there must be an administrator"
    expect 0 hold list --as administrator
    expect 2 user add x
    tells "--role"
    expect 2 user add x --role handelr
    tells 'did you mean "handler"?'
    expect 2 user add ''
    expect 2 user disable nobody
    tells "no user"
    expect 2 user lst
}

@test "who is no user may do nothing, but root and the owner scan and manage users" {
    make_users
    expect 2 findings --as stranger
    tells "stranger is no user here"
    expect 0 findings --quiet
    expect 0 scan --quiet
    expect 0 user list
    expect 2 hold add --share office --reason 'case 1'
    tells "no user here"
    expect 2 request new --kind complaint --email hanako@example.com
    expect 0 doctor
    says "3 with a role"
}

# shellcheck disable=SC2154 # hanako is the helper's
@test "a handler takes a request through, and approves, holds, scans and configures nothing" {
    make_users
    expect 0 request new --kind erasure "${hanako[@]}" --as handler
    expect 0 subject find "${hanako[@]}" --as handler
    expect 0 request verify 1 --method callback --evidence 'called' --as handler
    expect 0 request form 1 -o form.html --as handler
    expect 0 request returned 1 --as handler
    expect 0 request decide 1 --accept --as handler
    expect 0 request plan 1 --as handler
    refused handler plan approve 1
    tells "for the role administrator"
    refused handler hold add --share office --reason 'case 1'
    refused handler hold release 1 --reason 'case 1'
    refused handler scan
    refused handler consignee add --name 見本印刷 --task printing --re-consignment forbidden
    refused handler consignee change 見本印刷 --agreement 2026-04-01
    refused handler consignee review 見本印刷 --found 'in order'
    refused handler consignee end 見本印刷
    refused handler user add handler --role administrator
    refused handler user disable reviewer
    refused handler vault purge 1
    expect 0 plan approve 1 --as administrator
    expect 0 plan apply 1 --execute --as handler
    expect 0 request letter 1 -o letter.html --as handler
    expect 0 request respond 1 --by post --text 'Erased.' --as handler
    expect 0 request close 1 --as handler
    expect 0 certificate verify 1 --as handler
    expect 0 audit verify
}

# shellcheck disable=SC2154
@test "an administrator approves and holds, and handles no request" {
    make_users
    daicho request new --kind disclosure "${hanako[@]}" --as handler --quiet
    expect 0 scan --as administrator
    expect 0 hold add --share office --reason 'case 1' --as administrator
    expect 0 hold release 1 --reason 'over' --as administrator
    expect 0 extract share/seminar/list.csv --as administrator
    refused administrator request new --kind erasure "${hanako[@]}"
    refused administrator request verify 1 --method callback --evidence called
    refused administrator request form 1
    refused administrator request decide 1 --accept
    refused administrator request package 1 -o x.zip
    refused administrator request letter 1
    refused administrator request close 1
    refused administrator subject find "${hanako[@]}"
    refused administrator plan apply 1
    refused administrator retention plan
    expect 0 request show 1 --as administrator
    says "State: received"
}

# shellcheck disable=SC2154
@test "a reviewer reads what is masked, changes nothing, and sees no value" {
    make_users
    daicho request new --kind erasure "${hanako[@]}" --as handler --quiet
    daicho request verify 1 --method callback --evidence called --as handler --quiet
    daicho request form 1 -o form.html --as handler --quiet
    daicho request returned 1 --as handler --quiet
    daicho request decide 1 --accept --as handler --quiet
    daicho request plan 1 --as handler --quiet
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --as administrator \
        --contact 'taro@example.com' --quiet >/dev/null
    expect 0 consignee show 見本印刷 --as handler
    says "taro@example.com"
    while read -r words; do
        # shellcheck disable=SC2086 # words are several
        expect 0 $words --as reviewer
        run ! grep -qE 'hanako@|taro@|03-0000-1[0-9]{3}|架空 ?花子(,|$|様)|見本 ?太郎' <<<"$output"
    done <<'WORDS'
findings --format json
items --format json
register --format json
report html
report exposure
report retention
report requests
report unread
purposes list
request list
request show 1
plan list
plan show 1
plan show 1 --format json
hold list
vault list
consignee list
consignee show 見本印刷
provision list
audit show
audit verify
audit export
audit head
certificate key
tombstones check
user list
WORDS
    while read -r words; do
        # shellcheck disable=SC2086
        refused reviewer $words
    done <<'WORDS'
scan
extract share/seminar/list.csv
subject find --email hanako@example.com
subject decisions
subject undecide 1
request add 1 --proposal 1
request new --kind erasure --email hanako@example.com
request verify 1 --method callback --evidence called
request form 1
request returned 1
request decide 1 --accept
request package 1 -o x.zip
request plan 1
request extend 1 --reason more
request respond 1 --by post --text told
request letter 1
request notice 1
request close 1
request withdraw 1
plan approve 1
plan apply 1
plan apply 1 --execute
plan record 1 1
retention plan
retention review
consignee add --name x --task y --re-consignment forbidden
provision record --to x --ground law
provision check share/order.txt --to x
provision resume 1 --reason again
hold add --share office --reason case
hold release 1 --reason over
vault restore 1
vault purge 1
user add reviewer --role administrator
WORDS
    [ ! -e x.zip ]
    grep -q hanako share/seminar/list.csv
}

@test "what a handler was refused needs no order: the role is looked at before the work" {
    make_users
    refused handler plan approve 99
    refused reviewer request plan 99
}

# A new command that nobody gave a right would be everybody's, or nobody's.
@test "every command has its right" {
    missing=
    commands=0
    rights="$BATS_TEST_DIRNAME/../../cli/rights.c"
    while read -r command; do
        words=$(daicho "$command" --help | sed -n '/^Words:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
        [ -n "$words" ] || grep -qF "{\"$command\"," "$rights" || missing+=" \"$command\""
        for word in $words; do
            commands=$((commands + 1))
            grep -qF "{\"$command $word\"," "$rights" || missing+=" \"$command $word\""
        done
    done < <(daicho --help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
    echo "cli/rights.c lacks:$missing"
    [ "$commands" -ge 50 ]
    [ -z "$missing" ]
}
