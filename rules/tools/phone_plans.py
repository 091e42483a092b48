#!/usr/bin/python3
"""Writes rules/phone_plans_table.c from the metadata of libphonenumber (Debian: python3-phonenumbers).

    /usr/bin/python3 rules/tools/phone_plans.py rules/phone_plans_table.c

The patterns of the metadata are finite languages of digits. Each becomes an automaton; equal states
are one state in all plans together, which is why all of them fit in a small table.
"""
import functools
import sys
import warnings

import phonenumbers
from phonenumbers.data import _AVAILABLE_NONGEO_COUNTRY_CODES, _AVAILABLE_REGION_CODES

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_parse

TYPES = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip",
         "personal_number", "pager", "uan", "voicemail")
LONGEST = 17

JAPAN = 81

# By calling code, what is nobody's telephone: in Japan, numbers from 00 are prefixes of carriers, and
# those from 020 are pagers and machines, while London's are written so.
LESS = {JAPAN: r"0\d{1,16}|20\d{8}"}

# What the metadata of this version does not know yet, and numbers that are kept free for samples.
# Japan: 060 for mobile telephones (numbering plan of 2024). Those with zeros behind the area code
# (03-0000-1234) are added from the list of area codes.
MORE = {
    33: r"63998\d{4}",
    44: r"(?:1632960|7700900)\d{3}",
    JAPAN: r"60[1-9]\d{7}|[5-9]00000\d{4}",
}

# Countries whose numbers one rule looks for, by their calling codes.
GROUPS = {
    "americas": (1, 51, 52, 54, 55, 56, 57, 58, 502, 503, 504, 505, 506, 507, 591, 593, 595, 598),
    "apac": (60, 61, 62, 63, 64, 65, 66, 82, 84, 86, 91, 852, 853, 886),
    "eu": (30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 45, 46, 47, 48, 49, 90, 351, 352, 353, 354, 356,
           357, 358, 359, 370, 371, 372, 385, 386, 420, 421, 423),
    "mea": (20, 27, 212, 213, 216, 234, 254, 961, 962, 965, 966, 968, 971, 972, 973, 974),
}


class Automata:
    """Languages of digits as states without cycles: (accepts, ten states). 0 is the empty one."""

    def __init__(self):
        self.numbers = {}
        self.states = []
        self.empty = self.make(False, [0] * 10)
        self.end = self.make(True, [0] * 10)

    def make(self, accepts, nexts):
        key = (accepts, tuple(nexts))
        if key not in self.numbers:
            self.numbers[key] = len(self.states)
            self.states.append(key)
        return self.numbers[key]

    @functools.lru_cache(None)
    def unite(self, one, other):
        if one == other or other == self.empty:
            return one
        a, b = self.states[one], self.states[other]
        nexts = [self.unite(x, y) for x, y in zip(a[1], b[1])]
        return self.make(a[0] or b[0], nexts)

    @functools.lru_cache(None)
    def intersect(self, one, other):
        if self.empty in (one, other):
            return self.empty
        a, b = self.states[one], self.states[other]
        nexts = [self.intersect(x, y) for x, y in zip(a[1], b[1])]
        return self.make(a[0] and b[0], nexts)

    @functools.lru_cache(None)
    def subtract(self, one, other):
        if self.empty in (one, other):
            return one
        a, b = self.states[one], self.states[other]
        nexts = [self.subtract(x, y) for x, y in zip(a[1], b[1])]
        return self.make(a[0] and not b[0], nexts)

    @functools.lru_cache(None)
    def concatenate(self, one, other):
        if self.empty in (one, other):
            return self.empty
        accepts, nexts = self.states[one]
        longer = self.make(False, [self.concatenate(x, other) for x in nexts])
        return self.unite(longer, other) if accepts else longer

    def repeat(self, one, least, most):
        result = self.end
        for _ in range(most - least):
            result = self.unite(self.concatenate(one, result), self.end)
        for _ in range(least):
            result = self.concatenate(one, result)
        return result

    def digit(self, digits):
        return self.make(False, [self.end if d in digits else self.empty for d in range(10)])

    def read(self, pattern):
        return self.read_all(sre_parse.parse(pattern))

    def read_all(self, items):
        result = self.end
        for kind, value in reversed(list(items)):
            result = self.concatenate(self.read_one(str(kind), value), result)
        return result

    def read_one(self, kind, value):
        if kind == "LITERAL":
            return self.digit({value - ord("0")})
        if kind == "IN":
            return self.digit(set().union(*(class_digits(str(k), v) for k, v in value)))
        if kind == "MAX_REPEAT":
            return self.repeat(self.read_all(value[2]), value[0], value[1])
        if kind == "BRANCH":
            branches = [self.read_all(branch) for branch in value[1]]
            return functools.reduce(self.unite, branches, self.empty)
        if kind == "SUBPATTERN":
            return self.read_all(value[3])
        raise ValueError(f"a pattern of the metadata has {kind}, which is not known here")

    def words(self, state, length):
        """The words of this length with which the language begins."""
        if length == 0:
            return {""} if state != self.empty else set()
        return {str(d) + rest for d, x in enumerate(self.states[state][1]) if x != self.empty
                for rest in self.words(x, length - 1)}


