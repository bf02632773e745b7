"""Where the pieces of an outline stand in its text, for people with an editor: lines counted from 1."""

from __future__ import annotations

import re
from collections.abc import Iterable

from webapp.checks.told import Told
from webapp.markdown.outline import Outline

_END = re.compile(r"\r\n|\r|\n")


class Lines:
    """The first line of every piece of an outline."""

    def __init__(self, outline: Outline) -> None:
        self._sections: list[int] = []
        self._blocks: dict[tuple[int, int], int] = {}
        self._rows: dict[tuple[int, int], list[int]] = {}
        line = 1
        for number, section in enumerate(outline.sections):
            self._sections.append(line)
            line += _ends([section.source, section.tail])
            for place, block in enumerate(section.blocks):
                self._blocks[number, place] = line
                line += _ends([block.source])
                self._rows[number, place] = rows = []
                for row in block.rows:
                    rows.append(line)
                    line += _ends([row.source])
                line += _ends([block.tail])

    def of(self, section: int, block: int | None, row: int | None, line: int | None) -> int:
        """The line of a place, given as in `Told` or an entry."""
        if block is None:
            return self._sections[section]
        if row is not None:
            return self._rows[section, block][row]
        return self._blocks[section, block] + (line or 0)

    def of_told(self, told: Told) -> int:
        """The line of what is told."""
        return self.of(told.section, told.block, told.row, told.line)


def _ends(pieces: Iterable[str]) -> int:
    return sum(len(_END.findall(piece)) for piece in pieces)
