#!/usr/bin/env bats
load helper

# A share that is planned daily, whose mails and calls go to files.
make_planned() {
    make_small
    cat >daicho.yaml <<END
shares:
  office:
    path: share
catalog: catalog.db
key: daicho.key
policy: policy.yaml
schedule:
  times: ["22:00"]
  notify:
    mail: [it-desk@example.com]
    command: [$PWD/call, told]
    sendmail: sendmail
END
    printf '#!/bin/sh\ncat >>mails\n' >sendmail
    # shellcheck disable=SC2016 # the script expands it
    printf '#!/bin/sh\necho "$1 $DAICHO_SHARE $DAICHO_RESULT $DAICHO_UNREAD: $DAICHO_REASON" >>calls\n' >call
    sed -i "2i cd '$PWD' || exit 1" sendmail call
    chmod +x sendmail call
}

@test "what is wrong in a schedule is named with its place" {
    make_small
    while IFS='|' read -r line words; do
        printf 'shares:\n  office:\n    path: share\nschedule:\n  times: ["22:00"]\n  %s\n' "$line" >wrong.yaml
        expect 2 schedule show --config wrong.yaml
        tells "wrong.yaml:6:"
        tells "$words"
    done <<'LINES'
days: [Mon, 15]|exclude each other
days: Mo|"Mo" is no day
window: 22:00|"22:00" is no window
window: 23:00-06:00|the time 22:00 is outside of the window 23:00-06:00
max-rate: 0|whole number from 1 to 1000000
nice: 20|whole number from 1 to 19
notify: {mail: "a b@example.com"}|is no address
notify: {command: [page]}|whole path
notify: {on: [fialed]}|did you mean "failed"
windw: 1|did you mean "window"
LINES
    expect 2 schedule show
    tells 'no scan is planned: write "times" under "schedule"'
}

@test "units are installed, listed, and removed with nothing else" {
    make_planned
    mkdir -p root/etc/systemd/system
    echo '# somebody else' >root/etc/systemd/system/daicho-scan-other.service
    expect 0 schedule install --root root
    [ -L root/etc/systemd/system/timers.target.wants/daicho-scan-office.timer ]
    grep -qF "ReadWritePaths=\"$PWD\"" root/etc/systemd/system/daicho-scan-office.service
    grep -qxF 'OnCalendar=*-*-* 22:00:00' root/etc/systemd/system/daicho-scan-office.timer
    [ -e root/etc/systemd/system/daicho-notice-office.service ]
    expect 2 schedule install --cron --root root
    tells "daicho schedule remove"
    sed -i '/notify:/,$d' daicho.yaml
    expect 0 schedule install --root root
    [ ! -e root/etc/systemd/system/daicho-notice-office.service ]
    expect 0 schedule remove --root root
    tells "2 files are removed"
    [ "$(find root -type f -o -type l)" = root/etc/systemd/system/daicho-scan-other.service ]
    expect 0 schedule install --cron --root root
    grep -qE "^0 22 \* \* \* .* schedule run .* -- 'office'$" root/etc/cron.d/daicho-schedule
    expect 0 schedule remove --root root
    [ ! -e root/etc/cron.d/daicho-schedule ]
    expect 0 schedule install --user --root root
    [ -L root/etc/systemd/user/timers.target.wants/daicho-scan-office.timer ]
    run ! grep -q CapabilityBoundingSet root/etc/systemd/user/daicho-scan-office.service
    expect 0 schedule remove --user --root root
    [ ! -e root/etc/systemd/user/daicho-scan-office.timer ]
    expect 2 schedule install --user --cron
}

@test "a file of somebody else is not written over" {
    make_planned
    mkdir -p root/etc/systemd/system
    echo '# somebody else' >root/etc/systemd/system/daicho-scan-office.timer
    expect 2 schedule install --root root
    tells "was not written by this command"
    [ "$(cat root/etc/systemd/system/daicho-scan-office.timer)" = '# somebody else' ]
}

@test "show writes nothing" {
    make_planned
    expect 0 schedule show office
    says "OnCalendar=*-*-* 22:00:00"
    says "OnFailure=daicho-notice-office.service"
    expect 0 schedule show --cron
    says "@reboot"
    expect 2 schedule show nobody
    tells 'no share "nobody"'
}

