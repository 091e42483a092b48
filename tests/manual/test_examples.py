#!/usr/bin/env python3
"""test_examples.py DAICHO: runs the command lines of cli/examples.txt one after another on a share of their own,
and exits 1 when one ends with another status than stands before it. What prints facts is run with --format json,
and the answer held against its schema in docs/json; SARIF against sarif.json here, and, where DAICHO_SARIF_SCHEMA
names it, against the schema that OASIS published."""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import jsonschema

HERE = pathlib.Path(__file__).parent
EXAMPLES = HERE.parents[1] / "cli/examples.txt"
PROPOSAL = "274720"  # stands for the number of what the search proposes, which the key decides


class Story:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.proposal = PROPOSAL
        subprocess.run([HERE / "make_share.sh"], cwd=folder, check=True)

    def run(self, line):
        """The status of a command line, and what it said."""
        typed = [self.program if word == "daicho" else word.replace(PROPOSAL, self.proposal)
                 for word in shlex.split(line)]
        done = subprocess.run(typed, cwd=self.folder, capture_output=True, text=True, check=False)
        proposed = re.search(r"proposal (\d+)", done.stderr)
        self.proposal = proposed[1] if proposed else self.proposal
        if typed[1] == "init":
            self.allow_more_time()
        return done.returncode, done.stdout, done.stderr

    def allow_more_time(self):
        """The law of the policy that init writes gives none, and request extend needs some."""
        policy = pathlib.Path(self.folder, "policy.yaml")
        policy.write_text(re.sub("(?m)^profile:.*", "profile: ccpa", policy.read_text()))


class Schemas:
    """The schemas of docs/json, and of which of them something was seen."""

    # Nothing to tell is the good answer, and the examples have no bad one.
    MAY_BE_EMPTY = {"rules-test", "rules-check", "unread", "tombstones", "config-check"}
    FOLDER = HERE.parents[1] / "docs/json"

    def __init__(self):
        self.seen = set()

    def problems(self, text):
        answer = json.loads(text)
        if isinstance(answer, int):  # what makes something prints its number alone
            return []
        if "runs" in answer:
            return list(self.problems_of_sarif(answer))
        versioned = [key for key in ("daicho_plan", "daicho_certificate") if key in answer]
        name = f"{versioned[0].removeprefix('daicho_')}-{answer[versioned[0]]}" if versioned else \
            "-".join(answer["schema"].split("/")[1:])
        path = self.FOLDER / f"{name}.json"
        if not path.exists():
            return [f"docs/json/{name}.json is missing: write it, and a row of docs/json.md"]
        schema = json.loads(path.read_text())
        found = [problem.message for problem in jsonschema.Draft202012Validator(schema).iter_errors(answer)]
        # A member may come in a later version of the program, and then into the schema, too.
        known = schema["$defs"]["row"]["properties"] if "$defs" in schema else schema["properties"]
        for row in answer.get("rows", [answer]):
            found += [f"{key} is not in docs/json/{name}.json" for key in row if key not in known]
            self.seen.add(name)
        return found

    @staticmethod
    def problems_of_sarif(answer):
        schemas = [HERE / "sarif.json"]
        if "DAICHO_SARIF_SCHEMA" in os.environ:
            schemas.append(pathlib.Path(os.environ["DAICHO_SARIF_SCHEMA"]))
        assert len(answer["runs"][0]["results"]) > 5
        for path in schemas:
            schema = json.loads(path.read_text())
            validator = jsonschema.validators.validator_for(schema)
            for problem in validator(schema).iter_errors(answer):
                yield f"{path.name}: {'/'.join(map(str, problem.path))}: {problem.message[:200]}"

    def unseen(self, commands):
        """Schemas of which no example has a row, and those of no command."""
        for path in sorted(self.FOLDER.glob("*.json")):
            title = json.loads(path.read_text())["title"]
            name = title.partition(",")[0].partition(" --")[0].removeprefix("daicho ")
            if name not in commands:
                print(f"docs/json/{path.name}: there is no {title} (yet)")
            elif path.stem not in self.seen and path.stem.rpartition("-")[0] not in self.MAY_BE_EMPTY:
                yield path.stem


def printing_json(program):
    """Each command, and whether its --format has json."""
    manual = subprocess.run([program, "help", "--manual"], check=True, capture_output=True, text=True).stdout
    sections = re.findall(r"^\.Ss daicho (.*)\n((?:(?!\.S).*\n)*)", manual, re.M)
    return {name: re.search(r"^\.It Fl \\-format .*\n.*\bjson\b", text, re.M) for name, text in sections}


def as_json(line, commands):
    """The line with --format json, where its command can and the line does not say another; else None."""
    typed = shlex.split(line)
    name = " ".join(typed[1:3]) if " ".join(typed[1:3]) in commands else typed[1]
    if typed[0] != "daicho" or not commands.get(name) or {"--format", "-o"} & set(typed):
        return None
    return line + " --format json"


def problems_of_unread(story, schemas):
    """Of SARIF with all that may stand there: the examples' share has nothing that cannot be read."""
    pathlib.Path(story.folder, "share/broken.zip").write_bytes(b"PK\x03\x04")
    assert story.run("daicho scan --quiet")[0] == 3
    answer = json.loads(story.run("daicho findings --format sarif --all")[1])
    assert answer["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    return schemas.problems_of_sarif(answer)


def main(program):
    wrong = 0
    schemas = Schemas()
    commands = printing_json(program)
    assert len([name for name, can in commands.items() if can]) > 25, commands
    with tempfile.TemporaryDirectory() as folder:
        story = Story(os.path.abspath(program), folder)
        for line in EXAMPLES.read_text().splitlines():
            step = re.match(r"~?(\d) (.*)", line)
            if step is None:
                assert line == "" or line.startswith("#"), line
                continue
            line = as_json(step[2], commands)
            status, output, said = story.run(line or step[2])
            if status != int(step[1]):
                print(f"exited with {status}, not {step[1]}: {step[2]}\n{output[-300:]}{said[-300:]}")
                wrong += 1
            elif output and (line or re.search("--format (json|sarif)$", step[2])):
                for problem in schemas.problems(output):
                    print(f"{step[2]}: {problem}")
                    wrong += 1
        for problem in problems_of_unread(story, schemas):
            print(f"SARIF of what cannot be read: {problem}")
            wrong += 1
    for name in schemas.unseen(commands):
        print(f"no example has a row of docs/json/{name}.json")
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
