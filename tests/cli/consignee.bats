#!/usr/bin/env bats
load helper

@test "a consignee is recorded, shown, changed, reviewed and ended" {
    make_small
    daicho scan --quiet
    expect 0 consignee add --name 見本印刷 --task printing --re-consignment forbidden
    [ "$output" = 1 ]
    tells "nothing may be provided to it yet: there is no agreement"
    expect 0 consignee change 見本印刷 --agreement 2026-04-01 --confidentiality yes --category name \
        --category contact --folder office:out --next-review 2020-03-31 \
        --contact 'ichiro@example.com'
    tells "may go to it: name, contact"
    expect 0 consignee show 見本印刷
    says "Agreement: 2026-04-01"
    says "Categories covered: name, contact"
    says "Outgoing folders: office:out"
    says "ichiro@example.com"
    expect 0 consignee list --format tsv
    says overdue
    tells "1 review is overdue"
    run ! grep -q 'ichiro' <<<"$output"
    expect 0 consignee review 見本印刷 --found 'in order'
    tells "daicho consignee change NAME --next-review"
    expect 0 consignee review 見本印刷 --found 'in order' --next 2099-03-31
    tells "reviewed again by 2099-03-31"
    expect 0 consignee list --format tsv
    says reviewed
    expect 0 consignee end 見本印刷
    tells "works for us no more"
    expect 0 consignee list
    says ended
    expect 2 consignee change 見本印刷 --task binding
    tells "daicho consignee add takes it back"
    expect 2 consignee review 見本印刷 --found 'in order'
    expect 2 consignee end 見本印刷
    expect 0 audit show
    says consignee-review
    run ! grep -q '見本印刷' <<<"$output"
    run ! grep -qa '見本印刷' catalog.db
    expect 0 consignee add --name 見本印刷 --task binding --re-consignment forbidden --agreement 2027-04-01
    [ "$output" = 1 ]
    expect 0 consignee list --format tsv
    says binding
    run ! grep -q ended <<<"$output"
    expect 2 consignee add --name 見本印刷 --task binding --re-consignment forbidden
    tells "already"
}

@test "what is missing or unknown is named" {
    make_small
    daicho scan --quiet
    expect 2 consignee add --task printing --re-consignment forbidden
    tells "--name"
    expect 2 consignee add --name 見本印刷 --task printing
    tells "--re-consignment"
    expect 2 consignee add --name 見本印刷 --task printing --re-consignment allowed --confidentiality maybe
    tells "yes or no"
    expect 2 consignee add --name 見本印刷 --task printing --re-consignment allowed --folder nowhere:out
    tells "nowhere"
    expect 2 consignee show 見本印刷
    tells "no consignee"
    expect 2 consignee lst
    tells 'did you mean "list"?'
}

@test "a consignee of the policy that nobody recorded is named" {
    make_small
    daicho scan --quiet
    printf 'purposes:\n- {id: seminar, consignees: [見本印刷]}\n' >policy.yaml
    expect 0 consignee list
    tells 'the policy names "見本印刷" (purpose seminar), which is not recorded'
}