def class_digits(kind, value):
    if kind == "LITERAL":
        return {value - ord("0")}
    if kind == "RANGE":
        return set(range(value[0] - ord("0"), value[1] - ord("0") + 1))
    return set(range(10))


def metadata_of(region):
    if isinstance(region, str):
        return phonenumbers.PhoneMetadata.metadata_for_region(region)
    return phonenumbers.PhoneMetadata.metadata_for_nongeo_region(region)


def read_valid(automata, metadata):
    """What phonenumbers.is_valid_number accepts."""
    general = automata.read(metadata.general_desc.national_number_pattern)
    valid = automata.empty
    for name in TYPES:
        description = getattr(metadata, name)
        if description is not None and description.national_number_pattern:
            valid = automata.unite(valid, automata.read(description.national_number_pattern))
    return automata.intersect(general, valid)


def split_by_format(automata, metadata, numbers):
    """Pairs of a format and the numbers that it is the first to fit; at last (None, all others)."""
    anything = automata.repeat(automata.digit(set(range(10))), 0, LONGEST)
    for form in metadata.number_format:
        fits = automata.intersect(numbers, automata.read(form.pattern))
        if form.leading_digits_pattern:
            leading = automata.read(form.leading_digits_pattern[-1])
            fits = automata.intersect(fits, automata.concatenate(leading, anything))
        yield form, fits
        numbers = automata.subtract(numbers, fits)
    yield None, numbers


def list_area_codes(automata, metadata, valid):
    """The first group of the numbers of Japan, as they are written: area codes, 120, 90."""
    codes = set()
    for form, numbers in split_by_format(automata, metadata, valid):
        if form is not None:
            length = int(form.pattern.split("\\d")[1].strip("()}{") or 1)
            codes |= automata.words(numbers, length)
    return sorted(codes)


def read_samples(automata, fixed_line, area_codes):
    """03-0000-1234, 0466-00-1234: an area code and an exchange of zeros."""
    digits = automata.read(r"\d{4}")
    samples = [automata.concatenate(automata.read(code.ljust(5, "0")), digits)
               for code in area_codes if code in automata.words(fixed_line, len(code))]
    return functools.reduce(automata.unite, samples, automata.empty)


class Plan:
    """valid: significant numbers. trunked: those that are written with the trunk prefix within the
    country. dialled: numbers as they are written there."""

    def __init__(self, automata, code, metadatas):
        self.code = code
        self.automata = automata
        self.area_codes = []
        self.trunked = self.dialled = automata.empty
        main = next((m for m in metadatas if m.main_country_for_code), metadatas[0])
        self.trunk = main.national_prefix or ""
        valid = [read_valid(automata, metadata) for metadata in metadatas]
        self.valid = self.amend(functools.reduce(automata.unite, valid), main)
        self.add_dialled(main)

    def amend(self, valid, main):
        if self.code in LESS:
            valid = self.automata.subtract(valid, self.automata.read(LESS[self.code]))
        if self.code == JAPAN:
            self.area_codes = list_area_codes(self.automata, main, valid)
            fixed_line = self.automata.read(main.fixed_line.national_number_pattern)
            samples = read_samples(self.automata, fixed_line, self.area_codes)
            valid = self.automata.unite(valid, samples)
        if self.code in MORE:
            valid = self.automata.unite(valid, self.automata.read(MORE[self.code]))
        return valid

    def add_dialled(self, main):
        unite = self.automata.unite
        prefix = self.automata.read(self.trunk)
        for form, numbers in split_by_format(self.automata, main, self.valid):
            rule = form.national_prefix_formatting_rule if form else self.trunk
            is_trunked = bool(self.trunk) and self.trunk in (rule or "").split("\\1")[0]
            is_either = form is None or form.national_prefix_optional_when_formatting
            if is_trunked:
                self.trunked = unite(self.trunked, numbers)
            if is_trunked or (is_either and self.trunk):
                self.dialled = unite(self.dialled, self.automata.concatenate(prefix, numbers))
            if is_either or not is_trunked:
                self.dialled = unite(self.dialled, numbers)


