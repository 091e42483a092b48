#!/usr/bin/env python3
"""test_examples.py DAICHO: runs the command lines of cli/examples.txt one after another on a share of their own,
and exits 1 when one ends with another status than stands before it."""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

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
        return done.returncode, done.stdout + done.stderr

    def allow_more_time(self):
        """The law of the policy that init writes gives none, and request extend needs some."""
        policy = pathlib.Path(self.folder, "policy.yaml")
        policy.write_text(re.sub("(?m)^profile:.*", "profile: ccpa", policy.read_text()))


def main(program):
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        story = Story(os.path.abspath(program), folder)
        for line in EXAMPLES.read_text().splitlines():
            step = re.match(r"~?(\d) (.*)", line)
            if step is None:
                assert line == "" or line.startswith("#"), line
                continue
            status, said = story.run(step[2])
            if status != int(step[1]):
                print(f"exited with {status}, not {step[1]}: {step[2]}\n{said[-600:]}")
                wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
