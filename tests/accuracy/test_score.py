#!/usr/bin/env python3
"""The scorer on a corpus made by hand, whose figures are known, with a program that is played.

Usage: test_score.py"""

import json
import os
import tempfile
import unittest

import checkdigits
import corpus
import document
import score
from document import File, Maker


class Played:
    """Stands for the program: its findings are given."""

    def __init__(self, findings, segments=None):
        self.findings, self.parts = findings, segments or {}

    def rules(self):
        rows = [("common.email", "contact", "email"), ("jp.phone", "contact", "phone"), ("jp.my-number", "government-id", "jp.my-number"),
                ("us.ssn", "government-id", "us.ssn")]
        return {rule: {"id": rule, "category": category, "kind": kind} for rule, category, kind in rows}

    def scan(self, share):
        del share
        return [dict(zip(("path", "part", "record", "rule", "confidence", "start", "end"), row)) for row in self.findings]

    def segments(self, path):
        return self.parts[os.path.basename(path)]


def label(file, sort, kind, start=None, end=None, **more):
    row = {"file": file, "layout": "x", "sort": sort, "kind": kind, "where": "labelled", "level": "medium", "rule": "", "alike": False,
           "charset": "utf-8", **more}
    return row if start is None else {**row, "start": start, "end": end}


def scored(labels, findings, segments=None):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "labels.jsonl"), "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in labels)
        result, marks, _ = score.score(Played(findings, segments), folder)
    return result, [m for m in marks if m.sort == "value"]


class Scoring(unittest.TestCase):
    def test_true_false_and_neutral(self):
        labels = [label("a", "value", "email", 0, 10), label("a", "value", "phone", 20, 30), label("a", "decoy", "serial", 40, 52),
                  label("a", "neutral", "", 60, 70), label("a", "value", "jp.my-number", 80, 92)]
        findings = [("a", "", 1, "common.email", 95, 0, 10), ("a", "", 1, "jp.phone", 50, 25, 33), ("a", "", 1, "jp.my-number", 30, 40, 52),
                    ("a", "", 1, "jp.phone", 95, 60, 70), ("a", "", 1, "jp.phone", 80, 100, 110)]
        result, values = scored(labels, findings)
        self.assertEqual(result.precision("high"), (1, 1))
        self.assertEqual(result.precision("medium"), (1, 0))
        self.assertEqual(result.precision("low"), (0, 1))
        self.assertEqual(result.families[("jp.my-number", "low", "serial")], 1)
        self.assertEqual(score.recall(values), {("common.email", "labelled"): [1, 1, 1], ("phone", "labelled"): [1, 1, 1],
                                                ("jp.my-number", "labelled"): [1, 0, 0]})

    def test_less_than_half_of_a_value_does_not_find_it(self):
        result, values = scored([label("a", "value", "phone", 0, 12)], [("a", "", 1, "jp.phone", 95, 0, 5)])
        self.assertEqual(result.precision("high"), (1, 0))
        self.assertEqual(score.recall(values)[("phone", "labelled")], [1, 0, 0])

    def test_the_wrong_kind_is_false_and_finds_nothing(self):
        result, values = scored([label("a", "value", "us.ssn", 0, 11)], [("a", "", 1, "jp.phone", 95, 0, 11)])
        self.assertEqual(result.precision("high"), (0, 1))
        self.assertEqual(values[0].best, -1)
        self.assertEqual(result.families[("jp.phone", "high", "a value of us.ssn")], 1)

    def test_alike_numbers_may_be_found_by_another_rule(self):
        result, values = scored([label("a", "value", "us.ssn", 0, 9, alike=True)], [("a", "", 1, "jp.my-number", 30, 0, 9)])
        self.assertEqual((result.precision("low"), values[0].best), ((0, 0), 0))

    def test_a_value_found_twice_by_a_rule_counts_once(self):
        result, _ = scored([label("a", "value", "email", 0, 10)], [("a", "", 1, "common.email", 95, 0, 6), ("a", "", 1, "common.email", 80, 5, 10)])
        self.assertEqual(result.precision("high"), (1, 0))

    def test_low_is_not_as_meant_where_medium_is(self):
        _, values = scored([label("a", "value", "email", 0, 10)], [("a", "", 1, "common.email", 39, 0, 10)])
        self.assertEqual(score.recall(values)[("common.email", "labelled")], [1, 1, 0])

    def test_values_of_containers_are_looked_for_in_their_text(self):
        segments = {"m.eml": {"": [b"", b"From: a@example.com\n", b"tel 03-0000-1234\n"],
                              "x.txt": [b"b@example.com\n"]}}
        labels = [label("m.eml", "value", "email", value="a@example.com"), label("m.eml", "value", "phone", value="03-0000-1234"),
                  label("m.eml", "value", "email", value="b@example.com"), label("m.eml", "value", "email", value="gone@example.com")]
        findings = [("m.eml", "header", 1, "common.email", 95, 6, 19), ("m.eml", "body", 2, "jp.phone", 95, 26, 38),
                    ("m.eml", "x.txt!/", 1, "common.email", 95, 0, 13)]
        result, values = scored(labels, findings, segments)
        self.assertEqual(result.precision("high"), (3, 0))
        self.assertEqual([v.best for v in values], [2, 2, 2, -1])

    def test_wilson_knows_small_numbers(self):
        low, high = score.wilson(5, 5)
        self.assertAlmostEqual(low, 0.5655, places=3)
        self.assertEqual(high, 1.0)


class Corpus(unittest.TestCase):
    def test_marks_give_the_bytes_of_each_charset(self):
        for charset in ("utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp"):
            maker = Maker(1)
            text = f"氏名：{maker.value('name', '見本 花子')}\n電話 {maker.value('phone', '03-0000-1234')}\n"
            data = document.encode(File("x", text, charset), maker.marks)
            self.assertEqual(data.decode(charset), "氏名：見本 花子\n電話 03-0000-1234\n")
            start, end = maker.marks[1].spans[0]
            plain = charset.replace("utf-16", "utf-16-le").replace("-sig", "")
            self.assertIn("03-0000-1234", data[start:end].decode(plain))

    def test_the_same_seed_gives_the_same_corpus(self):
        made = []
        for _ in range(2):
            with tempfile.TemporaryDirectory() as folder:
                made.append(corpus.write(folder, 0.2, 7, "letters"))
        self.assertEqual(made[0], made[1])

    def test_check_digits_of_published_examples(self):
        self.assertEqual(checkdigits.luhn("7992739871"), "79927398713")
        self.assertEqual(checkdigits.ean("400638133393"), "4006381333931")
        self.assertEqual(checkdigits.isbn10("030640615"), "0306406152")
        self.assertEqual(checkdigits.mod97("WEST12345698765432" + "GB82"), 1)
        self.assertEqual(checkdigits.mrz_check("L898902C3"), "6")


if __name__ == "__main__":
    unittest.main()
