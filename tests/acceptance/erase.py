#!/usr/bin/env python3
"""Erases persons one after the other from a share of all formats, and looks whether no trace is left and
nothing else changed. Usage: erase.py DAICHO FOLDER [NUMBER OF PERSONS]"""

import json
import os
import re
import subprocess
import sys
import time

import share
import untouched
from persons import TARGETS, Person, everybody, spellings
from traces import Looker, read_tree

PACK = r"""rules:
- id: own.customer
  title: {en: Customer number, ja: 会員番号}
  category: employment
  pattern: '(?<![0-9A-Za-z\-])K-7\d{5}(?![0-9A-Za-z\-])'
  confidence: 80
  source: the test
"""


class Trial:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.failures = []
        self.looker = Looker()
        self.tasks = []
        self.left = set()  # files that are a task, and so are not looked at

    def daicho(self, *words, status=(0,)):
        begun = time.monotonic()
        done = subprocess.run([self.program, *words], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        if "-t" in sys.argv:
            print(" ".join(words[:3]), f"{time.monotonic() - begun:.1f} s", flush=True)
        if done.returncode not in status:
            sys.exit(f"daicho {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def fail(self, what):
        self.failures.append(what)

    def tree(self):
        return read_tree(os.path.join(self.folder, "share"))

    def start(self):
        share.make(os.path.join(self.folder, "share"))
        self.daicho("init", ".", "--share", "office=share", "--quiet")
        with open(os.path.join(self.folder, "pack.yaml"), "w", encoding="utf-8") as file:
            file.write(PACK)
        with open(os.path.join(self.folder, "daicho.yaml"), "r+", encoding="utf-8") as file:
            text = file.read().replace("folders: []", "folders: [pack.yaml]")
            file.seek(0)
            file.write(text)
        self.daicho("scan", "--quiet")
        unread = self.daicho("items", "--state", "unread", "--format", "tsv").splitlines()[1:]
        unread += self.daicho("items", "--state", "partly-read", "--format", "tsv").splitlines()[1:]
        for line in unread:
            self.fail(f"not read: {line}")

    # --- one request, from its receipt to its end ---

    def holds(self, path, person):
        """A task about a namesake's file is none."""
        with open(os.path.join(self.folder, "share", path), "rb") as file:
            return self.looker.find({path: file.read()}, spellings(person))

    def namesakes(self, person):
        """(place, record) of persons whose name begins with this one's."""
        found = []
        for other in everybody():
            if other.n != person.n and other.name.startswith(person.name):
                rows = json.loads(self.daicho("subject", "find", "--name", other.name, "--format", "json"))["rows"]
                found += [(row["place"], str(row["record"] or 0)) for row in rows]
        return found

    def plan(self, request, person):
        """Staff look at each place that may be the person's: a name is, unless it is a namesake's."""
        number = self.daicho("request", "plan", request)
        shown = json.loads(self.daicho("plan", "show", number, "--format", "json"))
        namesakes = self.namesakes(person)

        def is_namesakes(place):
            file, record = place.rsplit("#", 1) if "#" in place else (place, "0")
            return any(record == r and (p + "!/").startswith(file + "!/") for p, r in namesakes)

        includes = []
        for place in shown["possible"]:
            includes += [] if is_namesakes(place) else ["--include", place]
        if includes:
            number = self.daicho("request", "plan", request, *includes)
            shown = json.loads(self.daicho("plan", "show", number, "--format", "json"))
        self.possible = len(includes) // 2
        for place in shown["possible"]:
            if not is_namesakes(place):
                self.tasks.append(f"{person.n}: undecided {place}")
        for target in shown["targets"]:
            if target["action"] == "manual" and self.holds(target["path"], person):
                self.tasks.append(f"{person.n}: {target['instructions']}")
                self.left.add(target["path"])
        return number

    def erase(self, person):
        request = self.daicho("request", "new", "--kind", "erasure", *person.arguments())
        self.daicho("request", "verify", request, "--method", "callback", "--evidence", "called the number on file")
        self.daicho("request", "form", request, "-o", f"form{request}.html")
        self.daicho("request", "returned", request)
        self.daicho("request", "decide", request, "--accept")
        plan = self.plan(request, person)
        self.daicho("plan", "approve", plan, "--as", "officer")
        before = self.tree()
        self.daicho("plan", "apply", plan, status=(0, 3))
        if self.tree() != before:
            self.fail("a dry run changed the share")
        self.daicho("plan", "apply", plan, "--execute", status=(0, 3))
        certificate = re.search(r"\d+", self.daicho("certificate", "show", request))
        self.daicho("certificate", "verify", certificate[0])

    # --- the look at it ---

    def check(self, person, before, gone):
        after = {path: data for path, data in self.tree().items() if path not in self.left}
        for place, kind, text in self.looker.find(after, spellings(person)):
            self.fail(f"{person.n}: {kind} in {place}: {text}")
        goal = os.path.join(self.folder, f"wanted{len(gone)}")
        share.make(goal, gone)
        others = [getattr(p, name) for p in everybody() if p.n not in gone
                  for name in ("name", "kana", "email", "phone", "customer", "address")]
        pattern = re.compile("|".join(map(re.escape, others)))
        wanted = {path: data for path, data in read_tree(goal).items() if path not in self.left}
        for line in untouched.compare(before, after, wanted, pattern.search):
            self.fail(f"{person.n}: {line}")

    def finish(self):
        self.daicho("audit", "verify")
        self.daicho("scan", "--full", "--quiet")
        back = self.daicho("tombstones", "check", status=(0, 1))
        if back:
            self.fail(f"daicho finds again:\n{back}")


def main():
    trial = Trial(os.path.abspath(sys.argv[1]), sys.argv[2])
    targets = TARGETS[:int(sys.argv[3])] if len(sys.argv) > 3 else TARGETS
    begun = time.monotonic()
    trial.start()
    print(f"scanned after {time.monotonic() - begun:.1f} s", flush=True)
    gone = set()
    first = trial.tree()
    for number in targets:
        person = Person(number)
        if not trial.looker.find(first, spellings(person)):
            trial.fail(f"{number} is not in the share")
        gone.add(number)
        before = trial.tree()
        trial.erase(person)
        print(f"person {number} erased after {time.monotonic() - begun:.1f} s, {trial.possible} places included",
              flush=True)
        trial.check(person, before, gone)
    trial.finish()
    print("\n".join(["tasks:", *trial.tasks]))
    print("\n".join(["failures:", *trial.failures]))
    print(f"{len(targets)} persons, {len(first)} files, {len(trial.tasks)} tasks, {len(trial.failures)} failures, "
          f"{time.monotonic() - begun:.1f} s")
    sys.exit(1 if trial.failures or trial.tasks else 0)


if __name__ == "__main__":
    main()