def read_plans(automata):
    regions = {}
    for region in (*_AVAILABLE_REGION_CODES, *_AVAILABLE_NONGEO_COUNTRY_CODES):
        metadata = metadata_of(region)
        regions.setdefault(metadata.country_code, []).append(metadata)
    return [Plan(automata, code, regions[code]) for code in sorted(regions, key=str)]


class Table:
    """States as words: whether it accepts and how many edges; an edge is a set of digits (bit 0 is
    the digit 0) and the place of the next state."""

    def __init__(self, automata):
        self.automata = automata
        self.words = []
        self.places = {}

    def place(self, state):
        if state not in self.places:
            accepts, nexts = self.automata.states[state]
            targets = {}
            for digit, x in enumerate(nexts):
                if x != self.automata.empty:
                    targets[x] = targets.get(x, 0) | 1 << digit
            edges = [(digits, self.place(x)) for x, digits in targets.items()]
            self.places[state] = len(self.words)
            self.words.append((256 if accepts else 0) | len(edges))
            for edge in sorted(edges, key=lambda edge: -bin(edge[0]).count("1")):
                self.words.extend(edge)
        return self.places[state]


def wrap(items, length):
    line = ""
    for item in items:
        if line and len(line) + len(item) > length:
            yield line
            line = ""
        line += item
    yield line


HEADER = """/*
 * Made by rules/tools/phone_plans.py: do not edit. The telephone numbering plans of all countries,
 * derived from the metadata of libphonenumber {version} (The Libphonenumber Authors, Apache License
 * 2.0), with these differences: in Japan mobile numbers from 060 are valid, numbers from 00 and
 * 020 are not, and an area code with an exchange of zeros (03-0000-1234, 090-0000-1234), which is never assigned,
 * is valid for the sake of samples; so are the numbers that Arcep and Ofcom keep for fiction.
 */
/* clang-format off */
#include "rules/phone_plans.h"
"""


def write(plans, table, out):
    area_codes = next(plan.area_codes for plan in plans if plan.code == JAPAN)
    rows = [(p.code, p.trunk, *(table.place(s) for s in (p.valid, p.trunked, p.dialled)))
            for p in plans]
    if len(table.words) >= 1 << 16:
        sys.exit("phone_plans.py: the table has too many words for 16 bits")
    out.write(HEADER.format(version=phonenumbers.__version__))
    out.write("\nconst PhonePlan phone_plans[] = {\n")
    for row in rows:
        out.write('    {{"{}", "{}", {}, {}, {}}},\n'.format(*row))
    out.write("};\n\nconst gsize n_phone_plans = G_N_ELEMENTS(phone_plans);\n")
    out.write("\nconst PhoneGroup phone_groups[] = {\n")
    for name, codes in GROUPS.items():
        dialled = [plan.dialled for plan in plans if plan.code in codes]
        place = table.place(functools.reduce(table.automata.unite, dialled))
        out.write(f'    {{"{name}", "{" ".join(map(str, codes))}", {place}}},\n')
    out.write("};\n\nconst gsize n_phone_groups = G_N_ELEMENTS(phone_groups);\n")
    out.write("\nconst char phone_jp_area_codes[] =\n")
    out.write("\n".join(f'    "{line}"' for line in wrap([c + " " for c in area_codes], 300)))
    out.write(";\n\nconst guint16 phone_states[] = {\n")
    out.write("\n".join(wrap([f"{w}," for w in table.words], 400)))
    out.write("\n};\n")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: phone_plans.py FILE.c")
    automata = Automata()
    plans = read_plans(automata)
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        write(plans, Table(automata), out)


if __name__ == "__main__":
    main()
