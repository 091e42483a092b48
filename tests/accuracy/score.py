#!/usr/bin/env python3
"""Scores the program on a labelled corpus.

Usage: score.py DAICHO FOLDER [--packs default|all] [--show misses|false WHAT]  (FOLDER is what corpus.py wrote)

A finding is true when it shares half of its bytes, or half of the value's, with a value of its kind; neutral when it lies in
what is marked as neither; else false. Several findings of a rule in one value count once. A value is found when a finding of
its kind covers half of it: at any level, and at the level at which it is meant to be found."""

import argparse
import collections
import json
import math
import os
import tempfile

from document import KINDS
from program import Program, level

LEVELS = ["low", "medium", "high"]
NUMBERED = {"government-id", "health", "financial", "employment", "education"}  # categories of numbers of persons


class Value:
    """A mark of the corpus with its places in one item of one file."""

    def __init__(self, row):
        self.row, self.kind, self.sort = row, row["kind"], row["sort"]
        self.places = []  # (item, start, end)
        self.best = -1  # index of the highest level at which it was found
        self.seen = set()  # rules that found it
        if "start" in row:
            self.places.append(("", row["start"], row["end"]))

    @property
    def rule(self):
        return self.row.get("rule") or KINDS.get(self.kind, (self.kind,))[0]

    def is_found_by(self, rule):
        """Telephone rules of regions have kinds of their own."""
        kinds = KINDS.get(self.kind, (None, {self.kind}))[1]
        return rule["kind"] in kinds or self.kind == "phone" and rule["id"].endswith(".phone")

    @property
    def meant(self):
        return LEVELS.index(self.row["level"])


def occurrences(text, value):
    at = text.find(value)
    while at >= 0:
        yield at, at + len(value)
        at = text.find(value, at + 1)


