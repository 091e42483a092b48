#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

@test "purpose-notice: from the share to a closed request" {
    make_small
    printf '架空 花子 様 ご来社\n' >share/visit.txt
    printf '{"email":"hanako@example.com"}\n' >share/loose.jsonl
    printf 'PK\003\004' >share/broken.zip
    daicho scan --quiet || true
    decide_request purpose-notice
    expect 2 request plan 1
    tells "daicho request letter"
    expect 0 request letter 1 -o letter.html
    grep -q 'セミナー申込者への確認' letter.html
    grep -q 'Confirming details with those who applied for a seminar' letter.html
    grep -q 'Seminar Office' letter.html
    grep -q '電子メール (E-mail)' letter.html
    grep -q 'We are finding out for which purpose it is held' letter.html
    grep -q '1 files or parts of files could not be searched' letter.html
    run ! grep -qE 'taro|visit' letter.html
    expect 0 request respond 1 --by post --text 'Told.'
    expect 0 request close 1
    expect 0 audit verify
}

@test "a purpose-notice about nobody says so, and a refused one tells no purpose" {
    make_small
    daicho scan --quiet
    daicho request new --kind purpose-notice --email nobody@example.com --quiet >/dev/null
    daicho request verify 1 --method callback --evidence 'called' --quiet
    daicho request form 1 -o form.html --quiet
    daicho request returned 1 --quiet
    daicho request decide 1 --accept --quiet
    expect 0 request letter 1
    says "no personal data of yours was found"
    daicho request new --kind purpose-notice "${hanako[@]}" --quiet >/dev/null
    daicho request verify 2 --method callback --evidence 'called' --quiet
    daicho request form 2 -o form2.html --quiet
    daicho request returned 2 --quiet
    daicho request decide 2 --refuse --ground obstruction --reason 'Not now.' --quiet
    expect 0 request letter 2
    run ! grep -q 'Seminar Office' <<<"$output"
}

@test "a purpose-notice counts what an earlier request suspended" {
    make_small
    daicho scan --quiet
    approve_plan suspension-of-use
    daicho plan apply 1 --execute --quiet
    daicho scan --quiet
    daicho request new --kind purpose-notice "${hanako[@]}" --quiet >/dev/null
    daicho request verify 2 --method callback --evidence 'called' --quiet
    daicho request form 2 -o form2.html --quiet
    daicho request returned 2 --quiet
    daicho request decide 2 --accept --quiet
    expect 0 request letter 2
    says "suspended at an earlier request are kept, and not used: "
    says "以前のご請求により利用を停止した"
}
