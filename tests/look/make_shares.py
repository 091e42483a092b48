#!/usr/bin/env python3
"""make_shares.py DIR ROUND: three shares of an invented company in DIR, as they are in that round.

Every round has more files, so that scans between them show a trend. Persons are invented; addresses,
numbers and domains are reserved ones.
"""
import os
import random
import sys
import zipfile

FAMILIES = "見本 架空 仮名 試験 例示 雛形".split()
GIVEN = "花子 太郎 一郎 次郎 桜 葵".split()
PLACES = {
    "sales": ["研修/2023", "研修/2024", "セミナー", "アンケート", "資料請求", "問い合わせ", "tmp"],
    "hr": ["人事/名簿", "人事/健康診断", "採用/2025", "採用/2026", "講師予定"],
    "finance": ["経理", "旅行手配", "old & <unsorted>"],
}
HOSTILE = ["<script>alert(1)<!--.csv", "<img src=x onerror=alert(1)>.csv", "\"quoted\" & 'single'.csv", "list\u202egpj.csv",
           b"\xff\xfe broken name.csv", "a very long name " + "without an end " * 10 + ".csv",
           "とても長い日本語のファイル名" * 5 + ".csv"]


def person(rng):
    number = rng.randrange(10000)
    family, given = rng.choice(FAMILIES), rng.choice(GIVEN)
    return (f"{family} {given}", f"person{number}@example.com", f"03-0000-{number:04d}",
            f"東京都千代田区千代田1-{number % 90 + 1}", f"19{number % 40 + 60}-0{number % 9 + 1}-1{number % 9}")


def table(rng, rows):
    lines = ["氏名,メールアドレス,電話番号,住所,生年月日"]
    lines += [",".join(person(rng)) for _ in range(rows)]
    return "\r\n".join(lines) + "\r\n"


def write(path, data, rng):
    with open(path, "wb") as file:
        file.write(data)
    year = rng.choice([2016, 2018, 2020, 2021, 2022, 2023, 2024, 2025, 2026])
    at = (year - 1970) * 31556952 + 20000000 - (0 if year < 2026 else 10000000)
    os.utime(path, (at, at))
    os.chmod(path, rng.choice([0o600, 0o640, 0o640, 0o644, 0o644, 0o666]))


def fill(folder, round_number, rng):
    for number in range(2 * round_number):
        path = os.path.join(folder, f"名簿_{number + 1:02d}.csv")
        write(path, table(rng, rng.randrange(3, 40)).encode("utf-8"), rng)


def add_unreadable(share, rng):
    write(os.path.join(share, "scan.tif"), b"II*\0" + b"\0" * 40, rng)
    write(os.path.join(share, "movie.mp4"), b"\0\0\0\x18ftypmp42" + b"\0" * 100, rng)
    write(os.path.join(share, "damaged.docx"), b"PK\3\4" + b"\0" * 60, rng)
    with zipfile.ZipFile(os.path.join(share, "locked.zip"), "w") as archive:
        archive.writestr("list.csv", table(rng, 3))
    with open(os.path.join(share, "locked.zip"), "r+b") as file:
        data = bytearray(file.read())
        for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            data[data.index(mark) + flags] |= 1
        file.seek(0)
        file.write(data)


def main():
    top, round_number = sys.argv[1], int(sys.argv[2])
    for share, folders in PLACES.items():
        for folder in folders:
            rng = random.Random(f"{share}/{folder}")
            path = os.path.join(top, share, folder)
            os.makedirs(path, exist_ok=True)
            fill(path, round_number + rng.randrange(2), rng)
        add_unreadable(os.path.join(top, share), random.Random(share))
    hostile = os.path.join(top, "sales", "tmp")
    for name in HOSTILE:
        path = os.path.join(os.fsencode(hostile), os.fsencode(name) if isinstance(name, str) else name)
        write(path, table(random.Random(7), 2).encode("utf-8"), random.Random(7))


main()