def overlap(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def split_part(row):
    """(item, locator): what nests an item stands before the last '!/' of its findings' parts."""
    item, _, locator = row["part"].rpartition("!/")
    return item, locator


class Container:
    """A file whose offsets count in its text. What stands between records is not printed, so that offsets are ahead of the
    printed text by a few bytes, which grow from segment to segment: they are taken so that most edges fit values."""

    def __init__(self, segments, values):
        self.text, self.segments, self.values = {}, {}, []
        for item, parts in segments.items():
            text, starts = b"", []
            for words in parts:
                starts.append((len(text), len(text) + len(words)))
                text += words
            self.text[item], self.segments[item] = text, starts
            for value in values:
                value.places += [(item, start, end) for start, end in occurrences(text, value.row["value"].encode())]

    def edges(self, item, values):
        return {edge for value in values for where, start, end in value.places if where == item for edge in (start, end)}

    def align(self, item, findings, edges):
        """Moves the findings of an item, in their order, to where they are in the printed text."""
        ahead, passed = 0, 0
        segments = self.segments.get(item, [])
        for start, end in segments:
            passed += len(segments) > 2

            def inside(by, start=start, end=end):
                return [f for f in findings if start + by <= f["start"] and f["end"] <= end + by]

            def fit(by, of=inside):
                return sum(f["start"] - by in edges and f["end"] - by in edges for f in of(by))

            best = max(range(ahead, ahead + 2 * passed + 1), key=lambda by, of=fit: (of(by), -by))
            chosen = inside(best)
            if fit(best):
                ahead, passed = best, 0
            for f in chosen:
                findings.remove(f)
                f["start"], f["end"] = f["start"] - ahead, f["end"] - ahead


def locate(program, folder, values, findings, cache):
    """Finds the values of containers in the text that the program takes from them (what is not there is missed), and moves
    the findings in them. Gives the texts."""
    inside, texts = collections.defaultdict(list), {}
    for value in values:
        if "value" in value.row:
            inside[value.row["file"]].append(value)
    for path, marks in inside.items():
        if path not in cache:
            cache[path] = program.segments(os.path.join(folder, "files", path))
        container = Container(cache[path], marks)
        of_item = collections.defaultdict(list)
        for finding in findings:
            if finding["path"] == path:
                of_item[split_part(finding)[0]].append(finding)
        for item, rows in of_item.items():
            container.align(item, sorted(rows, key=lambda f: f["start"]), container.edges(item, marks))
        texts[path] = container.text
    return texts


class Score:
    def __init__(self, rules):
        self.rules = rules
        self.truth = collections.Counter()  # (rule, level, "true"|"false"|"neutral")
        self.layouts = collections.Counter()
        self.families = collections.Counter()  # (rule, level, family of decoys)
        self.wrong = []  # (finding, family)

    def touched(self, finding, near):
        """(value, share of the value, share of the finding) for all that the finding overlaps."""
        span = finding["start"], finding["end"]
        for value, start, end in near:
            shared = overlap(span, (start, end))
            if shared:
                yield value, shared / (end - start), shared / max(1, span[1] - span[0])

    @staticmethod
    def find(value, rule):
        """Notes that a value was found: again, when this rule found it before, or true."""
        again = rule["id"] in value.seen
        value.seen.add(rule["id"])
        return "again" if again else "true"

    def judge(self, finding, near):
        """true, again (the same rule found this value before), neutral or false with its family."""
        rule = self.rules[finding["rule"]]
        verdicts, family = set(), "text that is not marked"
        for value, of_value, of_finding in self.touched(finding, near):
            right = value.sort == "value" and value.is_found_by(rule)
            alike = value.sort == "value" and value.row["alike"] and rule["category"] in NUMBERED
            if (right or alike) and of_value >= 0.5 and of_finding >= 0.1:
                value.best = max(value.best, LEVELS.index(level(finding["confidence"])))
            if right and (of_value >= 0.5 or of_finding >= 0.5):
                verdicts.add(self.find(value, rule))
            elif alike and of_value >= 0.5 or value.sort == "neutral" and (of_finding >= 0.5 or of_value >= 0.9):
                verdicts.add("neutral")
            elif of_value >= 0.5 or of_finding >= 0.5:
                family = f"a value of {value.kind}" if value.sort == "value" else value.kind
        verdict = next((v for v in ("true", "again", "neutral") if v in verdicts), "false")
        return verdict, family

    def add(self, finding, near, layout):
        verdict, family = self.judge(finding, near)
        if verdict == "again":
            return
        where = finding["rule"], level(finding["confidence"])
        self.truth[(*where, verdict)] += 1
        self.layouts[(layout, where[1], verdict)] += 1
        if verdict == "false":
            self.families[(*where, family)] += 1
            self.wrong.append((finding, family))

    def precision(self, of_level, rule=None):
        """(true, false)"""
        def count(verdict):
            return sum(n for (r, at, v), n in self.truth.items() if at == of_level and v == verdict and rule in (None, r))
        return count("true"), count("false")


def wilson(good, n, z=1.96):
    """The 95 % interval of a share."""
    if n == 0:
        return 0.0, 1.0
    p = good / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


def score(program, folder, cache=None):
    """(Score, marks, texts of containers): the whole of a corpus under the packs that the program was given. A cache keeps the
    texts of containers for another call."""
    with open(os.path.join(folder, "labels.jsonl"), encoding="utf-8") as file:
        values = [Value(json.loads(line)) for line in file]
    result = Score(program.rules())
    findings = sorted(program.scan(os.path.join(folder, "files")), key=lambda r: (r["path"], r["part"], r["start"], -r["confidence"], r["rule"]))
    texts = locate(program, folder, values, findings, {} if cache is None else cache)
    places = collections.defaultdict(list)
    layouts = {}
    for value in values:
        layouts[value.row["file"]] = value.row["layout"]
        for item, start, end in value.places:
            places[(value.row["file"], item)].append((value, start, end))
    for finding in findings:
        key = finding["path"], split_part(finding)[0]
        result.add(finding, places[key], layouts.get(finding["path"], os.path.dirname(finding["path"])))
    return result, values, texts


def recall(values):
    """{(rule, where): [number, found at any level, found at the level that is meant]}"""
    table = collections.defaultdict(lambda: [0, 0, 0])
    for value in values:
        row = table[(value.rule, value.row["where"])]
        row[0] += 1
        row[1] += value.best >= 0
        row[2] += value.best >= value.meant
    return dict(table)


# --- looking at single ones ---

def masked(data, start, end, charset):
    """What stands around, with the digits of the value itself hidden."""
    size = 2 if charset.startswith("utf-16") else 1
    before = data[max(0, start - 60) // size * size:start].decode(charset.replace("utf-16", "utf-16-le"), "ignore")
    inner = data[start:end].decode(charset.replace("utf-16", "utf-16-le"), "replace")
    after = data[end:end + 60].decode(charset.replace("utf-16", "utf-16-le"), "ignore")
    hidden = "".join("N" if c.isdigit() else c for c in inner)
    return f"{before[-25:]}[{hidden}]{after[:20]}".replace("\n", "\\n").replace("\r", "").replace("\t", "\\t")


def show(folder, texts, result, values, charsets, what, which):
    if what == "misses":
        rows = [(v.row["file"], v.places, f"{v.rule} {v.row['where']} best {LEVELS[v.best] if v.best >= 0 else 'none'}") for v in values
                if v.best < v.meant and which in (v.rule, v.kind, "all")]
    else:
        rows = [(f["path"], [(split_part(f)[0], f["start"], f["end"])], f"{f['rule']} {f['confidence']} {family}") for f, family in result.wrong
                if which in (f["rule"], "all", level(f["confidence"]))]
    for path, places, words in rows:
        if not places:
            print(f"{path}: {words}: not in the text")
            continue
        item, start, end = places[0]
        data, charset = texts[path].get(item, b"") if path in texts else None, "utf-8"
        if data is None:
            charset = charsets.get(path, "utf-8")
            with open(os.path.join(folder, "files", path), "rb") as file:
                data = file.read()
        print(f"{path}: {words}: {masked(data, start, end, charset)}")


def print_summary(result, values):
    for at in LEVELS:
        good, bad = result.precision(at)
        print(f"{at}: {good} true, {bad} false, precision {good / max(1, good + bad):.3f}")
    for (rule, where), (n, anywhere, meant) in sorted(recall(values).items()):
        print(f"{rule:32} {where:9} {n:5} any {anywhere / n:.3f} as meant {meant / n:.3f}")
    for (rule, at, family), n in sorted(result.families.items(), key=lambda row: (-LEVELS.index(row[0][1]), -row[1]))[:60]:
        print(f"false {n:4} {at:6} {rule:28} {family}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("daicho")
    parser.add_argument("folder")
    parser.add_argument("--packs", choices=["default", "all"], default="default")
    parser.add_argument("--show", nargs=2, metavar=("WHAT", "WHICH"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        program = Program(options.daicho, work, options.packs)
        result, values, texts = score(program, os.path.abspath(options.folder))
        packs = set(program.rules())
        charsets = {v.row["file"]: v.row["charset"] for v in values}
        values = [v for v in values if v.sort == "value" and (v.rule in packs or v.rule in ("name", "phone", "birth-date"))]
        if options.show:
            show(os.path.abspath(options.folder), texts, result, values, charsets, *options.show)
        else:
            print_summary(result, values)


if __name__ == "__main__":
    main()
