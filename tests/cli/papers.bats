#!/usr/bin/env bats
load helper

# text_of FILE: what stands in a PDF, without the breaks that its lines make.
text_of() {
    pdftotext -raw "$1" - | tr -d '\n'
}

# holds FILE TEXT…: that each stands in the PDF.
holds() {
    local file=$1 text whole
    shift
    whole=$(text_of "$file")
    for text in "$@"; do
        grep -qF -- "$text" <<<"$whole" || {
            printf 'not in %s: %s\n%s\n' "$file" "$text" "$whole"
            return 1
        }
    done
}

# Every font of the PDF is embedded, as a subset, and its characters can be taken out.
has_whole_fonts() {
    local fonts
    fonts=$(pdffonts "$1" | tail -n +3)
    [ -n "$fonts" ]
    run ! grep -vE ' yes yes yes +[0-9]+ +[0-9]+$' <<<"$fonts"
}

# A machine without any font.
without_fonts() {
    mkdir -p no-fonts
    printf '<?xml version="1.0"?><fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>' \
        "$PWD/no-fonts" "$PWD/no-fonts" >fonts.conf
    export FONTCONFIG_FILE=$PWD/fonts.conf
}

verify_request() {
    # shellcheck disable=SC2154 # helper.bash sets it
    daicho request new --kind erasure "${hanako[@]}" --quiet \
        --address '〒000-0000 東京都架空区見本町1-2-3' >/dev/null
    daicho request verify 1 --method callback --evidence 'called the number on file' --quiet
}

@test "the form is a PDF with the same words as the page" {
    make_small
    daicho scan --quiet
    verify_request
    expect 0 request form 1 -o form.pdf
    tells "form.pdf holds the person's data"
    [ "$(stat -c %a form.pdf)" = 600 ]
    [ "$(head -c 5 form.pdf)" = '%PDF-' ]
    holds form.pdf '確認コード Check code' '個人情報開示等請求書' '架空 花子 様' '〒000-0000' '第35条第1項' R-000001 \
        'hanako@example.com' '1 / 1' '署名 Signature'
    has_whole_fonts form.pdf
    expect 0 request form 1 --format html
    code=$(sed -n 's/.*class="code">\([^<]*\)<.*/\1/p' <<<"$output")
    [ "${#code}" -eq 8 ]
    [ "$(text_of form.pdf | grep -oF "$code" | wc -l)" -eq 2 ]
    expect 0 extract form.pdf
    says '個人情報開示等請求書'
    says 'hanako@example.com'
}

@test "the format is the one that was asked for, or the one of the file's name" {
    make_small
    daicho scan --quiet
    verify_request
    expect 0 request form 1 --format pdf -o form
    [ "$(head -c 5 form)" = '%PDF-' ]
    expect 0 request form 1 --format html -o page.pdf
    [ "$(head -c 5 page.pdf)" = '<!DOC' ]
    expect 2 request form 1 --format fpd
    tells 'did you mean "pdf"?'
    run script -qec "'$DAICHO' request form 1 --format pdf" /dev/null
    [ "$status" -eq 2 ]
    [[ $output == *"nothing for a terminal"* ]]
}

@test "without a Japanese font there is no PDF, the package is named and nothing was done" {
    make_small
    daicho scan --quiet
    verify_request
    without_fonts
    expect 4 request form 1 -o form.pdf
    tells "fonts-noto-cjk"
    [ ! -e form.pdf ]
    expect 0 request show 1
    says "identity-verified"
    expect 0 request form 1 -o form.html
    run daicho doctor
    grep -qE 'Japanese font +warning +none' <<<"$output"
}

@test "a plan that cannot be set is told, too, and nothing is written" {
    make_small
    daicho scan --quiet
    decide_request
    daicho request plan 1 --quiet
    without_fonts
    expect 4 plan show 1 -o plan.pdf
    tells "no Japanese font"
    [ ! -e plan.pdf ]
}

@test "the letter and the notice are PDFs, too" {
    make_small
    mkdir share/out
    cp share/seminar/list.csv share/out/list.csv
    daicho scan --quiet
    daicho consignee add --name 見本印刷 --task printing --re-consignment forbidden --quiet \
        --agreement 2020-04-01 --confidentiality yes --category any --folder office:out >/dev/null
    approve_plan
    daicho plan apply 1 --execute --quiet >/dev/null
    expect 0 request letter 1 -o letter.pdf
    holds letter.pdf 'ご請求に対する回答書' 'We have accepted your request.' 'Records deleted' \
        '苦情・相談窓口'
    has_whole_fonts letter.pdf
    expect 0 request notice 1 見本印刷 -o notice.pdf
    holds notice.pdf '見本印刷 御中' 'hanako@example.com'
    expect 2 request notice 1 見本印刷 --format xml
}

@test "what reads the shares first is a PDF, too: a package, and a letter of purposes" {
    make_small
    daicho scan --quiet
    decide_request disclosure
    expect 0 request package 1 -o mine.pdf
    [ -z "$output" ]
    [ "$(head -c 5 mine.pdf)" = '%PDF-' ]
    holds mine.pdf '個人データの開示' 'hanako@example.com' '03-0000-1234' 'office:seminar/list.csv'
    run ! grep -qE 'taro|03-0000-1111' < <(pdftotext mine.pdf -)
    has_whole_fonts mine.pdf
    daicho request new --kind purpose-notice "${hanako[@]}" --quiet >/dev/null
    daicho request verify 2 --method callback --evidence 'called' --quiet
    daicho request form 2 -o form2.pdf --quiet
    daicho request returned 2 --quiet
    daicho request decide 2 --accept --quiet
    expect 0 request letter 2 -o letter.pdf
    holds letter.pdf 'セミナー申込者への確認' 'Seminar Office'
}

