"""A window: just as much of a document as one row has to be read with, to be read as in the whole. Pure.

A row of a table reads the same under the head alone, whatever other rows there are. An item of a list
reads the same between the item before and the item after it on the outermost depth; at an end of the
list, what stands next to the list is read along. So an edit of one row costs the same in a document of
any length. A window answers only for what changes the row and nothing else, written in the way that is
tried first; for all else the whole has to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.guard import Place, apply
from webapp.markdown.lines import end_of, split_tail
from webapp.markdown.outline import Block, Outline, Row, Section
from webapp.markdown.reader import read

_NUMBER = 1
"""The section of its outline that a window is; before it there is the empty one of level 0."""


@dataclass(frozen=True, slots=True)
class Window:
    """A small document in which one row can be edited: a block of it, and which of its rows it is."""

    outline: Outline
    place: int
    row: int

    @property
    def block(self) -> Block:
        """The block, with as many rows as the window has."""
        return self.outline.sections[_NUMBER].blocks[self.place]


def window_of_line(head: str, columns: Sequence[str], aligns: Sequence[str], row: Row) -> Window | None:
    """The window of a table's row under its `head`, two lines. None where only the whole will do."""
    end = end_of(row.source)
    if not end:
        return None
    table = Block("table", head, [row], columns=list(columns), aligns=list(aligns))
    sections = [Section(0, "", ""), _heading(end, [table]), _heading(end)]
    return Window(Outline(sections), 0, 0)


def window_of_item(
    rows: Sequence[Row], row: int, *, before: str = "", after: str = "", heading: str | None = None
) -> Window | None:
    """The window of a list's item. None where only the whole will do.

    `rows` are those that `span` says. `before` is the text right before the list where `rows` start with
    its first; `after` what stands after it where they end with its last: its tail, and the source of the
    next block, of which the head or the first item is enough. `heading` is the source of the heading after
    that, '' at the end of the document; None where more stands between.
    """
    end = end_of(rows[row].source)
    if not end:
        return None
    body, tail = split_tail(rows[-1].source)
    expected = [*rows[:-1], replace(rows[-1], source=body)]
    mark = f"# x{end}"
    following = mark if heading is None else heading
    outline = read("".join([mark, before, *(each.source for each in expected), tail, after, following]))
    place = 1 if before else 0
    sources = [section.source for section in outline.sections]
    blocks = outline.sections[_NUMBER].blocks
    if sources != ["", mark, *filter(None, [following])] or len(blocks) <= place:
        return None
    return Window(outline, place, row) if blocks[place].rows == expected else None


def span(depths: Sequence[int], at: int) -> tuple[int, int]:
    """Which rows the window of an item has to hold: from one index up to another.

    Its outermost item with all that is nested in that, the same of the one before, and the one after.
    """
    root, end = tree(depths, at)
    start = tree(depths, root - 1)[0] if root else 0
    return start, min(end + 1, len(depths))


def tree(depths: Sequence[int], at: int) -> tuple[int, int]:
    """Which rows make up the outermost item that an item belongs to: from one index up to another."""
    start, stop = at, at + 1
    while start and depths[start]:
        start -= 1
    while stop < len(depths) and depths[stop]:
        stop += 1
    return start, stop


def written(window: Window, candidates: Iterable[Draft]) -> Row | None:
    """The row as it reads once it is written in the first way; None where only the whole can tell."""
    try:
        applied = apply(window.outline, (_NUMBER, window.place), islice(candidates, 1))
    except Unwritable:
        return None
    here = Place(_NUMBER, window.place, window.row)
    if applied.kind != "edited" or any(pair != (here, here) for pair in applied.changed_pieces):
        return None
    return applied.outline.sections[_NUMBER].blocks[window.place].rows[window.row]


def _heading(end: str, blocks: Sequence[Block] = ()) -> Section:
    return Section(1, "x", f"# x{end}", blocks=list(blocks))
