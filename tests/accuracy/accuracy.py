#!/usr/bin/env python3
"""Measures precision and recall on a labelled corpus that is made anew, and false alarms in texts that name nobody.

Usage: accuracy.py DAICHO [--size N] [--seed N] [--check] [--write FILE] [--texts NAME=FOLDER]… [--keep FOLDER]

--check holds the figures against thresholds.json: exit 1 when one is below its floor. --write makes the document."""

import argparse
import json
import os
import sys
import tempfile

import alarms
import corpus
import document_text
import regions_west
import regions_world
import score
from layouts import load
from layouts.identifiers import CHECKED
from program import Program

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = {"common", "jp", "name", "phone", "birth-date"}  # what the default packs are to find
CHECKED_ABROAD = {row[0] for row in regions_west.ROWS + regions_world.ROWS if row[2]}


def belongs(value, packs):
    return packs == "all" or value.rule.split(".")[0] in HOME


class Run:
    """One scan of the corpus, under the default packs or all."""

    def __init__(self, daicho, folder, work, packs, cache):
        self.packs = packs
        self.result, self.marks, _ = score.score(Program(daicho, os.path.join(work, packs), packs), folder, cache)
        self.values = [v for v in self.marks if v.sort == "value" and belongs(v, packs)]

    def share(self, wanted):
        """(found as meant, number) of the values that are wanted."""
        chosen = [v for v in self.values if wanted(v)]
        return sum(v.best >= v.meant for v in chosen), len(chosen)

    def precision(self, level):
        good, bad = self.result.precision(level)
        return good, good + bad


def figures(runs):
    """{what: (good, number)} of everything that has a threshold."""
    home, everywhere = runs["default"], runs["all"]
    fields = ("labelled", "tabular")
    return {
        "precision of high, default packs": home.precision("high"),
        "precision of high, all packs": everywhere.precision("high"),
        "recall of identifiers with check digits, default packs": home.share(lambda v: v.rule in CHECKED),
        "recall of identifiers with check digits, other packs": everywhere.share(lambda v: v.rule in CHECKED_ABROAD),
        "recall of identifiers without check digits, default packs": home.share(
            lambda v: v.rule not in CHECKED and v.kind not in ("name", "phone", "email", "address", "postal-code", "birth-date")),
        "recall of identifiers without check digits, other packs": everywhere.share(
            lambda v: v.rule not in CHECKED_ABROAD and v.rule.split(".")[0] not in HOME),
        "recall of telephone numbers": home.share(lambda v: v.kind == "phone"),
        "recall of e-mail addresses": home.share(lambda v: v.kind == "email"),
        "recall of Japanese addresses": home.share(lambda v: v.kind == "address"),
        "recall of birth dates in fields": home.share(lambda v: v.kind == "birth-date" and v.row["where"] in fields),
        "recall of names in fields": home.share(lambda v: v.kind == "name" and v.row["where"] in fields),
    }


def measure(options, folder, work):
    corpus.write(folder, options.size, options.seed)
    cache = {}
    return {packs: Run(options.daicho, folder, work, packs, cache) for packs in ("default", "all")}


def check(measured):
    """Each figure against its floor: what is below is said, and 1 is given."""
    with open(os.path.join(HERE, "thresholds.json"), encoding="utf-8") as file:
        thresholds = json.load(file)
    failed = 0
    for what, (good, number) in measured.items():
        floor = thresholds[what]["floor"]
        if number == 0 or good / number < floor:
            print(f"{what}: {good} of {number} is below {floor}")
            failed = 1
    return failed


def print_figures(measured):
    for what, (good, number) in measured.items():
        print(f"{what:60} {good:5} of {number:5} {good / max(1, number):.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("daicho")
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write")
    parser.add_argument("--texts", action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--keep", help="a folder for the corpus, which stays")
    options = parser.parse_args()
    options.daicho = os.path.abspath(options.daicho)
    with tempfile.TemporaryDirectory() as work:
        folder = os.path.abspath(options.keep or os.path.join(work, "corpus"))
        os.makedirs(folder, exist_ok=True)
        runs = measure(options, folder, work)
        measured = figures(runs)
        print_figures(measured)
        if options.write:
            texts = [alarms.count(options.daicho, os.path.join(work, "texts"), *text.split("=", 1)) for text in options.texts]
            with open(os.path.join(HERE, "thresholds.json"), encoding="utf-8") as file:
                document_text.write(options.write, runs, measured, texts, json.load(file), len(load()))
        sys.exit(check(measured) if options.check else 0)


if __name__ == "__main__":
    main()
