#!/usr/bin/env python3
"""Makes rules/names/*.txt, the lists of Japanese surnames and given names, from UniDic.

    apt-get download unidic-mecab; dpkg-deb -x unidic-mecab_*.deb unidic
    rules/tools/jp_names.py unidic/usr/share/mecab/dic/unidic/lex_3_1.csv

Each line of a list is a name and a digit, in order of their bytes:
  3  stands for this name only, or far more often than for anything else
  2  is also the name of a place
  1  is also a word, or a reading in katakana that is also a word
words.txt holds words, places and organisations that could be taken for a surname and a given name.
"""
import collections
import csv
import os
import re
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "names")
SOURCE = "From UniDic 3.1.1 (unidic-mecab 3.1.1-1), (c) 2011-2018 The UniDic Consortium; see LICENCE."
# Invented surnames of samples, which no dictionary has.
SAMPLES = {"架空": "カクウ", "見本": "ミホン"}
KANJI = re.compile(r"[㐀-鿿々]+")
NAME = re.compile(r"[㐀-鿿々ヶケノツぁ-ゖー]*[㐀-鿿ぁ-ゖ][㐀-鿿々ヶケノツぁ-ゖー]*|[ァ-ヴー]{2,}")
KANA = re.compile(r"[ァ-ヴー]{2,}")
CLEARLY = 1500  # of UniDic's costs: how much more often a word is met as a name than as another
READING_CLEARLY = 0


def forms():
    """Every kanji that name_forms.c knows in another form, by that form."""
    path = os.path.join(FOLDER, "..", "name_forms.c")
    with open(path, encoding="utf-8") as source:
        table = source.read().split("kanji[] = {", 1)[1].split("};", 1)[0]
    groups = re.findall(r'"([^"]+)"', table)
    return {ord(other): group[0] for group in groups for other in group[1:]}


def read(path):
    """Names by kind, and all else, each with its least cost."""
    names = {"姓": {}, "名": {}}
    readings = {"姓": set(), "名": set()}
    others = collections.defaultdict(dict)
    with open(path, encoding="utf-8", newline="") as lexicon:
        for row in csv.reader(lexicon):
            word, cost, (pos, kind, kind2, kind3) = row[0], int(row[3]), row[4:8]
            if kind2 == "人名":
                if kind3 in names and 1 <= len(word) <= 6 and NAME.fullmatch(word):
                    names[kind3][word] = min(cost, names[kind3].get(word, cost))
                    readings[kind3].update(r for r in row[10:11] if KANA.fullmatch(r))
                continue
            tag = "place" if kind2 == "地名" else "word"
            others[word][tag] = min(cost, others[word].get(tag, cost))
    return names, readings, others


def weigh(cost, other):
    """1, 2 or 3, as above."""
    if other.get("word", sys.maxsize) <= cost + CLEARLY:
        return 1
    return 2 if other.get("place", sys.maxsize) <= cost + CLEARLY else 3


def weigh_reading(reading, others):
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヴ" else c for c in reading)
    return 1 if reading in others or hiragana in others else 3


def make_list(names, readings, others, fold):
    weights = {}
    for name, cost in names.items():
        weight = weigh(cost, others.get(name, {}))
        folded = name.translate(fold)
        weights[folded] = max(weight, weights.get(folded, 0))
    for reading in readings:
        weights.setdefault(reading, weigh_reading(reading, others))
    return weights


def find_splits(word, surnames, givens):
    return any(word[:at] in surnames and word[at:] in givens for at in range(1, len(word)))


def write(name, lines):
    with open(os.path.join(FOLDER, name), "wb") as out:
        out.write(f"# {SOURCE}\n".encode())
        out.writelines(sorted(f"{line}\n".encode() for line in lines))


def main():
    names, readings, others = read(sys.argv[1])
    fold = forms()
    surnames = make_list(names["姓"], readings["姓"], others, fold)
    givens = make_list(names["名"], readings["名"], others, fold)
    for name, reading in SAMPLES.items():
        surnames[name] = 3
        surnames[reading] = 3
    words = {word.translate(fold) for word in others
             if 2 < len(word) <= 6 and KANJI.fullmatch(word)}
    write("surnames.txt", (f"{name}{weight}" for name, weight in surnames.items()))
    write("givens.txt", (f"{name}{weight}" for name, weight in givens.items()))
    write("words.txt", (f"{word}0" for word in words if find_splits(word, surnames, givens)))


main()
