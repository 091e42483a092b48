"""What the program finds in texts that name nobody, counted per rule and level. With --sample, places to look at.

Usage: alarms.py DAICHO FOLDER [--packs default|all] [--sample N] [--level LEVEL] [--rule RULE] [--seed N]"""

import argparse
import collections
import os
import random
import tempfile

from program import Program, level


def size_of(folder):
    return sum(os.path.getsize(os.path.join(where, name)) for where, _, names in os.walk(folder) for name in names
               if not os.path.islink(os.path.join(where, name)))


def count(daicho, work, name, folder):
    """{"name", "bytes", "default"/"all": Counter of (rule, level)}; no bytes where the folder is not there."""
    found = {"name": name, "bytes": 0}
    if not os.path.isdir(folder):
        return found
    found["bytes"] = size_of(folder)
    for packs in ("default", "all"):
        findings = Program(daicho, os.path.join(work, name, packs), packs).scan(os.path.abspath(folder))
        found[packs] = collections.Counter((f["rule"], level(f["confidence"])) for f in findings)
    return found


def text_of(program, path, finding):
    """(bytes, charset) that the offsets of a finding count in; in a container they are a few bytes ahead of it."""
    if finding["part"]:
        return b"".join(program.segments(path).get(finding["part"].rpartition("!/")[0], [])), "utf-8"
    with open(path, "rb") as file:
        data = file.read()
    try:
        data.decode()
    except UnicodeDecodeError:
        return data, "cp932"
    return data, "utf-8"


def sample(options):
    """Prints a choice of findings with what stands around them, to be looked at by a person."""
    with tempfile.TemporaryDirectory() as work:
        program = Program(options.daicho, work, options.packs)
        findings = program.scan(os.path.abspath(options.folder))
        chosen = [f for f in findings if options.level in (None, level(f["confidence"])) and options.rule in (None, f["rule"])]
        print(len(chosen), "findings")
        random.Random(options.seed).shuffle(chosen)
        for f in chosen[:options.sample]:
            data, charset = text_of(program, os.path.join(os.path.abspath(options.folder), f["path"]), f)
            start, end = f["start"], f["end"]
            pieces = [data[a:b].decode(charset, "replace") for a, b in ((max(0, start - 60), start), (start, end), (end, end + 40))]
            print(f"{f['rule']} {f['confidence']} {f['path']}:{f['record']} " + f"{pieces[0]}[[{pieces[1]}]]{pieces[2]}".replace("\n", "\\n").replace("\r", ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("daicho")
    parser.add_argument("folder")
    parser.add_argument("--packs", choices=["default", "all"], default="default")
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--level")
    parser.add_argument("--rule")
    parser.add_argument("--seed", type=int, default=1)
    sample(parser.parse_args())


if __name__ == "__main__":
    main()
