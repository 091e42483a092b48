#!/usr/bin/env python3
"""Erases persons one after the other from a share of all formats, and looks whether no trace is left and
nothing else changed. Usage: erase.py DAICHO [--persons N] [--office] [--folder FOLDER] [--times]"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
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
    def __init__(self, program, folder, beneath, shows_times):
        self.beneath = beneath
        self.shows_times = shows_times
        self.program = program
        self.folder = folder
        self.failures = []
        self.looker = Looker()
        self.tasks = []
        self.told = set()  # files that the plan leaves to a person, and so are not looked at

    def daicho(self, *words, status=(0,)):
        begun = time.monotonic()
        done = subprocess.run([self.program, *words], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        if self.shows_times:
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(" ".join(words[:3]), f"{time.monotonic() - begun:.1f} s, processor of all {used.ru_utime + used.ru_stime:.1f} s",
                  f"own {time.process_time():.1f} s", flush=True)
        if done.returncode not in status:
            sys.exit(f"daicho {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def fail(self, what):
        self.failures.append(what)

    def tree(self):
        return read_tree(os.path.join(self.folder, "share"))

    def start(self):
        share.make(os.path.join(self.folder, "share"), beneath=self.beneath)
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

        def possible():
            """Without what is said of a place in brackets behind it."""
            return [line.split("  (")[0] for line in shown["possible"]]

        includes = []
        for place in possible():
            includes += [] if is_namesakes(place) else ["--include", place]
        if includes:
            number = self.daicho("request", "plan", request, *includes)
            shown = json.loads(self.daicho("plan", "show", number, "--format", "json"))
        self.possible = len(includes) // 2
        for place in possible():
            if not is_namesakes(place):
                self.tasks.append(f"{person.n}: undecided {place}")
        for target in shown["targets"]:
            if target["action"] == "manual" and self.holds(target["path"], person):
                self.told.add(target["path"])
                if target["path"] not in share.tasks(self.beneath):
                    self.tasks.append(f"{person.n}: {target['instructions']}")
        for path in share.tasks(self.beneath) - self.told:
            self.fail(f"{person.n}: the plan does not say that {path} is left to a person")
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
        whole = self.tree()
        after = {path: data for path, data in whole.items() if path not in self.told}
        for path in self.told:
            if whole.get(path) != before[path]:
                self.fail(f"{person.n}: {path} changed, though it is left to a person")
        for place, kind, text in self.looker.find(after, spellings(person)):
            self.fail(f"{person.n}: {kind} in {place}: {text}")
        goal = os.path.join(self.folder, f"wanted{len(gone)}")
        share.make(goal, gone, self.beneath)
        others = [getattr(p, name) for p in everybody() if p.n not in gone
                  for name in ("name", "kana", "email", "phone", "customer", "address")]
        pattern = re.compile("|".join(map(re.escape, others)))
        wanted = {path: data for path, data in read_tree(goal).items() if path not in self.told}
        for line in untouched.compare(before, after, wanted, pattern.search):
            self.fail(f"{person.n}: {line}")

    def finish(self):
        self.daicho("audit", "verify")
        self.daicho("scan", "--full", "--quiet")
        for line in self.daicho("tombstones", "check", status=(0, 1)).splitlines()[1:]:
            if not any(path in line for path in self.told):
                self.fail(f"daicho finds again: {line}")


    def open_all(self):
        """LibreOffice opens what is left of each document."""
        for kind in ("docx", "xlsx", "pptx", "odt", "ods", "odp"):
            out = os.path.join(self.folder, "opened", kind)
            documents = [os.path.join(self.folder, "share", path) for path in self.tree() if path.endswith(f".{kind}")]
            subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--convert-to",
                            "pdf", "--outdir", out, *documents],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            for path in documents:
                name = os.path.splitext(os.path.basename(path))[0]
                if not os.path.exists(f"{out}/{name}.pdf"):
                    self.fail(f"LibreOffice does not open {path}")

    # --- all of it ---

    def check_looker(self, first, person):
        """That traces are found wherever the person is, or else finding none says nothing."""
        goal = os.path.join(self.folder, "without")
        share.make(goal, {person.n}, self.beneath)
        without = read_tree(goal)
        shutil.rmtree(goal)
        found = {place.split("!/")[0] for place, _, _ in self.looker.find(first, spellings(person))}
        for path, data in first.items():
            if data != without.get(path) and path not in found and not path.endswith(".7z"):
                self.fail(f"{person.n}: the look for traces misses {path}")

    def run(self, targets):
        self.start()
        first = self.tree()
        gone = set()
        for number in targets:
            person = Person(number)
            self.check_looker(first, person)
            gone.add(number)
            before = self.tree()
            self.erase(person)
            print(f"person {number}: {self.possible} places were decided by staff", flush=True)
            self.check(person, before, gone)
        self.finish()
        return len(first)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("daicho")
    parser.add_argument("--persons", type=int, default=len(TARGETS))
    parser.add_argument("--office", action="store_true", help="documents alone, which LibreOffice opens afterwards")
    parser.add_argument("--folder", help="keep all that is made there")
    parser.add_argument("--times", action="store_true")
    options = parser.parse_args()
    begun = time.monotonic()
    if options.office and shutil.which("soffice") is None:
        print("skipped: LibreOffice is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        beneath = "office/" if options.office else ""
        trial = Trial(os.path.abspath(options.daicho), options.folder or folder, beneath, options.times)
        files = trial.run(TARGETS[:options.persons])
        if options.office:
            trial.open_all()
    print("\n".join(["left to a person, against what is wanted:", *trial.tasks]))
    print("\n".join(["faults:", *trial.failures]))
    print(f"{options.persons} persons erased one after the other, {files} files, {len(trial.tasks)} tasks, "
          f"{len(trial.failures)} faults, {time.monotonic() - begun:.1f} s")
    sys.exit(1 if trial.failures or trial.tasks else 0)


if __name__ == "__main__":
    main()
