#!/usr/bin/env bash
# Proves the checker on small trees, each with one breach, and then runs it on the project itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# A tree without a breach: rules on base, scanner on rules and catalog.
make_tree() {
    local folder guard
    rm -rf "$work/tree"
    for folder in base catalog rules scanner; do
        mkdir -p "$work/tree/$folder" "$work/tree/tests/unit/$folder"
        guard=DAICHO_${folder^^}_${folder^^}_H
        printf '#ifndef %s\n#define %s\n#endif\n' "$guard" "$guard" >"$work/tree/$folder/$folder.h"
        printf '#include "%s/%s.h"\n' "$folder" "$folder" >"$work/tree/$folder/$folder.c"
        echo "# $folder" >"$work/tree/$folder/README.md"
    done
    printf '#ifndef DAICHO_RULES_MATCH_H\n#define DAICHO_RULES_MATCH_H\n#endif\n' >"$work/tree/rules/match.h"
    printf '#include "rules/match.h"\n\n#include <glib.h>\n\n#include "base/base.h"\n' >"$work/tree/rules/match.c"
    printf '#include "scanner/scanner.h"\n#include "rules/rules.h"\n' >"$work/tree/tests/unit/scanner/test_scan.c"
}

# repeat TEXT COUNT
repeat() {
    local i
    for ((i = 0; i < $2; i++)); do
        printf '%s\n' "$1"
    done
}

function_of() {
    printf 'int f(int n)\n{\n'
    repeat '    n++;' $(($1 - 4))
    printf '    return n;\n}\n'
}

# expect WORDS: the checker names exactly one breach, with these words.
expect() {
    local said status=0
    said=$("$here/check_layout.sh" "$work/tree") || status=$?
    if [ "$status" -ne 1 ] || [ "$(wc -l <<<"$said")" -ne 1 ] || [[ $said != *"$1"* ]]; then
        printf 'not ok: wanted one breach with "%s", got (status %d):\n%s\n' "$1" "$status" "$said"
        failures=$((failures + 1))
    fi
    make_tree
}

cd "$work"
make_tree
if ! "$here/check_layout.sh" "$work/tree"; then
    echo "not ok: a tree without a breach was refused"
    failures=$((failures + 1))
fi

echo '#include "scanner/scanner.h"' >>tree/rules/rules.c
expect 'rules/rules.c:2: includes "scanner/scanner.h" of a higher floor'
echo '#  include "scanner/scanner.h"' >>tree/base/base.h
expect 'base/base.h:4: includes "scanner/scanner.h" of a higher floor'
echo '#include "catalog/catalog.h"' >>tree/rules/rules.c
expect 'includes "catalog/catalog.h" of its neighbour'
echo '#include "rules/match.h"' >>tree/scanner/scanner.c
expect 'includes "rules/match.h", which is private'
echo '#include "match.h"' >>tree/rules/match.c
expect 'includes "match.h", which is not named by its path'
echo '#include "../base/base.h"' >>tree/rules/match.c
expect 'includes "../base/base.h", which is not named by its path'
echo '#include "scanner/scanner.h"' >tree/tests/unit/rules/test_rules.c
expect 'tests/unit/rules/test_rules.c:1: includes "scanner/scanner.h" of a higher floor'
function_of 81 >>tree/base/base.c
expect 'f has 81 lines; at most 80'
{
    function_of 80
    repeat '/* a line */' 520
} >>tree/base/base.c
expect 'base/base.c: has 601 lines; at most 600'
sed -i 's/DAICHO_RULES_MATCH_H/MATCH_H/' tree/rules/match.h
expect 'rules/match.h: has no include guard DAICHO_RULES_MATCH_H'
: >tree/rules/match.h
expect 'rules/match.h: has no include guard DAICHO_RULES_MATCH_H'
rm tree/catalog/README.md
expect 'catalog: has no README.md'
repeat 'a line' 31 >tree/catalog/README.md
expect 'catalog/README.md: has 31 lines; at most 30'

if [ "$failures" -gt 0 ]; then
    exit 1
fi
echo "the checker finds what it should; now the project:"
"$here/check_layout.sh" "$here/../.."
echo "no breach"
