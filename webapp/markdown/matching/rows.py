"""Rows: by their source, by what they say, by the cell that names them, by likeness."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from webapp.markdown.matching.pairing import Pairing
from webapp.markdown.matching.words import Said, overlap, said
from webapp.markdown.outline import Block, Row

# How much of their words two rows share: in place of each other, and when one was moved as well.
LIKE_HERE = 0.6
LIKE_ELSEWHERE = 0.75
# Rows with one number or code say the same thing only if they share some words, too.
LIKE_WITH_ONE_CODE = 0.3

# Rows that say less are not looked for in other blocks.
WORDS_THAT_TELL = 2

Address = tuple[int, int, int]
"""The indices of a section, of a block in it and of a row in that."""

_CODE = re.compile(r"\W*[A-Za-z]{0,4}[-.]?\d+(?:\.\d+)*\W*")
# `1.2` as a cell, `**1.2**:` and `1) ` in front of an item; not `404 Not found`.
_NUMBER = re.compile(r"\A\W{0,8}\d{1,9}(?:\.\d{1,9}){0,8}(?:\W{0,8}\Z|\W{0,8}[.):]\W{0,8}(?=\s|\Z))")


@dataclass
class Content:
    """A row as it is compared. `cells` are those of columns that both tables have, in one order.

    `lineage` is what the items above a list's item say.
    """

    row: Row
    cells: tuple[str, ...]
    lineage: tuple[str, ...] = ()

    @cached_property
    def source(self) -> str:
        return self.row.source.strip()

    @property
    def all_cells(self) -> tuple[str, ...]:
        """The cells as they are read, without padding, marker and box."""
        return tuple(self.row.cells)

    @cached_property
    def says(self) -> Said:
        """The cells in words, without the number that a row starts with."""
        return said((_NUMBER.sub("", self.cells[0], count=1), *self.cells[1:]) if self.cells else ())

    @cached_property
    def text(self) -> str | None:
        """The same, where that is more than numbers and small words."""
        return self.says.text if self.says.telling else None

    @cached_property
    def name(self) -> str | None:
        """The first cell of a table's row, where it says something: often what names the row."""
        words = self.cells[0].casefold() if len(self.cells) > 1 else ""
        return words if said([words]) or _CODE.fullmatch(words) else None


def match_rows(old: Block, new: Block, columns: Mapping[int, int]) -> dict[int, int]:
    """Within two paired blocks: new row index → old row index.

    `columns` are the columns paired by name, new index → old index.
    """
    pairing = Pairing(*_contents(old, new, columns))
    pairing.by_key(lambda content: (content.lineage, content.source))
    pairing.by_key(lambda content: (content.lineage, content.all_cells))
    pairing.by_key(_text_in_lineage)
    pairing.by_key(lambda content: content.all_cells)
    pairing.by_key(lambda content: content.text)
    _by_name(pairing)
    pairing.by_likeness(lambda content: content.says, LIKE_HERE, LIKE_ELSEWHERE)
    return pairing.pairs


def match_moved_rows(
    old: Mapping[Address, tuple[str, Row]],
    new: Mapping[Address, tuple[str, Row]],
    pairs: Mapping[Address, Address],
) -> dict[Address, Address]:
    """Rows without a partner in their own block: address in the new text → address in the old.

    `old` and `new` are all rows of the documents, each with the family of its block, and `pairs` those
    paired so far. A row was moved if its text is of enough words and stands once in either document.
    """
    taken = set(pairs.values())
    if len(taken) in (len(old), len(new)):
        return {}
    old_places, new_places = _unique_texts(old), _unique_texts(new)
    return {
        at: old_places[text]
        for text, at in new_places.items()
        if at not in pairs and text in old_places and old_places[text] not in taken
    }


def _contents(old: Block, new: Block, columns: Mapping[int, int]) -> tuple[list[Content], list[Content]]:
    """The rows of both blocks; those of tables with the cells of the columns that have a partner."""
    if old.kind != "table":
        return _items(old.rows), _items(new.rows)
    old_places, new_places = _compared_columns(old, new, columns)
    return (
        [Content(row, tuple(row.cells[at] for at in old_places)) for row in old.rows],
        [Content(row, tuple(row.cells[at] for at in new_places)) for row in new.rows],
    )


def _compared_columns(
    old: Block, new: Block, columns: Mapping[int, int]
) -> tuple[Sequence[int], Sequence[int]]:
    """Which cells to compare: those of the paired columns, unless these hardly tell a row."""
    widths = len(old.columns), len(new.columns)
    if widths[0] == widths[1]:
        # A column without a partner by its name may be a renamed one.
        old_left = [at for at in range(widths[0]) if at not in columns.values()]
        new_left = [at for at in range(widths[1]) if at not in columns]
        columns = {**columns, **dict(zip(new_left, old_left, strict=True))}
    elif 0 not in columns.values() and 2 * len(columns) <= min(widths):
        return range(widths[0]), range(widths[1])
    new_places = sorted(columns, key=lambda at: columns[at])
    return [columns[at] for at in new_places], new_places


def _items(rows: Sequence[Row]) -> list[Content]:
    items: list[Content] = []
    above: list[Content] = []
    for row in rows:
        del above[row.depth :]
        item = Content(row, tuple(row.cells), tuple(parent.says.text for parent in above))
        items.append(item)
        above.append(item)
    return items


def _text_in_lineage(content: Content) -> Hashable | None:
    return (content.lineage, content.text) if content.text else None


def _by_name(pairing: Pairing[Content]) -> None:
    """Pair rows by a first cell that stands once in either table; a mere number or code needs more."""
    before = dict(pairing.pairs)
    pairing.by_unique_key(lambda content: content.name)
    for new in set(pairing.pairs) - set(before):
        one, other = pairing.new[new], pairing.old[pairing.pairs[new]]
        alike = overlap(said(one.cells[1:]), said(other.cells[1:]))
        if _CODE.fullmatch(one.name or "") and alike < LIKE_WITH_ONE_CODE:
            pairing.part(new)


def _unique_texts(rows: Mapping[Address, tuple[str, Row]]) -> dict[tuple[str, str], Address]:
    places: dict[tuple[str, str], Address] = {}
    repeated = set()
    for at, (family, row) in rows.items():
        words = Content(row, tuple(row.cells)).says
        key = family, words.text
        if key in places:
            repeated.add(key)
        if words.words.total() >= WORDS_THAT_TELL:
            places[key] = at
    return {key: at for key, at in places.items() if key not in repeated}
