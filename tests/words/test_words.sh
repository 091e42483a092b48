#!/usr/bin/env bash
# Every word that people read is there in both languages: the template in po/ is what the source says
# today, and each message of it is translated, none of them fuzzy, with the same arguments.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    printf 'not ok: %s\n' "$1" >&2
    exit 1
}

# count OPTION…: how many messages of ja.po msgattrib keeps.
count() {
    msgattrib "$@" po/ja.po | grep -c '^#[,~:].*\|^msgid' || true
}

po/words.sh pot >"$work/daicho.pot"
diff -u po/daicho.pot "$work/daicho.pot" ||
    fail "po/daicho.pot is not what the source says: run po/words.sh merge and translate what is new in po/ja.po"
msgfmt --check --output-file="$work/ja.mo" po/ja.po || fail "po/ja.po is not sound"
msgcmp po/ja.po po/daicho.pot || fail "po/ja.po has not all of po/daicho.pot: run po/words.sh merge"
[ "$(count --untranslated)" -eq 0 ] || fail "a message of po/ja.po is not translated"
[ "$(count --only-fuzzy)" -eq 0 ] || fail "a message of po/ja.po is fuzzy"
[ "$(count --only-obsolete)" -eq 0 ] || fail "a message of po/ja.po is used no more: run po/words.sh merge"

# What the scanner gives as a reason in so many words is known to reports/reason.c.
find scanner -name '*.c' | sort | xgettext --files-from=- --from-code=UTF-8 --language=C --keyword \
    --keyword=item_set_unread:2 --keyword=item_set_partly:2 --no-location --no-wrap --omit-header --output=- |
    sed -n 's/^msgid "\(.*\)"$/\1/p' | grep -v '%$' | sed -E 's/%[ud]/%s/g' | grep -E '[a-z]{3}' |
    grep -vE '^damaged: $|(%s.*){3}|^damaged: table %s$|^it names no purpose' | sort -u >"$work/reasons"
sed -n 's/^    N_("\(.*\)"),$/\1/p' reports/reason.c | sort -u >"$work/known"
[ "$(wc -l <"$work/reasons")" -gt 100 ] || fail "the scanner's reasons were not found"
missing=$(comm -23 "$work/reasons" "$work/known")
[ -z "$missing" ] || fail "reports/reason.c does not know these reasons of the scanner: $missing"
echo "every message is there in both languages"
