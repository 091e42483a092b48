# Times ("scan 12.3", in order of rounds) to bench/RESULTS.md.
function sorted(name, values, n, i, j, held) {
    n = count[name]
    for (i = 1; i <= n; i++) {
        values[i] = time[name, i]
    }
    for (i = 2; i <= n; i++) {
        held = values[i]
        for (j = i - 1; j >= 1 && values[j] > held; j--) {
            values[j + 1] = values[j]
        }
        values[j + 1] = held
    }
    return n
}

function median(values, n) {
    return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}

function row(name, title, values, n) {
    n = sorted(name, values)
    middle = median(values, n)
    # What is not opened is not read: it has no bytes a second.
    rate = name == "again" ? "–" : sprintf("%.0f", bytes / middle / 1e6)
    printf "| %s | %.2f | %.2f – %.2f | %s | %.0f |\n", title, middle, values[1], values[n], rate,
        files / middle
}

function ratio(over, under, title, i, n, values) {
    n = count[over] < count[under] ? count[over] : count[under]
    for (i = 1; i <= n; i++) {
        time["ratio", i] = time[over, i] / time[under, i]
    }
    count["ratio"] = n
    sorted("ratio", values)
    printf "| %s | %.2f | %.2f – %.2f |\n", title, median(values, n), values[1], values[n]
}

{
    time[$1, ++count[$1]] = $2
}

END {
    print "# Measured: scanning " tree "\n"
    print "Made by `./dev bench`: " rounds " rounds; in each, one program after the other over the same"
    print "warm tree. Times are medians with the fastest and the slowest round. `rg` with its own engine takes"
    print "minutes and was run once, at the end; its ratio is to the first round.\n"
    print "- tree: `" tree "`, " files " files, " sprintf("%.2f", bytes / 1e9) " GB"
    print "- machine: " machine
    print "- programs: " version "; " rg "; each with " workers " workers or threads"
    print "- rules: the " rules " patterns of the default packs; `rg` has them without look-arounds (its"
    print "  default engine lacks them), `rg -P` has them whole. Neither folds full-width characters, decodes"
    print "  charsets, validates, opens archives or writes a catalog: daicho does all of it in its time.\n"
    print "| | seconds | spread | MB/s | files/s |"
    print "|---|---|---|---|---|"
    row("scan", "`daicho scan`, new catalog")
    row("again", "`daicho scan`, nothing changed")
    row("rg", "`rg`, patterns without look-arounds")
    row("rgp", "`rg -P`, patterns whole")
    print "\n| time of one to time of the other, same round | median | spread |"
    print "|---|---|---|"
    ratio("scan", "rg", "`daicho scan` to `rg`")
    ratio("scan", "rgp", "`daicho scan` to `rg -P`")
    ratio("again", "scan", "nothing changed to new")
    print "\nThe scan made " items " items and " findings " findings."
}
