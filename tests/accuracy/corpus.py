#!/usr/bin/env python3
"""Writes a labelled corpus: FOLDER/files, and FOLDER/labels.jsonl, a JSON object a line for each mark.

Usage: corpus.py FOLDER [--size N] [--seed N] [--only FAMILY]"""

import argparse
import json
import os
import shutil

import document
import layouts

# What people write where their charset lacks a character.
STAND_INS = {"−": "－-", "—": "―-", "‐": "－-", "－": "-", "–": "－-", "〜": "～-", "～": "-", "\u00a0": " ", "¥": "￥\\", "髙": "高", "濵": "浜", "﨑": "崎",
             "㈱": "株", "℡": "T", "：": ":", "'": "'"}


def has(charset, c):
    try:
        c.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def fit(text, charset):
    """What the charset does not have is written otherwise, as people there do; marks stay."""
    if charset.startswith("utf"):
        return text
    stands = {c: next((s for s in STAND_INS.get(c, "") if has(charset, s)), "?")
              for c in set(text) if not 0xE000 <= ord(c) <= 0xE01F and not has(charset, c)}
    return text.translate({ord(c): s for c, s in stands.items()})


def label_rows(path, file, marks, family):
    for number, mark in enumerate(marks):
        if file.container is None and not mark.spans:
            continue
        if file.only is not None and number not in file.only:
            continue
        row = {"file": path, "layout": family, "sort": mark.sort, "kind": mark.kind, "where": mark.where, "level": mark.level,
               "rule": mark.rule, "alike": mark.alike,
               "charset": file.charset}
        if file.container is None:
            row["start"], row["end"] = mark.spans[0][0], mark.spans[-1][1]
        else:
            row["value"] = mark.text
        yield row


def write_file(folder, family, index, function, seed):
    maker = document.Maker(seed, index)
    file = function(maker)
    stem, dot, end = file.name.rpartition(".")
    path = f"{family}/{stem}-{function.__name__}-{index}{dot}{end}"
    if file.container is None:
        file.text = fit(file.text, file.charset)
        data = document.encode(file, maker.marks)
    else:
        data = file.container
    os.makedirs(os.path.join(folder, "files", family), exist_ok=True)
    with open(os.path.join(folder, "files", path), "wb") as out:
        out.write(data)
    return list(label_rows(path, file, maker.marks, family))


def write(folder, size=1.0, seed=1, only=None):
    shutil.rmtree(os.path.join(folder, "files"), ignore_errors=True)
    os.makedirs(os.path.join(folder, "files"))
    rows = []
    for family, function, weight in layouts.load():
        if only is None or family == only:
            for index in range(max(1, round(weight * size))):
                rows += write_file(folder, family, index, function, f"{seed}/{family}/{function.__name__}/{index}")
    with open(os.path.join(folder, "labels.jsonl"), "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    options = parser.parse_args()
    print(len(write(options.folder, options.size, options.seed, options.only)), "marks")


if __name__ == "__main__":
    main()
