#!/usr/bin/env python3
"""test_words.py DAICHO: each command and each option that the help has is in the manual page, in the completion
of each shell and in an example of cli/examples.txt; names what is missing, and exits 1."""

import pathlib
import re
import shlex
import sys

import words

EXAMPLES = pathlib.Path(__file__).parents[2] / "cli/examples.txt"


def in_manual(program):
    sections = re.split(r"^\.S[sh] ", words.run(program, "help", "--manual"), flags=re.M)
    found = {}
    for section in sections:
        name = section.partition("\n")[0].removeprefix("daicho ")
        found[name] = {option.replace("\\-", "-") for option in re.findall(r"^\.It Fl \\-(\S+)", section, re.M)}
    common = found["OPTIONS"]
    return {name: options | common for name, options in found.items()}


def in_bash(program):
    text = words.run(program, "completion", "bash")
    found = {}
    for command, word, body in re.findall(r"^    '([a-z]+) '([a-z]*)\*?\) (.*)", text, re.M):
        options = re.search(r"options='([^']*)'", body)
        found[f"{command} {word}".strip()] = set(re.findall(r"--([a-z-]+)", options[1] if options else ""))
    return found


def in_zsh(program):
    text = words.run(program, "completion", "zsh")
    found = {}
    for command, word, body in re.findall(r"^    '([a-z]+) '([a-z]*)\*?\) options=\((.*)\) ;;$", text, re.M):
        found[f"{command} {word}".strip()] = set(re.findall(r" '--([a-z-]+):", body))
    return found


def in_fish(program):
    found = {}
    line = re.compile(r"^complete -c daicho -n '__daicho_in ([a-z ]+)[;'].* -l ([a-z-]+) ", re.M)
    for name, option in line.findall(words.run(program, "completion", "fish")):
        found.setdefault(name, set()).add(option)
    return found


def in_examples(commands):
    """By command, the options of its examples; what all commands share counts wherever it stands."""
    found, shared = {}, set()
    for line in EXAMPLES.read_text().splitlines():
        if not re.match(r"\d daicho ", line):
            continue
        typed = shlex.split(line)[2:]
        name = " ".join(typed[:2]) if " ".join(typed[:2]) in commands else typed[0]
        options = {word[2:] for word in typed if word.startswith("--")}
        options |= {"output"} if "-o" in typed else set()
        found.setdefault(name, set()).update(options)
        shared |= options & words.SHARED
    return {name: options | shared | {"help"} for name, options in found.items()}


def main(program):
    commands = words.commands(program)
    assert len(commands) > 60 and len(commands["scan"]) > 10, commands
    places = {
        "the manual page": in_manual(program),
        "the completion of bash": in_bash(program),
        "the completion of zsh": in_zsh(program),
        "the completion of fish": in_fish(program),
        "cli/examples.txt (add a line that a test can run)": in_examples(commands),
    }
    missing = 0
    for place, found in places.items():
        for name, options in commands.items():
            if name not in found:
                print(f"daicho {name} is not in {place}")
                missing += 1
            for option in sorted(options - found.get(name, options)):
                print(f"daicho {name} --{option} is not in {place}")
                missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
