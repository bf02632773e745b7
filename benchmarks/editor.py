"""Somebody who edits cells where they stand, with what the page told them and nothing else."""

from __future__ import annotations

import re
from html import unescape

from benchmarks.client import PLAIN, Client, Refused, cookie_of, form_token
from benchmarks.words import Speaker

_CELL = re.compile(rb'<td [^>]*id="row-([1-9]\d*)-(c\d+)"')
_TABLE = re.compile(rb'<div class="table[^"]*"\s*id="block-(\d+)"')
_BASE = re.compile(rb'name="base" value="([^"]*)"')

Cell = tuple[int, str]
"""The id of a row, and of a column."""


class Editor:
    """One connection of somebody who writes, signed in by a cookie; `seed` tells what words."""

    def __init__(self, url: str, cookie: str, seed: str) -> None:
        form = Client(url, cookie).get("/account", PLAIN)
        self._client = Client(url, cookie_of(form))
        self._token = form_token(form.body)
        self._say = Speaker(seed)
        self._stored: dict[Cell, str] = {}

    def cells(self, key: str, role: str = "") -> list[Cell]:
        """The cells of a design's tables, as its page has them; where a `role` is named, those alone."""
        page = self._client.get(f"/designs/{key}", PLAIN).body
        found = [match for match in _CELL.finditer(page) if not role or f"cell--{role}".encode() in match[0]]
        return [(int(match[1]), match[2].decode()) for match in found]

    def table(self, key: str) -> int:
        """The id of a design's first table."""
        found = _TABLE.search(self._client.get(f"/designs/{key}", PLAIN).body)
        if found is None:
            raise Refused(f"{key} has no table")
        return int(found[1])

    def open(self, cell: Cell) -> Cell:
        """Ask what stands in a cell, unless that is known."""
        if cell not in self._stored:
            found = _BASE.search(self._client.get(_address(cell), PLAIN).body)
            if found is None:
                raise Refused(f"{_address(cell)} has no form")
            self._stored[cell] = unescape(found[1].decode())
        return cell

    def save(self, cell: Cell) -> float:
        """Write other words into a cell, which is opened before; how many seconds that took."""
        base = self._stored[self.open(cell)]
        values = {"text": self._say.another(base, 4, 11), "base": base}
        answer = self._client.edit("PUT", _address(cell), values, self._token)
        self._stored[cell] = values["text"]
        return answer.seconds

    def paste(self, block: int, cell: Cell, rows: int, columns: int) -> float:
        """Paste words over so many cells, from this one on; how many seconds that took."""
        lines = ["\t".join(self._say.phrase(2, 4) for _ in range(columns)) for _ in range(rows)]
        self._stored.clear()  # some of it is pasted over
        values = {"row": str(cell[0]), "column": cell[1], "pasted": "\n".join(lines)}
        return self._client.edit("POST", f"/blocks/{block}/cells", values, self._token).seconds


def _address(cell: Cell) -> str:
    row, column = cell
    return f"/rows/{row}/cells/{column}"
