"""Writes docs/accuracy.md. No value of the corpus stands in it."""

import collections
import os

import score
from score import LEVELS, wilson

HERE = os.path.dirname(os.path.abspath(__file__))

# What several rules find together.
SHOWN = {"name": "names", "phone": "telephones of Japan", "common.phone": "telephones, international form", "us.phone": "telephones of North America",
         "birth-date": "birth dates"}

HEAD = """# Accuracy

Made by `./dev bench accuracy`. The corpus is made anew each time, the same for the same program: {files} files of {layouts} layouts in {families}
families, {values} values of invented persons, {decoys} decoys that look like such values, in UTF-8, UTF-16, Shift_JIS, EUC-JP and
ISO-2022-JP. It is written from laws, standards and office papers, not from the rules (`tests/accuracy`).

- A finding is *true* when it shares half of its bytes, or half of the value's, with a value of its kind. What is right either way, such as
  the telephone of a company, counts as neither. *Precision* of a level is the share of true ones among the findings of that level.
- A value is found *as meant* at medium or high; at any level where nothing but its form tells what it is: a number with a check digit
  without a word beside it, an address without its prefecture in running text, an IP address.
- Intervals are Wilson's, of 95 %.

"""


def percent(good, number):
    return "–" if number == 0 else f"{100 * good / number:.1f} %"


def interval(good, number):
    low, high = wilson(good, number)
    return f"{100 * low:.1f}–{100 * high:.1f}"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def targets(measured, thresholds):
    rows = [(what, percent(*pair), interval(*pair), pair[1], f"{100 * thresholds[what]['target']:.0f} %" if thresholds[what]["target"] else "–",
             f"{100 * thresholds[what]['floor']:.1f} %") for what, pair in measured.items()]
    return table(["what", "measured", "interval", "of", "target", "the test holds"], rows)


def levels(runs):
    rows = []
    for packs, run in runs.items():
        for at in reversed(LEVELS):
            good, bad = run.result.precision(at)
            rows.append((packs, at, good, bad, percent(good, good + bad), interval(good, good + bad)))
    return table(["packs", "level", "true", "false", "precision", "interval"], rows)


def rules(runs):
    """A row for each rule and place: recall, of the run that has its pack; then precision by level."""
    chosen = score.recall(runs["all"].values)
    chosen.update(score.recall(runs["default"].values))
    rows = []
    for (rule, where), (number, anywhere, meant) in sorted(chosen.items()):
        rows.append((SHOWN.get(rule, f"`{rule}`"), where, number, percent(anywhere, number), percent(meant, number), interval(meant, number)))
    return table(["rule", "where", "values", "found at any level", "found as meant", "interval"], rows)


def precision_of_rules(runs):
    rows = []
    for rule in sorted(runs["all"].result.rules):
        run = runs["default"] if rule in runs["default"].result.rules else runs["all"]
        cells = []
        for at in reversed(LEVELS):
            good, bad = run.result.precision(at, rule)
            cells.append("" if good + bad == 0 else f"{good} of {good + bad}")
        if any(cells):
            rows.append((f"`{rule}`", *cells))
    return table(["rule", "high: true", "medium: true", "low: true"], rows)


def layouts(runs):
    rows, run = [], runs["default"]
    found = collections.defaultdict(lambda: [0, 0])
    for value in run.values:
        found[value.row["layout"]][0] += 1
        found[value.row["layout"]][1] += value.best >= value.meant
    for layout in sorted({key[0] for key in run.result.layouts} | set(found)):
        cells = []
        for at in reversed(LEVELS):
            good, bad = (run.result.layouts[(layout, at, verdict)] for verdict in ("true", "false"))
            cells.append("" if good + bad == 0 else f"{good} of {good + bad}")
        rows.append((layout, found[layout][0], percent(found[layout][1], found[layout][0]), *cells))
    return table(["layout", "values", "found as meant", "high: true", "medium: true", "low: true"], rows)


def per_100_mb(n, size):
    return f"{n} ({n * 1e8 / size:.1f})" if n else ""


def alarms_of(text):
    if not text["bytes"]:
        return f"### {text['name']}\n\nNot measured: the text was not there.\n"
    out = f"### {text['name']}, {text['bytes'] / 1e6:.1f} MB\n\n"
    for packs in ("default", "all"):
        counts = text[packs]
        rows = [(f"`{rule}`", *(per_100_mb(counts[(rule, at)], text["bytes"]) for at in reversed(LEVELS)))
                for rule in sorted({rule for rule, _ in counts})]
        total = [sum(n for (rule, at), n in counts.items() if at == wanted and rule != "common.email") for wanted in reversed(LEVELS)]
        rows.append(("all but e-mail", *(per_100_mb(n, text["bytes"]) or "0" for n in total)))
        out += f"{'Default' if packs == 'default' else 'All'} packs, findings (and per 100 MB):\n\n" + table(["rule", "high", "medium", "low"], rows) + "\n"
    return out


def write(path, runs, measured, texts, thresholds, number_of_layouts):
    files = len({v.row["file"] for v in runs["all"].marks})
    values = [v for v in runs["all"].marks if v.sort == "value"]
    decoys = [v for v in runs["all"].marks if v.sort == "decoy"]
    families = len({v.row["layout"] for v in runs["all"].marks})
    with open(path, "w", encoding="utf-8") as out:
        out.write(HEAD.format(files=files, layouts=number_of_layouts, families=families, values=len(values), decoys=len(decoys)))
        out.write("## What is held\n\n" + targets(measured, thresholds))
        out.write("\n## Levels\n\n" + levels(runs))
        out.write("\n## Recall by rule\n\n" + rules(runs))
        out.write("\n## True findings by rule\n\n" + precision_of_rules(runs))
        out.write("\n## Layouts, default packs\n\n" + layouts(runs))
        out.write("\n## Findings in texts that name nobody\n\n" + "\n".join(alarms_of(text) for text in texts))
        with open(os.path.join(HERE, "reviewed.md"), encoding="utf-8") as file:
            out.write("\n" + file.read())
