"""What commands and options daicho has, as its help tells."""

import re
import subprocess

OPTION = re.compile(r"^  (?:-\w, )?--([a-z-]+)(?:=\S+)?  ", re.M)
SHARED = {"config", "catalog", "as", "quiet", "verbose", "help", "format", "output"}


def run(program, *words):
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout


def names(text, heading):
    """The first words of the indented lines beneath a heading."""
    _, found, rest = text.partition(heading + "\n")
    block = rest.partition("\n\n")[0] if found else ""
    return re.findall(r"^  ([a-z]+) ", block, re.M)


def commands(program):
    """Each command that can be run ("request new") with the set of its options."""
    found = {}
    for command in names(run(program, "help"), "Commands:"):
        text = run(program, "help", command)
        if "Options:" in text:
            found[command] = set(OPTION.findall(text))
        for word in names(text, "Words:"):
            found[f"{command} {word}"] = set(OPTION.findall(run(program, "help", command, word)))
    return found
