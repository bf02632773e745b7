"""Every address of the application as docs/roles.md writes it, and as it leads to a thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from flask import Flask
from werkzeug.routing import AnyConverter, Rule

PLACEHOLDER = re.compile(r"<(?:[^<>:]+:)?(\w+)>")

NOUNS = {
    "registers": "register",
    "static": "file",
    "imports": "import",
    "links": "link",
    "setup": "link",
}
"""What a placeholder of no telling name stands for, by the word before it."""

QUERIES = {"/views/new": "?list=designs"}
"""What an address asks for besides."""


@dataclass(frozen=True)
class Address:
    """One method at one address: `line` as the table writes it, `{row}` for the id of a row."""

    method: str
    line: str
    nouns: tuple[str, ...]

    @property
    def is_unsafe(self) -> bool:
        """Whether it may change something."""
        return self.method not in {"GET", "HEAD", "OPTIONS"}

    @property
    def is_of_api(self) -> bool:
        """Whether it is for programs, which have a token and no session."""
        return self.line.startswith("/api/")

    def path(self, values: Mapping[str, str | int]) -> str:
        """Where it leads, for a thing whose values these are by noun."""
        found = self.line
        for noun in self.nouns:
            found = found.replace(f"{{{noun}}}", str(values[noun]))
        return found + QUERIES.get(self.line, "")

    def __str__(self) -> str:
        return f"{self.method} {self.line}"


def all_addresses(app: Flask) -> list[Address]:
    """Every method of every rule; HEAD and OPTIONS are Flask's own."""
    return [
        Address(method, line, tuple(re.findall(r"\{(\w+)\}", line)))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        for line in _lines(rule)
    ]


def _lines(rule: Rule) -> Iterator[str]:
    """A rule as the table writes it; one with a choice of words once for each of them."""
    choices = {
        name: sorted(kind.items) for name, kind in rule._converters.items() if isinstance(kind, AnyConverter)
    }
    written = re.sub(r"<any\([^)]*\):(\w+)>", r"<\1>", rule.rule)
    for chosen in product(*choices.values()):
        line = written
        for name, word in zip(choices, chosen, strict=True):
            line = line.replace(f"<{name}>", word)
        yield PLACEHOLDER.sub(_in_braces, line)


def _in_braces(found: re.Match[str]) -> str:
    """What a placeholder stands for, told by what it is called or else by the word before it."""
    return f"{{{_noun(found)}}}"


def _noun(found: re.Match[str]) -> str:
    before = found.string[: found.start()].rstrip("/").rpartition("/")[2]
    name = found[1].removesuffix("_id")
    if name == "key":
        return "design" if before == "designs" else "project"
    if name not in {"name", "token", "id"} or before not in NOUNS:
        return name
    return NOUNS[before]
