#!/usr/bin/env bash
# words.sh pot: prints the template of all words that are translated (GNU gettext), as po/daicho.pot has
# it. words.sh merge: brings po/daicho.pot and po/ja.po up to date; what is new in ja.po is empty.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# In the order of the words, without line numbers and dates, which would change with every edit.
print_template() {
    local folder
    for folder in base catalog rules paper scanner enforcer reports cli; do
        find "$folder" -name '*.c'
    done | sort | xgettext --files-from=- --from-code=UTF-8 --language=C --keyword --keyword=N_ \
        --add-comments=TRANSLATORS: --add-location=file --sort-output --package-name=daicho \
        --copyright-holder='The daicho authors' --output=- | sed '/^"POT-Creation-Date:/d'
}

case "${1:-}" in
    pot) print_template ;;
    merge)
        print_template >po/daicho.pot
        msgmerge --quiet --no-fuzzy-matching --add-location=file --sort-output --update --backup=none \
            po/ja.po po/daicho.pot
        msgattrib --no-obsolete --add-location=file --sort-output --output-file=po/ja.po po/ja.po
        sed -i '/^"POT-Creation-Date:/d' po/ja.po
        ;;
    *)
        echo "usage: words.sh pot|merge" >&2
        exit 2
        ;;
esac
