#!/usr/bin/env bash
# check_layout.sh [ROOT]: prints every breach of the floors and of the sizes under ROOT, one a line;
# exits 1 when there is one.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

floors="base=0 catalog=1 paper=1 rules=1 schedule=1 scanner=2 enforcer=3 reports=4 console=5 cli=6"
max_function=80
max_file=600
max_readme=30

folders() {
    local floor
    for floor in $floors; do
        [ ! -d "${floor%=*}" ] || echo "${floor%=*}"
    done
}

sources() {
    # shellcheck disable=SC2046 # the folders' names have no spaces
    find $(folders) tests -name '*.[ch]' -type f | sort
}

# A folder includes its own headers, base's, and the public header of a lower floor. The unit tests
# of a folder stand where the folder stands.
check_includes() {
    # shellcheck disable=SC2046
    find $(folders) tests/unit -name '*.[ch]' -type f -exec grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' {} + |
        sort | awk -v floors="$floors" '
    BEGIN {
        n = split(floors, pairs, " ")
        for (i = 1; i <= n; i++) {
            split(pairs[i], pair, "=")
            floor[pair[1]] = pair[2] + 1
        }
    }
    {
        split($0, place, ":")
        file = place[1]
        line = place[2]
        split($0, quoted, "\"")
        header = quoted[2]
        folder = file
        sub("^tests/unit/", "", folder)
        sub("/.*", "", folder)
        target = header
        sub("/.*", "", target)
        if (header ~ "^tests/" && file ~ "^tests/") {
            next
        }
        why = ""
        if (!(target in floor) || header !~ "/") {
            why = "includes \"" header "\", which is not named by its path from the root"
        } else if (target == folder) {
            why = ""
        } else if (floor[target] > floor[folder]) {
            why = "includes \"" header "\" of a higher floor"
        } else if (floor[target] == floor[folder]) {
            why = "includes \"" header "\" of its neighbour"
        } else if (target != "base" && header != target "/" target ".h") {
            why = "includes \"" header "\", which is private: include \"" target "/" target ".h\""
        }
        if (why != "") {
            print file ":" line ": " why
        }
    }'
}

check_functions() {
    sources | grep '\.c$' | ctags --fields=+ne --kinds-C=f --language-force=C -L - -o - 2>/dev/null |
        awk -F '\t' -v max="$max_function" '!/^!/ {
            first = last = 0
            for (i = 4; i <= NF; i++) {
                if ($i ~ /^line:/) first = substr($i, 6)
                if ($i ~ /^end:/) last = substr($i, 5)
            }
            if (last - first + 1 > max) {
                print $2 ":" first ": " $1 " has " last - first + 1 " lines; at most " max
            }
        }'
}

check_files() {
    sources | tr '\n' '\0' | wc -l --files0-from=- | awk -v max="$max_file" '
    $2 != "total" && $1 > max {
        print $2 ": has " $1 " lines; at most " max
    }'
}

# The guard is the path in capitals: base/fs.h has DAICHO_BASE_FS_H.
check_guards() {
    # shellcheck disable=SC2016 # awk expands it
    sources | grep '\.h$' | tr '\n' '\0' | xargs -0 -r awk '
    function guard_of(file) {
        file = toupper(file)
        gsub("[/.-]", "_", file)
        return "DAICHO_" file
    }
    $0 == "#ifndef " guard_of(FILENAME) || $0 == "#define " guard_of(FILENAME) {
        seen[FILENAME]++
    }
    END {
        for (i = 1; i < ARGC; i++) {
            if (seen[ARGV[i]] != 2) {
                print ARGV[i] ": has no include guard " guard_of(ARGV[i])
            }
        }
    }'
}

check_readmes() {
    local folder lines
    # shellcheck disable=SC2046
    for folder in $(find $(folders) -name '*.c' -printf '%h\n' | sort -u); do
        if [ ! -f "$folder/README.md" ]; then
            echo "$folder: has no README.md"
            continue
        fi
        lines=$(wc -l <"$folder/README.md")
        [ "$lines" -le "$max_readme" ] ||
            echo "$folder/README.md: has $lines lines; at most $max_readme"
    done
}

command -v ctags >/dev/null || {
    echo "check_layout.sh: ctags is missing: apt-get install universal-ctags" >&2
    exit 2
}
[ -n "$(sources)" ] || {
    echo "check_layout.sh: $PWD has no sources to check" >&2
    exit 2
}
breaches=$(
    check_includes
    check_functions
    check_files
    check_guards
    check_readmes
)
[ -z "$breaches" ] || {
    printf '%s\n' "$breaches"
    exit 1
}