@test "systemd finds nothing wrong with the units, and little exposed" {
    command -v systemd-analyze >/dev/null || skip "systemd-analyze is not installed (package systemd)"
    make_planned
    # shellcheck disable=SC2016 # $x is in the name of a share
    sed -i 's/^shares:/shares:\n  "人事 $x%":\n    path: share\n    schedule: {days: [last], window: "21:00-05:00"}/' daicho.yaml
    expect 0 schedule install --root root
    units=(root/etc/systemd/system/*.service root/etc/systemd/system/*.timer)
    [ "${#units[@]}" -eq 6 ]
    SYSTEMD_UNIT_PATH="$PWD/root/etc/systemd/system:" run --separate-stderr \
        systemd-analyze verify --man=no "${units[@]/#/$PWD/}"
    # shellcheck disable=SC2154 # bats sets it
    echo "$stderr"
    [ "$status" -eq 0 ]
    run ! grep -F "$PWD/root" <<<"$stderr"
    for unit in root/etc/systemd/system/daicho-scan-*.service; do
        systemd-analyze security --offline=true --threshold=20 --no-pager "$unit"
    done
}

@test "a scan that is planned is recorded, and listed with the next one" {
    make_planned
    expect 0 schedule list
    says "never"
    expect 0 schedule run office
    tells 'scan of the share "office": done'
    expect 0 schedule run office --if-due
    tells "nothing is left over"
    TRIGGER_UNIT=daicho-scan-office.timer expect 0 schedule run office
    tells "nothing is left over"
    TZ=UTC expect 0 schedule list --format json
    says '"result":"done"'
    grep -qE '"next_run":"[0-9-]{10}T22:00\+00:00"' <<<"$output"
    [ ! -e mails ]
}

@test "a scan that fails is mailed, told, and stands before what is reported" {
    make_planned
    daicho scan --quiet
    mv share elsewhere
    expect 4 schedule run office --notify
    tells 'scan of the share "office": failed'
    grep -qxF 'To: it-desk@example.com' mails
    grep -qF 'Subject: daicho on ' mails
    grep -qF 'Result:       failed' mails
    run ! grep -qE 'hanako|taro|架空|見本|seminar|03-0000' mails
    grep -qE '^told office failed 0: cannot open the folder ' calls
    expect 0 schedule list --format tsv
    says "failed"
    for words in register findings items 'report html' 'report unread'; do
        # shellcheck disable=SC2086
        expect 0 $words
        tells 'the last scan of the share "office", of '
        tells 'the figures are of '
    done
    mv elsewhere share
    expect 0 schedule run office
    expect 0 register
    run ! grep -qF 'the last scan' <<<"$stderr"
}

@test "a scan that could not begin is told by its unit's end" {
    make_planned
    daicho scan --quiet
    MONITOR_SERVICE_RESULT=signal MONITOR_EXIT_STATUS=KILL expect 0 schedule notify office
    grep -qF 'its unit ended with signal (KILL): journalctl -u daicho-scan-office.service' calls
    MONITOR_SERVICE_RESULT=success MONITOR_EXIT_STATUS=0 expect 0 schedule notify office
    [ "$(wc -l <calls)" -eq 1 ]
    mv catalog.db away
    expect 0 schedule notify office
    grep -qF 'office failed 0: there is no catalog' calls
    rm mails
    echo 'tims: 1' >>daicho.yaml
    expect 2 schedule notify office
    expect 0 schedule notify office --mail it-desk@example.com --sendmail "$PWD/sendmail"
    grep -qF 'unknown key "tims"' mails
}

@test "what is unread is told once, and again when it is more" {
    make_planned
    printf 'PK\003\004' >share/broken.zip
    expect 3 schedule run office --notify
    grep -qF 'told office partial 1' calls
    expect 3 schedule run office --notify
    [ "$(wc -l <calls)" -eq 1 ]
    printf 'PK\003\004' >share/broken2.zip
    expect 3 schedule run office --notify
    grep -qF 'told office partial 2' calls
}

@test "a notice that cannot be sent is a failure, and the scan is recorded" {
    make_planned
    rm sendmail
    printf 'PK\003\004' >share/broken.zip
    expect 4 schedule run office --notify
    tells "sendmail"
    expect 0 schedule list
    says "partial"
}

# zone SECONDS: a time zone in which it is 06:00 in so many seconds.
zone() {
    local now=$(($(date +%s) % 86400)) offset
    offset=$((now + $1 - 6 * 3600))
    [ "$offset" -le 43200 ] || offset=$((offset - 86400))
    [ "$offset" -ge -43200 ] || offset=$((offset + 86400))
    printf 'HERE%s%02d:%02d:%02d' "$([ "$offset" -ge 0 ] || echo -)" $((${offset#-} / 3600)) \
        $((${offset#-} / 60 % 60)) $((${offset#-} % 60))
}

# bats test_tags=release
@test "a scan ends with its window, and the next one goes on" {
    make_planned
    for number in $(seq 300); do
        yes 'nothing to see here' | head -c 20000 >"share/$number.txt"
    done
    sed -i 's/^  times:.*/  times: ["05:00"]\n  window: 05:00-06:00\n  max-rate: 1/' daicho.yaml
    for seconds in 3 10 30; do
        TZ=$(zone "$seconds") run --separate-stderr daicho schedule run office
        ! grep -qF 'its window is closed' <<<"$stderr" || continue
        break
    done
    [ "$status" -eq 3 ]
    tells 'interrupted, its window ended at 06:00'
    TZ=$(zone -60) expect 0 schedule run office
    tells "its window is closed"
    TZ=$(zone -60) expect 0 schedule list --format tsv
    says "interrupted"
    says "T05:00"
    sed -i 's/max-rate: 1/max-rate: 1000/' daicho.yaml
    TZ=$(zone 1800) TRIGGER_UNIT=x expect 0 schedule run office
    tells 'scan of the share "office": done'
}

@test "a killed scan is called interrupted" {
    make_planned
    daicho scan --quiet
    sqlite3 catalog.db 'INSERT INTO runs (share, is_scheduled, started_s) VALUES ("office", 1, 1000)'
    expect 0 schedule list --format tsv
    says "it was killed"
    expect 0 register
    tells 'was interrupted: it was killed'
}
