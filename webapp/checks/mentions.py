"""Endpoints and files that tests and phases name, held against those that a design declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from webapp.registers import endpoints
from webapp.registers.code.requests import REQUEST
from webapp.registers.entry import Entry
from webapp.registers.text import TEXT_MAX
from webapp.utils import placeholders

NAMED_MAX = 50
"""How many of one entry are looked up."""

_ENDINGS = (
    "py|pyi|ts|tsx|js|jsx|mjs|go|rs|java|kt|rb|php|cs|cpp|swift|scala|sql|html|css|scss|vue|svelte|"
    "yml|yaml|toml|json|sh|md|txt|ini|cfg|proto|graphql|prisma"
)
_ENDPOINT = re.compile(
    rf"{REQUEST.pattern}|(?<![\w/.:}}>-])(?P<alone>/(?:api|v\d)(?:/[^\s`\"'<>,;()/]+){{2,12}})"
)
# A folder at least: a bare `models.py` may be any of several.
_FILE = re.compile(rf"(?<![\w./:@{{<-])(?:\.?[\w-][\w.-]*/){{1,12}}[\w.-]{{1,80}}\.(?:{_ENDINGS})(?![\w/])")


def endpoints_named(fact: Entry) -> list[str]:
    """The endpoints in the words of an entry: `GET /users/{}`, as keys of the register are.

    Without a method only what begins as paths of an API do.
    """
    found = []
    for text in _texts(fact):
        for match in _ENDPOINT.finditer(text):
            path = (match["path"] or match["alone"]).rstrip(".,;:)]*'\"”’?!")
            is_file = match["alone"] and "." in path.rpartition("/")[2]
            if path.strip("/") and "…" not in path and ".." not in path and not is_file:
                found.append(endpoints.key({"method": match["method"] or "", "path": path}))
    # A path that is named with its method, too, is named once.
    more = {name.rpartition(" ")[2] for name in found if " " in name}
    return [name for name in dict.fromkeys(found) if name not in more][:NAMED_MAX]


def files_named(fact: Entry) -> list[str]:
    """The files in the words of an entry, each with its folder."""
    found = [match[0] for text in _texts(fact) for match in _FILE.finditer(text)]
    return list(dict.fromkeys(path.removeprefix("./") for path in found if ".." not in path))[:NAMED_MAX]


def _texts(fact: Entry) -> Iterable[str]:
    return (text[:TEXT_MAX] for text in fact.values.values() if "/" in text)


class Declared:
    """The endpoints or files of a design, looked up by the last part of their paths.

    A name is declared where one of them ends with it, or it with one of them: tests leave out what all
    paths begin with, or put a base in front. A parameter stands for any value. A path without a method
    may be the beginning of one.
    """

    def __init__(self, facts: Iterable[Entry]) -> None:
        self._by_end: dict[str, list[tuple[str, list[str]]]] = {}
        self._folders: list[str] = []
        for key in (fact.key for fact in facts if not placeholders.find(fact.key)):
            method, parts = _parts(key)
            self._by_end.setdefault(parts[-1] if parts else "", []).append((method, parts))
            if key.endswith("/") and key.strip("/"):
                self._folders.append(key.strip("/") + "/")

    def __bool__(self) -> bool:
        return bool(self._by_end)

    def holds(self, name: str) -> bool:
        """Whether a name is among them."""
        method, parts = _parts(name)
        if not method and any(_begins(theirs, parts) for some in self._by_end.values() for _, theirs in some):
            return True
        ends = self._by_end if parts[-1] in _ANY else {parts[-1], *_ANY}
        return any(
            (not method or their_method in ("", method)) and _end_alike(parts, theirs)
            for end in ends
            for their_method, theirs in self._by_end.get(end, ())
        ) or any(f"/{name}".find(f"/{folder}") >= 0 for folder in self._folders)


_ANY = ("{}", "*")


def _parts(key: str) -> tuple[str, list[str]]:
    """The method of a key, or '', and the parts of its path."""
    method, _, path = key.rpartition(" ")
    return method, [part for part in path.split("/") if part]


def _begins(path: Sequence[str], with_parts: Sequence[str]) -> bool:
    return list(path[: len(with_parts)]) == list(with_parts)


def _end_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return all(
        mine == theirs or mine in _ANY or theirs in _ANY
        for mine, theirs in zip(reversed(one), reversed(other), strict=False)
    )
