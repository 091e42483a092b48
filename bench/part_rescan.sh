# shellcheck shell=bash disable=SC2154,SC2016,SC2034 # run.sh sets what is not set here; `…` is Markdown
# A scan of a tree in which nothing changed, beside programs that only look at each file's size.

say "The first scan"
timed first scan 2 "$work/kept.db" "$tree"
for ((round = 1; round <= 2 * rounds; round++)); do
    timed again scan 2 "$work/kept.db" "$tree"
    timed find find "$tree" -type f -size +0
    [ -z "$(command -v bfs)" ] || timed bfs bfs "$tree" -type f -size +0
done
rm -f "$work"/kept.db*

row again '`daicho scan`, nothing changed'
row find '`find -type f -size +0`'
row bfs '`bfs -type f -size +0`'
ratio again find wall 'time of daicho to `find`' '<= 2'
ratio again bfs wall 'time of daicho to `bfs`'
ratio again find processor 'processor time of daicho to `find`'

title_part() {
    echo 'a scan of what did not change'
}

note_part() {
    cat <<TEXT
- programs: $("$program" --version | sed -n 1p); $(find . --version | sed -n 1p); $(bfs --version 2>/dev/null | sed -n 1p)
- tree: the source of Linux 6.1, $(files_of "$tree") files, warm; twice as many rounds
TEXT
}
