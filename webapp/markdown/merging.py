"""Three-way merge of texts by piece: headings, blocks and rows, not lines.

What only one side changed is taken from that side, whatever stands next to it: two people edit
neighbouring rows of one table and both rows are in the result. What both changed, each in another way,
is a part to choose. No line that either side wrote is lost: it is in the result or in a part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from webapp.markdown.lines import BYTE_ORDER_MARK, end_of, with_newlines
from webapp.markdown.merged import Merged, Placed, Whole
from webapp.markdown.merging_order import Key, keys_of, order_of
from webapp.markdown.merging_trees import Tree, tree_of
from webapp.markdown.parts import Part
from webapp.markdown.reader import read
from webapp.markdown.reconcile import match

T = TypeVar("T")


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Merge two texts that were both made from `base`. Raises Unreadable for a NUL.

    `merge(x, x, y)`, `merge(x, y, x)` and `merge(x, y, y)` are y, every byte.
    """
    if mine in (base, theirs):
        return Whole(theirs)
    if theirs == base:
        return Whole(mine)
    before, *sides = (read(_plain(text)) for text in (base, theirs, mine))
    placed = _Merging().children(tree_of(before), *(tree_of(side, match(before, side)) for side in sides))
    mark = _taken(*(text.startswith(BYTE_ORDER_MARK) for text in (base, theirs, mine)))
    ended = _taken(*(bool(end_of(text)) for text in (base, theirs, mine)))
    return Merged(placed, theirs, mine, mark=mark, ended=ended)


def _plain(text: str) -> str:
    """The text as it is compared: one kind of line end, also at the last line, and no mark at its start."""
    text = with_newlines(text.removeprefix(BYTE_ORDER_MARK))
    return text + "\n" if text and not text.endswith("\n") else text


@dataclass
class _Merging:
    """The walk down the three trees; `section` is the title of the one that it is in."""

    section: str = ""

    def children(self, base: Tree, theirs: Tree, mine: Tree) -> list[Placed]:
        """What three pieces, which are one, hold."""
        theirs_keys, mine_keys = keys_of(base, theirs, mine)
        base_keys: list[Key] = list(range(len(base.children)))
        of_base, of_theirs, of_mine = (
            dict(zip(keys, node.children, strict=True))
            for keys, node in ((base_keys, base), (theirs_keys, theirs), (mine_keys, mine))
        )
        placed: list[Placed] = []
        for key in order_of(base_keys, theirs_keys, mine_keys):
            placed += self._piece(of_base.get(key), of_theirs.get(key), of_mine.get(key))
        return placed

    def _piece(self, base: Tree | None, theirs: Tree | None, mine: Tree | None) -> list[Placed]:
        """One piece of which at most two of the three are missing."""
        one = theirs or mine or base
        assert one is not None  # noqa: S101 - a key comes from one of the three
        if one.kind == "section":
            self.section = one.title
        if base is None:
            return _whole(one)
        if theirs and mine:
            return self._kept(base, theirs, mine)
        if one is base or one.text == base.text:
            return []
        texts = (base.text, theirs.text if theirs else "", mine.text if mine else "")
        return [self._part(one.kind, *texts, one.end)]

    def _kept(self, base: Tree, theirs: Tree, mine: Tree) -> list[Placed]:
        end = _taken(base.end, theirs.end, mine.end)
        if base.text == theirs.text:
            return _whole(mine, end)
        if mine.text in (base.text, theirs.text):
            return _whole(theirs, end)
        if _is_one_thing(base, theirs, mine):
            numbered = _renumbered(base, theirs, mine)
            if numbered is not None:
                return [Placed(numbered + end, parted=False)]
            return [self._part(theirs.kind, base.text, theirs.text, mine.text, end)]
        gap = _taken(base.gap, theirs.gap, mine.gap)
        own = self._own(base, theirs, mine, gap)
        inner = self.children(base, theirs, mine)
        if not own.what and inner:  # a list begins with its first item
            inner[0] = replace(inner[0], parted=True)
        return [own, *inner, Placed(_taken(base.tail, theirs.tail, mine.tail), parted=False)]

    def _own(self, base: Tree, theirs: Tree, mine: Tree, gap: str) -> Placed:
        """The heading of a section, the head of a table."""
        if theirs.own == mine.own or base.own in (theirs.own, mine.own):
            return Placed(_taken(base.own, theirs.own, mine.own) + gap, parted=True)
        kind = "heading" if theirs.kind == "section" else "head"
        return self._part(kind, base.own, theirs.own, mine.own, gap)

    def _part(self, kind: str, base: str, theirs: str, mine: str, tail: str) -> Placed:
        base, theirs, mine = (text.removesuffix("\n") for text in (base, theirs, mine))
        part = Part(base, theirs, mine, kind, self.section, tail)
        return Placed(part, parted=kind not in ("row", "item"))


def _whole(node: Tree, end: str | None = None) -> list[Placed]:
    text = node.text + (node.end if end is None else end)
    return [Placed(text, parted=node.kind not in ("row", "item"))]


def _taken(base: T, theirs: T, mine: T) -> T:
    """What only one side changed; of blank lines that both changed theirs."""
    return mine if theirs == base else theirs


def _is_one_thing(base: Tree, theirs: Tree, mine: Tree) -> bool:
    """Whether a piece is merged as a whole: it holds nothing, or rows that would not fit each other."""
    if theirs.columns != mine.columns or base.columns not in (theirs.columns, mine.columns):
        return True
    return not (base.children or theirs.children or mine.children) and theirs.kind != "section"


def _renumbered(base: Tree, theirs: Tree, mine: Tree) -> str | None:
    """A step whose text one side changed and whose number the other: with both; None for anything else."""
    if any(node.marker[-1:] not in (".", ")") for node in (base, theirs, mine)):
        return None
    if theirs.unnumbered == base.unnumbered and mine.marker == base.marker:
        return mine.own.replace(mine.marker, theirs.marker, 1)
    if mine.unnumbered == base.unnumbered and theirs.marker == base.marker:
        return theirs.own.replace(theirs.marker, mine.marker, 1)
    return None
