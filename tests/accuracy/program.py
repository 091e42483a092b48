"""What the scorer asks of the program: a scan, its findings, its rules, the text of a container."""

import json
import os
import re
import subprocess

END = re.compile(r"-- [a-z]+/[a-z0-9.+-]+(, .*)?$")  # not the "-- " above a signature
PACKS = {"default": ["common", "jp"], "all": ["common", "jp", "us", "uk", "eu", "apac", "americas", "mea"]}


class Program:
    def __init__(self, path, folder, packs):
        self.path, self.folder = os.path.abspath(path), folder
        os.makedirs(folder, exist_ok=True)
        self.config = os.path.join(folder, "daicho.yaml")
        with open(self.config, "w", encoding="utf-8") as out:
            out.write(f"rules:\n  packs: [{', '.join(PACKS[packs])}]\n")

    def run(self, *words):
        done = subprocess.run([self.path, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, cwd=self.folder)
        if done.returncode not in (0, 3):
            raise SystemExit(f"daicho {' '.join(words)} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode("utf-8", "replace")

    def rows(self, *words):
        return json.loads(self.run(*words, "--config", self.config, "--format", "json"))["rows"]

    def rules(self):
        """Of each rule: what kind of value it finds, and its category."""
        return {row["id"]: row for row in self.rows("rules", "list")}

    def scan(self, *shares):
        """The findings of all levels; a path in them begins with the last part of its share."""
        catalog = os.path.join(self.folder, "catalog.db")
        self.run("scan", *shares, "--config", self.config, "--catalog", catalog, "--quiet", "--full")
        rows = self.rows("findings", "--catalog", catalog, "--min-confidence", "0")
        return [row for row in rows if not row["rule"].startswith("policy.")]

    def segments(self, path):
        """{item: [text]} of a file's text, as UTF-8 without what separates records."""
        items, nesting = {}, [""]
        for line in self.run("extract", path).split("\n")[:-1]:
            if line.startswith("== "):
                nesting.append("" if line == "== (file)" else line[3:])
                items.setdefault(nesting[-1], [""])
            elif END.match(line):
                nesting.pop()
            elif line.startswith("@ "):
                items[nesting[-1]].append("")
            else:
                items[nesting[-1]][-1] += line + "\n"
        return {item: [text.encode() for text in parts] for item, parts in items.items()}


def level(confidence):
    return "low" if confidence < 40 else "medium" if confidence < 75 else "high"
