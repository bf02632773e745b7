"""Keys such as FEAT-001: read from a URL, a folder's or file's name, or a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

PROJECT = r"[A-Za-z][A-Za-z0-9]{0,9}"
"""A project's key in any case: a letter, then at most nine letters or digits, all of them ASCII."""

_KEY = rf"(?P<project>{PROJECT})-(?P<number>[0-9]{{1,6}})"
_EXACT = re.compile(_KEY)
# A key ends at a hyphen, an underscore or a full stop, but not inside a word, a decimal or a date:
# `tf-20190430`, `lib-1.2` and `notes-2025-12-28` hold none.
_ANYWHERE = re.compile(rf"(?<![^\W_]){_KEY}(?![^\W_])(?!\.[0-9])(?!-[0-9]{{2}}-[0-9]{{2}}(?![^\W_]))")
_OPENS_HEADING = re.compile(r"(?:#{1,6}[ \t]+)?[\[(*_`~]{0,4}")


@dataclass(frozen=True, slots=True)
class Key:
    """A design's key: the project in capitals and the number.

    `in_capitals` says whether it was written so. Only then may it make a project that does not
    exist yet: `FEAT-001-login` names one, `step-2-login` most likely does not.
    """

    project: str
    number: int
    in_capitals: bool = field(default=True, compare=False)

    def __str__(self) -> str:
        return f"{self.project}-{self.number:03d}"


def parse_key(text: str) -> Key | None:
    """The key that is the whole text, in any case and padding; None where it is anything else."""
    match = _EXACT.fullmatch(text)
    return _key(match) if match else None


def find_key(name: str) -> Key | None:
    """The first key in a folder's or file's name: `FEAT-001-auth`, `es-feat-001-design.md`."""
    match = _ANYWHERE.search(name)
    return _key(match) if match else None


def keys_in(text: str) -> Iterator[Key]:
    """Every key that a text names, in any case and padding, each as often as it does."""
    return map(_key, _ANYWHERE.finditer(text))


def heading_key(heading: str) -> Key | None:
    """The key that opens a heading: `# FEAT-001: Login`, `[FEAT-001] Login`.

    Further in, a heading may well speak of UTF-8, SHA-256 or another design.
    """
    opening = _OPENS_HEADING.match(heading)
    match = _ANYWHERE.match(heading, opening.end() if opening else 0)
    return _key(match) if match else None


def rest(name: str) -> str:
    """What a folder's name, or a file's without its ending, says after its key.

    `FEAT-001-auth` → `auth`, `es-feat-001-tasks` → `tasks`, `FEAT-001` → '', and a name without a key
    is all rest: `tasks` → `tasks`.
    """
    match = _ANYWHERE.search(name)
    return name[match.end() :].strip(" -_.") if match else name


def _key(match: re.Match[str]) -> Key:
    project = match["project"]
    return Key(project.upper(), int(match["number"]), in_capitals=project == project.upper())
