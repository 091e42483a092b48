#!/usr/bin/env bash
# make_share.sh: makes, in the current folder, what the examples of cli/examples.txt read.
set -euo pipefail

mkdir -p share/seminar share/manual share/letters share/hr share/out
printf '氏名,電話番号,メールアドレス,携帯\n見本 太郎,03-0000-1111,taro@example.com,\n架空 花子,03-0000-1234,hanako@example.com,090-0000-1234\n' \
    >share/seminar/list.csv
printf '氏名,部署,メールアドレス\n架空 花子,営業,hanako@example.com\n架空 花子,経理,\n見本 太郎,総務,\n' \
    >share/seminar/members.csv
printf '氏名: 架空 花子\nメール: hanako@example.com\n' >share/seminar/架空花子.txt
printf '氏名,メールアドレス\n見本 太郎,taro@example.com\n架空 花子,hanako@example.com\n' |
    tee share/out/list.csv >share/out/march.csv
printf '氏名,メールアドレス\n例示 一郎,ichiro@example.com\n' | tee share/hr/old.csv >share/hr/older.csv
touch -d '2010-04-01 12:00' share/hr/old*.csv
printf 'info@example.com に注文\n' >share/order.txt
printf 'taro.sample@example.com 192.0.2.1\n' >share/manual/samples.txt
printf '架空 花子 様\n' >share/letters/thanks.txt
printf '見本 太郎 様\n' >share/letters/taro.txt
printf '架空 花子 hanako@example.com と 見本 太郎 taro@example.com\n' >share/meeting.txt
printf '仮名 葉子 yoko@example.com\n' >names.txt
bsdtar --format zip -cf share/names.zip names.txt

printf '顧客番号,氏名,電話番号\n10000017,試行 次郎,090-0000-1111\n' >customers.csv
printf '参加者 見本太郎 ほか\n' >memo.txt
printf 'kind: phone\nold: 03-0000-1111\nnew: 03-0000-7777\n' >details.txt
cat >own.yaml <<'END'
rules:
- id: own.staff-number
  category: employment
  pattern: '(?<![0-9A-Za-z\-])E-\d{5}(?![0-9A-Za-z\-])'
  confidence: 50
  examples: {match: ['E-12345'], no_match: ['E-123456']}
  source: Personnel department, numbering of 2020
END
cat >planned.yaml <<'END'
shares:
  office:
    path: share
    schedule: {days: [Mon-Fri], times: ["22:00"]}
catalog: catalog.db
key: daicho.key
policy: policy.yaml
END
