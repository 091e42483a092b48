#!/usr/bin/env bats
# shellcheck disable=SC2154 # hanako is the helper's
load ../cli/helper

# years N: the date N years ago, and a day.
years() {
    date -d "$1 years ago - 1 day" +%F
}

@test "an agent with a mandate comes in person, and the papers are theirs" {
    make_small
    daicho scan --quiet
    expect 2 request new --kind disclosure "${hanako[@]}" --agent '代理 一郎'
    tells "an agent needs an authority to act"
    expect 2 request new --kind disclosure "${hanako[@]}" --authority mandate
    tells "--agent NAME"
    expect 0 request new --kind disclosure "${hanako[@]}" --agent '代理 一郎' --authority 'mandate of 2026-11-20'
    tells "the agent's licence or passport"
    for method in callback email-reply attributes; do
        expect 2 request verify 1 --method "$method" --evidence 'called'
        tells "in person"
    done
    expect 2 request verify 1 --method agent-in-person --evidence 'licence 123456789012'
    tells "must never be kept"
    expect 0 request verify 1 --method agent-in-person --evidence 'licence and mandate seen at the desk'
    expect 0 request form 1 -o form.html
    grep -q '代理 一郎' form.html
    daicho request returned 1 --quiet
    daicho request decide 1 --accept --quiet
    daicho request package 1 -o mine.zip --quiet >/dev/null
    expect 0 request letter 1 -o letter.html
    grep -q '代理 一郎' letter.html
    expect 0 request respond 1 --by post --text 'Sent to the agent.'
    expect 0 request close 1
    expect 0 audit show
    says "by an agent"
    run ! grep -q '代理' <<<"$output"
    run ! grep -qaF '代理 一郎' catalog.db catalog.db-wal
}

@test "without an agent there is no agent in person" {
    make_small
    daicho request new --kind disclosure "${hanako[@]}" --quiet
    expect 2 request verify 1 --method agent-in-person --evidence 'came'
    tells "is for an agent"
    expect 2 request verify 1 --method attributes --evidence 'compared'
    tells "has no address"
    daicho request new --kind disclosure "${hanako[@]}" --address '東京都千代田区見本町1-2-3' \
        --birth-date 1985-04-01 --quiet
    expect 0 request verify 2 --method attributes --evidence 'all four are as on file'
}

@test "a statutory representative asks for a minor, whose birth date is checked" {
    make_small
    expect 2 request new --kind erasure "${hanako[@]}" --agent '架空 母子' --authority 'statutory representative'
    tells "--birth-date"
    expect 2 request new --kind erasure "${hanako[@]}" --agent '架空 母子' --authority '法定代理人（親権者）'
    tells "--birth-date"
    expect 2 request new --kind erasure "${hanako[@]}" --birth-date "$(years 18)" --agent '架空 母子' \
        --authority 'statutory representative'
    tells "18 or older"
    expect 0 request new --kind erasure "${hanako[@]}" --birth-date "$(years 17)" --agent '架空 母子' \
        --authority 'statutory representative'
    tells "the person's birth date"
    expect 0 request new --kind erasure "${hanako[@]}" --birth-date 昭和60年4月1日 --agent '例示 一郎' \
        --authority '法定代理人（成年後見人）'
    expect 0 audit show
    says "by a statutory representative"
    # An era counts as a year does.
    expect 2 request new --kind erasure "${hanako[@]}" --birth-date 昭和60年4月1日 --agent '架空 母子' \
        --authority '法定代理人'
}

@test "where the policy says so, who is younger may not ask alone" {
    make_small
    sed -i 's/^represented-below:.*/represented-below: 16/' policy.yaml
    expect 2 request new --kind erasure "${hanako[@]}" --birth-date "$(years 15)"
    tells "not yet 16"
    expect 0 request new --kind erasure "${hanako[@]}" --birth-date "$(years 16)"
    expect 0 request new --kind erasure "${hanako[@]}" --birth-date "$(years 15)" --agent '架空 母子' \
        --authority 'statutory representative'
    sed -i 's/^minor-below:.*/minor-below: 16/' policy.yaml
    expect 2 request new --kind erasure "${hanako[@]}" --birth-date "$(years 16)" --agent '架空 母子' \
        --authority 'statutory representative'
    tells "16 or older"
}

@test "a birth date that is added later says as well who may ask" {
    make_small
    sed -i 's/^represented-below:.*/represented-below: 16/' policy.yaml
    expect 0 request new --kind erasure "${hanako[@]}"
    expect 2 request add 1 --birth-date "$(years 15)"
    tells "not yet 16"
    expect 0 request show 1
    run ! grep -q birth-date <<<"$output"
    expect 0 request add 1 --birth-date "$(years 16)"
}
