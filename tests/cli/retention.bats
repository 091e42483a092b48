#!/usr/bin/env bats
load helper

# A share whose policy keeps seminar data for two years, and lets a person decide about travel data.
make_old() {
    make_small
    mkdir -p share/travel share/研修
    printf '氏名: 例示 一郎\nメール: ichiro@example.com\n' >share/travel/trip.txt
    printf '氏名,メール,最終受講日\n架空 花子,hanako@example.com,2016-03-31\n見本 太郎,taro@example.com,2099-03-31\n' \
        >share/研修/受講.csv
    touch -d '2015-04-01 12:00' share/seminar/list.csv share/travel/trip.txt
    cat >policy.yaml <<'END'
purposes:
- {id: seminar, retention: {keep: P2Y, from: modified, then: delete}}
- {id: travel, retention: {keep: P1Y, from: modified, then: review}}
- {id: training, retention: {keep: P5Y, from: record-field, field: 最終受講日, then: delete}}
mapping:
- {path: 'seminar/*', purpose: seminar}
- {path: 'travel/*', purpose: travel}
- {path: '研修/*', purpose: training}
END
    daicho scan --quiet
}

@test "a retention plan takes what is kept too long, after somebody else approved it" {
    make_old
    expect 0 retention plan
    [ "$output" = 1 ]
    tells "2 files to change"
    tells "1 place has to be decided on by a person"
    tells "next: daicho plan show 1"
    expect 0 plan show 1
    says "Plan 1 for retention: planned"
    says "delete-file  office:seminar/list.csv"
    says "last modified 2015-04-01, kept P2Y until 2017-04-01"
    says "delete-parts  office:研修/受講.csv"
    says "goes: record 2"
    says "daicho retention review"
    says "office:travel/trip.txt"
    expect 2 plan approve 1
    expect 0 plan approve 1 --as officer
    expect 0 plan apply 1 --execute
    tells "2 done"
    [ ! -e share/seminar/list.csv ]
    [ -e share/seminar/架空花子.txt ]
    [ -e share/travel/trip.txt ]
    [ "$(cat share/研修/受講.csv)" = "$(printf '氏名,メール,最終受講日\n見本 太郎,taro@example.com,2099-03-31')" ]
    expect 0 certificate show 1
    says "retention"
    expect 0 certificate verify 1
    expect 0 audit verify
    expect 0 plan list --format json
    says '"request":null'
}

@test "one purpose has a plan of its own" {
    make_old
    expect 0 retention plan --purpose seminar
    expect 0 plan show 1
    says "Plan 1 for retention of seminar"
    run ! grep -q 研修 <<<"$output"
    expect 2 retention plan --purpose seminr
    tells 'did you mean "seminar"?'
    [ -z "$output" ]
}

@test "a hold wins over retention" {
    make_old
    daicho hold add --share office --path 'seminar/*' --reason 'case 12' --quiet
    expect 0 report retention
    says "held"
    says "case 12"
    daicho retention plan --quiet
    expect 0 plan show 1
    says "Stopped by a hold"
    daicho plan approve 1 --as officer --quiet
    expect 3 plan apply 1 --execute
    [ -e share/seminar/list.csv ]
}

@test "a person decides what the policy leaves to one" {
    make_old
    expect 0 retention review
    says "office:travel/trip.txt"
    tells "next: daicho retention review PLACE"
    expect 0 retention review office:travel/trip.txt --keep-until 2099-03-31 --reason 'matter 7'
    [ "$output" = 1 ]
    expect 0 report retention --format tsv
    says "reviewed"
    says "2099-03-31"
    says "matter 7"
    expect 0 retention review
    run ! grep -q trip <<<"$output"
    expect 0 retention review office:travel/trip.txt --delete --reason 'matter 7 is over'
    [ "$output" = 2 ]
    daicho retention plan --purpose travel --quiet
    expect 0 plan show 1
    says "delete-file  office:travel/trip.txt"
    expect 0 audit show
    says "retention-review"
    run ! grep -q 'trip.txt' <<<"$output"
}

@test "a decision in the wrong order is refused with what is missing" {
    make_old
    expect 2 retention review office:travel/trip.txt
    tells "--keep-until"
    expect 2 retention review office:travel/trip.txt --delete
    tells "--reason"
    expect 2 retention review --delete --reason x
    tells "which file"
    expect 2 retention review office:travel/trip.txt --delete --keep-until 2099-01-01 --reason x
    expect 2 retention review office:travel/trip.txt --keep-until 2001-01-01 --reason x
    tells "has passed"
    expect 2 retention review office:seminar/架空花子.txt --delete --reason x
    tells "has not ended yet"
    expect 2 retention review offce:travel/trip.txt --delete --reason x
    tells 'did you mean "office"?'
    expect 2 retention review trip.txt --delete --reason x
    tells "no place"
    expect 2 retention review office:travel/trip.txt --delete --reason 'asked ichiro@example.com'
    tells "personal data"
}

@test "the report has what is due first, in every format" {
    make_old
    touch -d "$(date -d '2 years ago 30 days' +%F)" share/seminar/架空花子.txt
    daicho scan --quiet
    expect 0 report retention --format tsv
    [ "$(cut -f 1 <<<"$output" | tr '\n' ' ')" = "state due review by-record soon " ]
    tells "0 files are kept for longer"
    expect 0 report retention --format json
    says '"schema":"daicho/retention/1"'
    says '"last":"2017-04-01"'
    expect 0 report retention --format csv -o retention.csv
    [ "$(stat -c %a retention.csv)" = 600 ]
    expect 0 report retention --purpose travel --format tsv
    [ "${#lines[@]}" -eq 2 ]
}

@test "days are those of the local time zone" {
    make_old
    TZ=UTC touch -d '2015-03-31 16:00' share/seminar/list.csv
    daicho scan --quiet
    TZ=UTC expect 0 report retention --format tsv
    says "2015-03-31"
    TZ=Asia/Tokyo expect 0 report retention
    says "2015-04-01"
    says "(Asia/Tokyo)"
}
