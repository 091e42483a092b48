# Times, rows and ratios (measure.sh) to Markdown. One value of each program a round, in order of rounds.
BEGIN {
    FS = "\t"
}

FNR == 1 {
    while (ARGV[++file] != FILENAME) {
    }
}

file == 1 {
    n = ++count[$1]
    value[$1, "wall", n] = $2
    value[$1, "processor", n] = $3
}

file == 2 && count[$1] {
    row($1, $2, $3)
}

file == 3 && count[$1] && count[$2] {
    ratio($1, $2, $3, $4, $5)
}

# Sets least, middle and most of what is in list[1…n].
function sort(list, n, i, j, held) {
    for (i = 2; i <= n; i++) {
        held = list[i]
        for (j = i - 1; j >= 1 && list[j] > held; j--) {
            list[j + 1] = list[j]
        }
        list[j + 1] = held
    }
    least = list[1]
    most = list[n]
    middle = n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function sorted(name, kind, i, list) {
    for (i = 1; i <= count[name]; i++) {
        list[i] = value[name, kind, i] + 0
    }
    sort(list, count[name])
}

function row(name, title, bytes, processor) {
    if (!rows++) {
        print "\n| | seconds | spread | of processors | MB to each of these |"
        print "|---|---|---|---|---|"
    }
    sorted(name, "processor")
    processor = middle
    sorted(name, "wall")
    printf "| %s | %.2f | %.2f – %.2f | %.2f | %s |\n", title, middle, least, most, processor,
        (bytes > 0 && processor > 0 ? sprintf("%.1f", bytes / processor / 1e6) : "–")
}

function ratio(over, under, kind, title, target, i, n, list, verdict, words) {
    if (!ratios++) {
        print "\n| ratio, of the same round | median | spread | target | |"
        print "|---|---|---|---|---|"
    }
    n = count[over] < count[under] ? count[over] : count[under]
    for (i = 1; i <= n; i++) {
        list[i] = value[over, kind, i] / (value[under, kind, i] > 0 ? value[under, kind, i] : 0.001)
    }
    sort(list, n)
    split(target, words, " ")
    verdict = target == "-" ? "" : (words[1] == "<=" ? middle <= words[2] : middle >= words[2]) ? "reached" : "not reached"
    sub("<=", "≤", target)
    sub(">=", "≥", target)
    sub("^-$", "–", target)
    printf "| %s | %.2f | %.2f – %.2f | %s | %s |\n", title, middle, least, most, target, verdict
}
