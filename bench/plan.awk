# Notes ("kind TAB what TAB step TAB targets TAB number") to the section of plans in bench/RESULTS.md.
function head(title, i, line, rule) {
    line = "| " title " |"
    rule = "|---|"
    for (i = 1; i <= n_sizes; i++) {
        line = line " " sizes[i] " |"
        rule = rule "---|"
    }
    for (i = 2; i <= n_sizes; i++) {
        line = line " ×" sizes[i] / sizes[i - 1] " |"
        rule = rule "---|"
    }
    print "\n" line "\n" rule
}

# What takes less is start and end of a program: its growth says nothing.
function growth(what, before, after) {
    if (after == "" || before == 0) {
        return "–"
    }
    return (what == "time" || what == "cpu") && after < 0.2 ? "–" : sprintf("%.2f", after / before)
}

function row(kind, what, step, i, line) {
    line = "| " step " |"
    for (i = 1; i <= n_sizes; i++) {
        line = line " " value[kind, what, step, sizes[i]] " |"
    }
    for (i = 2; i <= n_sizes; i++) {
        line = line " " growth(what, value[kind, what, step, sizes[i - 1]], value[kind, what, step, sizes[i]]) " |"
    }
    print line
}

function table(kind, what, title, i) {
    head(title)
    for (i = 1; i <= n_steps; i++) {
        if ((kind, what, steps[i]) in is_noted) {
            row(kind, what, steps[i])
        }
    }
}

function kinds(kind, title) {
    if (!(kind in is_noted)) {
        return
    }
    print "\n## " title
    table(kind, "time", "seconds")
    table(kind, "cpu", "seconds of processors")
    table(kind, "memory", "most MiB of one process")
    table(kind, "size", "MB in the catalog")
}

BEGIN {
    FS = "\t"
}

{
    if (!($4 in has_size)) {
        has_size[$4] = 1
        sizes[++n_sizes] = $4
    }
    if (!($3 in has_step)) {
        has_step[$3] = 1
        steps[++n_steps] = $3
    }
    is_noted[$1] = is_noted[$1, $2, $3] = 1
    value[$1, $2, $3, $4] = $5
}

END {
    print "# Measured: plans with many targets\n"
    print "Made by `./dev bench plans`: each step once, in this order, and what it left checked. The last"
    print "columns say how many times more each doubling takes: 2 is linear.\n"
    print "- machine: " machine
    print "- program: " version
    kinds("person", "One person in every file, beside others")
    kinds("retention", "Files kept too long")
    kinds("rows", "One file with ten times as many rows, of which so many go")
}