@test "a plan is a page to be read and signed" {
    make_small_with_unread
    printf '参加者 架空 花子 様\n' >share/memo.txt
    mkdir share/legal
    printf '架空 花子,hanako@example.com\n' >share/legal/case.csv
    printf '架空 花子 hanako@example.com と 見本 太郎 taro@example.com が来社\n' >share/visit.txt
    daicho scan --quiet || true
    daicho hold add --reason 'matter 7' --share office --path 'legal/*' --quiet >/dev/null
    decide_request
    daicho request plan 1 --quiet
    expect 0 plan show 1
    says "before: #3 架****, 0*-****-*234, h***@e***.com"
    says "after: nothing of these; all else in the file stays as it is"
    says "after: as before: a hold stops it"
    says "purpose: none on record"
    says "hold: none"
    says "hold: a legal hold stops this: hold 1"
    says "disposal: unlinked on"
    says "(in force)"
    hash=$(sed -n 's/^  hash //p' <<<"$output")
    expect 0 plan show 1 --format html -o plan.html
    [ "$(stat -c %a plan.html)" = 600 ]
    for text in 処理計画書 "$hash" 現行の方針 '#3 架****, 0*-****-*234, h***@e***.com' matter \
        'office:seminar/list.csv' 'office:memo.txt' 'office:visit.txt' 'unlinked on' 承認者 \
        'prefers-color-scheme:dark' '計画に含まれないもの'; do
        grep -qF -- "$text" plan.html
    done
    run ! grep -qE 'hanako@|03-0000-1234|(src|href)=' plan.html
    expect 0 plan show 1 -o plan.pdf
    holds plan.pdf 処理計画書 "${hash:0:16}" 'office:seminar/list.csv' '署名 Signature'
    expect 0 plan show 1 -o plan2.pdf
    cmp plan.pdf plan2.pdf
    expect 0 plan show 1 --format json
    says '"daicho_plan":1'
}

@test "a hold that was placed since, and another policy, stand in the plan" {
    make_small
    daicho scan --quiet
    decide_request
    daicho request plan 1 --quiet
    daicho hold add --reason 'matter 8' --share office --path 'seminar/*' --quiet >/dev/null
    printf '# another\n' >>policy.yaml
    expect 0 plan show 1
    says "hold: placed since the plan was made, and stops it: hold 1"
    says "no longer in force: consider making the plan again"
    expect 0 plan show 1 --format html
    says "placed since the plan was made"
    says "現行の方針ではありません"
}

# lines_of FILE: the text of a page without markup and style, a line for each element.
lines_of() {
    sed -e 's/<style>.*<.style>//' -e 's/<[^>]*>/\n/g' "$1" | grep -v '^ *$'
}

@test "a form is in both languages, or in the one that is asked for" {
    make_small
    daicho scan --quiet
    verify_request
    LC_ALL=ja_JP.UTF-8 expect 0 request form 1 -o both.html
    grep -qF '<title>個人情報開示等請求書 / Personal Information Disclosure, Etc. Request R-000001</title>' both.html
    expect 0 request form 1 -o ja.html --lang ja
    expect 0 request form 1 -o en.html --lang en
    grep -qF '<html lang="ja">' ja.html
    grep -qF '<title>個人情報開示等請求書 R-000001</title>' ja.html
    grep -qF '<html lang="en">' en.html
    run ! grep -F 'lang="en"' ja.html
    # What is left of Latin letters is the person's and the organisation's, and codes.
    run ! grep -E 'Request|Return|Signature|Received|Article|Check code|Telephone|erasure' <(lines_of ja.html)
    grep -qxF '第35条第1項、第35条第5項' <(lines_of ja.html | sed 's/^.*: //')
    run ! grep -E '請求|返送|署名|受付|確認|電話|消去|第35条' <(lines_of en.html)
    grep -qF 'Article 35(1), 35(5)' en.html
    grep -qF '架空 花子' en.html
    expect 2 request form 1 -o fr.html --lang fr
    tells "there are en and ja"
    [ ! -e fr.html ]
}

@test "a letter is in one language, on paper too" {
    make_small
    daicho scan --quiet
    approve_plan
    daicho plan apply 1 --execute --quiet
    for language in en ja; do
        expect 0 request letter 1 -o "$language.html" --lang "$language"
        expect 0 request letter 1 -o "$language.pdf" --lang "$language"
    done
    run ! grep -E 'decision|deleted|Legal|Complaints|Reference' <(lines_of ja.html)
    grep -qF 'ご請求のとおり対応いたします。' ja.html
    run ! grep -E '決定|消去|根拠|ご不明|受付' <(lines_of en.html)
    grep -qF 'We have accepted your request.' en.html
    holds ja.pdf 'ご請求に対する回答書' '受付番号: R-000001'
    holds en.pdf 'Answer to your request' 'Reference: R-000001'
    run ! grep -F 'Answer' <(text_of ja.pdf)
    run ! grep -F '回答' <(text_of en.pdf)
}
