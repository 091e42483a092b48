"""Texts with marked values, and what becomes of the marks in a file.

A layout writes ordinary strings. A value is put into them by Maker.value(), which wraps it in characters of the private use
area; join, format, csv and json carry them along. When the file is written the marks are taken out, and the place of each
value is known: as bytes of the file where that is plain text, and else by the value itself."""

import codecs
import random
import re
from dataclasses import dataclass, field

OPEN, MIDDLE, CLOSE = "\uE000", "\uE001", "\uE002"
COUNTING = {i: chr(0xE010 + i) for i in range(10)}
MARK = re.compile(f"{OPEN}([\uE010-\uE019]+){MIDDLE}|{CLOSE}")
ANY_MARK = re.compile(f"{OPEN}[\uE010-\uE019]+{MIDDLE}|{CLOSE}")

# Under which rule a kind of value counts, and which kinds of rules may find it. What is not here is found
# by the rule of its own name.
KINDS = {
    "name": ("name", {"name", "kana"}),
    "phone": ("phone", {"phone"}),
    "email": ("common.email", {"email"}),
    "address": ("jp.address", {"address"}),
    "postal-code": ("jp.postal-code", {"jp.postal-code", "address"}),
    "birth-date": ("birth-date", {"birth-date"}),
}


@dataclass
class Mark:
    """What is true of a stretch of text: sort is value, decoy (of a family) or neutral (found or not, both are right)."""
    sort: str
    kind: str
    where: str = ""  # labelled, tabular, running
    level: str = "medium"  # the least at which it is meant to be found
    rule: str = ""  # under which it counts, when not under that of its kind
    alike: bool = False  # nothing tells it from the numbers of other schemes: any of them may find it
    text: str = ""
    spans: list = field(default_factory=list)


class Maker:
    """What a layout gets: chance, and marks."""

    def __init__(self, seed, index=0):
        self.index = index  # of the file among those of its layout
        self.rng = random.Random(seed)
        self.marks = []

    def _mark(self, mark, text):
        mark.text = text
        self.marks.append(mark)
        number = "".join(COUNTING[int(c)] for c in str(len(self.marks) - 1))
        return OPEN + number + MIDDLE + text + CLOSE

    def value(self, kind, text, where="labelled", level="medium", rule="", alike=False):
        return self._mark(Mark("value", kind, where, level, rule, alike), text)

    def decoy(self, family, text):
        return self._mark(Mark("decoy", family), text)

    def neutral(self, text):
        return self._mark(Mark("neutral", ""), text)

    def again(self, marked):
        """Another mark of the same sort over the same text: a value that a file says twice."""
        old = self.marks[int("".join(str(ord(c) - 0xE010) for c in MARK.search(marked)[1]))]
        return self._mark(Mark(old.sort, old.kind, old.where, old.level, old.rule, old.alike), old.text)


def bare(text):
    return ANY_MARK.sub("", text)


def width(text):
    """Columns of a terminal."""
    return sum(2 if ord(c) > 0x2E7F and not 0xFF61 <= ord(c) <= 0xFF9F else 1 for c in bare(text))


def pad(text, columns):
    return text + " " * max(1, columns - width(text))


@dataclass
class File:
    """What a layout gives: plain text in a charset, or the bytes of a container, whose values are looked for in its text."""
    name: str
    text: str = ""
    charset: str = "utf-8"
    container: bytes = None
    only: list = None  # of a container: the marks that are in it; all when None


def split(text):
    """(text, number of the mark or None) of each stretch."""
    inside, at = None, 0
    for mark in MARK.finditer(text):
        if mark.start() > at:
            yield text[at:mark.start()], inside
        inside = int("".join(str(ord(c) - 0xE010) for c in mark[1])) if mark[1] else None
        at = mark.end()
    if at < len(text):
        yield text[at:], inside


# Byte order marks stand apart, so that they belong to no value.
MARKED = {"utf-16": (codecs.BOM_UTF16_LE, "utf-16-le"), "utf-8-sig": (codecs.BOM_UTF8, "utf-8")}


def encode(file, marks):
    """The bytes of a plain file; the spans of its marks are filled in."""
    data, charset = MARKED.get(file.charset, (b"", file.charset))
    put = codecs.getincrementalencoder(charset)("strict").encode
    for text, number in split(file.text):
        start = len(data)
        data += put(text)
        if number is not None:
            marks[number].spans.append((start, len(data)))
    return data + put("", True)
