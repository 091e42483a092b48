#!/usr/bin/env bats
load helper

@test "the purposes of the policy are listed" {
    expect 0 purposes list
    says "seminar-confirmation"
    [ "$(daicho purposes list --format tsv | tail -n +2 | wc -l)" -eq 13 ]
}

@test "data without a purpose is a problem until it gets one" {
    mkdir -p share/desk
    printf '氏名,メールアドレス\n見本 太郎,taro@example.com\n' >share/desk/list.csv
    daicho init . --share office=share --quiet
    daicho scan --quiet
    expect 1 purposes check
    says "no purpose"
    says "desk/list.csv"
    printf 'purpose: inquiries\n' >share/desk/.daicho.yaml
    daicho scan --quiet
    expect 0 purposes check
    tells "0 problems"
}

@test "an error in the policy names line and column" {
    daicho init . --quiet
    sed -i 's/^form-days:.*/form-dys: 3/' policy.yaml
    expect 2 purposes list
    tells "policy.yaml:"
    tells "form-days"
}
