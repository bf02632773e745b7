"""A document as a tree of pieces, each with where it comes from in the document that it was made from."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

from webapp.markdown.lines import split_tail
from webapp.markdown.matching.blocks import family
from webapp.markdown.outline import LIST_KINDS, Block, Outline, Row, Section
from webapp.markdown.reconcile import Matching


@dataclass(eq=False)
class Tree:
    """A piece in its tree: its own characters, the blank lines after them, what it holds, blank lines.

    `origin` is the index of the piece in the base, among those that its parent's origin holds; None for
    what is new or came from elsewhere.
    """

    kind: str
    own: str = ""
    gap: str = ""
    children: list[Tree] = field(default_factory=list)
    tail: str = ""
    family: Hashable = ""
    columns: tuple[str, ...] = ()
    marker: str = ""
    title: str = ""
    origin: int | None = None

    @cached_property
    def text(self) -> str:
        """The whole piece without the blank lines at its end."""
        return split_tail(self._whole)[0]

    @property
    def end(self) -> str:
        """The blank lines at its end."""
        return self._whole[len(self.text) :]

    @cached_property
    def unnumbered(self) -> str:
        """A step without its number: one that is added before it gives it another."""
        return self.own.replace(self.marker, "", 1)

    @cached_property
    def _whole(self) -> str:
        return self.own + self.gap + "".join(child._whole for child in self.children) + self.tail


def tree_of(outline: Outline, matching: Matching | None = None) -> Tree:
    """The tree of a document that `matching` matches with the base; None: it is the base."""
    places = matching.sections if matching else {}
    node = Tree("document")
    for at, section in enumerate(outline.sections):
        child = _section(section, at, matching)
        child.origin = places.get(at) if matching else at
        node.children.append(child)
    return node


def _section(section: Section, number: int, matching: Matching | None) -> Tree:
    node = Tree("section", section.source, section.tail, family=section.level, title=section.title)
    came_from = matching.sections.get(number) if matching else number
    for at, block in enumerate(section.blocks):
        child = _block(block, (number, at), matching)
        origin = matching.blocks.get((number, at)) if matching else (number, at)
        child.origin = origin[1] if origin and origin[0] == came_from else None
        node.children.append(child)
    return node


def _block(block: Block, at: tuple[int, int], matching: Matching | None) -> Tree:
    own, gap = split_tail(block.source)
    node = Tree(block.kind, own, gap, tail=block.tail, family=family(block), columns=tuple(block.columns))
    came_from = matching.blocks.get(at) if matching else at
    for number, row in enumerate(block.rows):
        child = _row(row, "item" if block.kind in LIST_KINDS else "row")
        origin = matching.rows.get((*at, number)) if matching else (*at, number)
        child.origin = origin[2] if origin and origin[:2] == came_from else None
        node.children.append(child)
    return node


def _row(row: Row, kind: str) -> Tree:
    own, gap = split_tail(row.source)
    return Tree(kind, own, gap, family=kind, marker=row.marker)
