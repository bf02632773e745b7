"""Packages that a block installs or requires: `pip install x`, `npm install y`, lines of requirements.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.registers.code.fences import LINE_MAX, Lines
from webapp.registers.text import listed

NAME = r"(?:@[\w.-]+/)?[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?:\[[\w, .-]*\])?"
VERSION = r"(?:===?|[~^<>!]=?|>=|<=|!=)\s{0,3}[vV]?\d[\w.*+!-]*"

REQUIREMENT = re.compile(
    rf"(?P<name>{NAME})\s{{0,3}}(?P<version>{VERSION}(?:\s{{0,3}},\s{{0,3}}{VERSION})*)?"
)
_INSTALL = re.compile(
    r"\s*(?:[$>#]\s+)?(?:RUN\s+|run:\s*|sudo\s+)?"
    r"(?:(?:python3?\s+-m\s+)?pip3?\s+install|uv\s+(?:pip\s+install|add)|poetry\s+add|pipenv\s+install"
    r"|npm\s+(?:install|i|add)|yarn\s+add|pnpm\s+(?:add|install))\s+(?P<rest>.+)$"
)
_AT = re.compile(r"(?P<name>(?:@[\w.-]+/)?[A-Za-z0-9][\w.-]*)@(?P<version>[\^~]?\d[\w.-]*)")
# An option whose next word is a file or an address, not a package.
_TAKES_A_WORD = frozenset(
    listed("-r, --requirement, -c, --constraint, -e, --editable, -i, --index-url, --extra-index-url, -t")
)


@dataclass(frozen=True, slots=True)
class Required:
    """A package that a line names, with the version it asks for ('' for any)."""

    line: int
    package: str
    version: str


def read_installs(lines: Lines) -> list[Required]:
    """The packages of install commands, or of requirement lines where there is nothing else."""
    found: list[Required] = []
    listed: list[Required] = []
    others = 0
    for number, whole in lines:
        line = whole[:LINE_MAX].partition(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        if command := _INSTALL.match(line):
            found += _of_command(number, command["rest"])
        elif (match := REQUIREMENT.fullmatch(line.partition(";")[0].strip())) and match["version"]:
            listed.append(Required(number, match["name"], match["version"]))
        else:
            others += 1
    return found if found or others else listed


def _of_command(line: int, rest: str) -> list[Required]:
    words = re.split(r"\s*(?:&&|\|\||[;|])\s*", rest)[0].replace("\\", " ").split()
    found = []
    skip = False
    for word in (word.strip("\"'`") for word in words):
        if skip or word.startswith("-"):
            skip = word in _TAKES_A_WORD and not skip
            continue
        match = _AT.fullmatch(word) or REQUIREMENT.fullmatch(word)
        if match and not word.startswith("."):
            found.append(Required(line, match["name"], match["version"] or ""))
    return found
