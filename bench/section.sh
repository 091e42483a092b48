# shellcheck shell=bash
# What the measurements share: they write sections of one file.

# describe_machine DIR: processor, memory, kernel, the file system of DIR, and the load at the end.
describe_machine() {
    printf '%s, %s cores, %s, %s, %s; load at the end %s' \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
        "$(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)" "$(uname -sr)" \
        "$(stat -f -c %T "$1")" "$(cut -d ' ' -f 1 /proc/loadavg)"
}

# put_section FILE WORD: standard input takes the place of the section of FILE that begins with
# "# Measured: WORD", or comes last.
put_section() {
    local file=$1 new
    new=$(mktemp)
    {
        if [ -e "$file" ]; then
            awk -v start="# Measured: $2" '/^# / { skip = index($0, start) == 1 } !skip' "$file" |
                sed -e :a -e '/^\n*$/ { $d; N; ba' -e '}'
            echo
        fi
        cat
    } >"$new"
    cat "$new" >"$file"
    rm "$new"
}
