"""Three-way merge of texts by piece: headings, blocks and rows, not lines.

What only one side changed is taken from that side, whatever stands next to it: two people edit
neighbouring rows of one table and both rows are in the result. What both changed, each in another way,
is a part to choose. No line that either side wrote is lost: it is in the result or in a part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from webapp.markdown.lines import BYTE_ORDER_MARK, end_of, split_tail, with_newlines
from webapp.markdown.matching.blocks import family
from webapp.markdown.matching.sequences import in_order
from webapp.markdown.merged import Merged, Placed, Whole
from webapp.markdown.outline import LIST_KINDS, Block, Outline, Row, Section
from webapp.markdown.parts import Part
from webapp.markdown.reader import read
from webapp.markdown.reconcile import Matching, match

_Key = Hashable
"""What names a child of three pieces that are one: its index in the base, or that it is new."""


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Merge two texts that were both made from `base`. Raises Unreadable for a NUL.

    `merge(x, x, y)`, `merge(x, y, x)` and `merge(x, y, y)` are y, every byte.
    """
    if mine in (base, theirs):
        return Whole(theirs)
    if theirs == base:
        return Whole(mine)
    outlines = [read(_plain(text)) for text in (base, theirs, mine)]
    _, *sides = outlines
    trees = [_document(outlines[0], None), *(_document(side, match(outlines[0], side)) for side in sides)]
    placed = _Merging().children(trees[0], trees[1], trees[2])
    mark = _changed_one(*(text.startswith(BYTE_ORDER_MARK) for text in (base, theirs, mine)))
    ended = _changed_one(*(bool(end_of(text)) for text in (base, theirs, mine)))
    return Merged(placed, theirs, mine, mark=mark, ended=ended)


def _plain(text: str) -> str:
    """The text as it is compared: one kind of line end, also at the last line, and no mark at its start."""
    text = with_newlines(text.removeprefix(BYTE_ORDER_MARK))
    return text + "\n" if text and not text.endswith("\n") else text


def _changed_one(base: bool, theirs: bool, mine: bool) -> bool:
    """Of three values of which two are equal the one that somebody chose."""
    return mine if theirs == base else theirs


@dataclass(eq=False)
class _Node:
    """A piece in its tree: its own characters, the blank lines after them, what it holds, blank lines.

    `origin` is the index of the piece in the base, among those that its parent's origin holds; None for
    what is new or came from elsewhere.
    """

    kind: str
    own: str = ""
    gap: str = ""
    children: list[_Node] = field(default_factory=list)
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


def _document(outline: Outline, matching: Matching | None) -> _Node:
    places = matching.sections if matching else {}
    node = _Node("document")
    for at, section in enumerate(outline.sections):
        child = _section(section, at, matching)
        child.origin = places.get(at) if matching else at
        node.children.append(child)
    return node


def _section(section: Section, number: int, matching: Matching | None) -> _Node:
    node = _Node("section", section.source, section.tail, family=section.level, title=section.title)
    came_from = matching.sections.get(number) if matching else number
    for at, block in enumerate(section.blocks):
        child = _block(block, (number, at), matching)
        origin = matching.blocks.get((number, at)) if matching else (number, at)
        child.origin = origin[1] if origin and origin[0] == came_from else None
        node.children.append(child)
    return node


def _block(block: Block, at: tuple[int, int], matching: Matching | None) -> _Node:
    own, gap = split_tail(block.source)
    node = _Node(block.kind, own, gap, tail=block.tail, family=family(block), columns=tuple(block.columns))
    came_from = matching.blocks.get(at) if matching else at
    for number, row in enumerate(block.rows):
        child = _row(row, "item" if block.kind in LIST_KINDS else "row")
        origin = matching.rows.get((*at, number)) if matching else (*at, number)
        child.origin = origin[2] if origin and origin[:2] == came_from else None
        node.children.append(child)
    return node


def _row(row: Row, kind: str) -> _Node:
    own, gap = split_tail(row.source)
    return _Node(kind, own, gap, family=kind, marker=row.marker)


@dataclass
class _Merging:
    """The walk down the three trees; `section` is the title of the one that it is in."""

    section: str = ""

    def children(self, base: _Node, theirs: _Node, mine: _Node) -> list[Placed]:
        """What three pieces, which are one, hold."""
        theirs_keys, mine_keys = _keys(base, theirs, mine)
        base_keys: list[_Key] = list(range(len(base.children)))
        of_base, of_theirs, of_mine = (
            dict(zip(keys, node.children, strict=True))
            for keys, node in ((base_keys, base), (theirs_keys, theirs), (mine_keys, mine))
        )
        placed: list[Placed] = []
        for key in _order(base_keys, theirs_keys, mine_keys):
            placed += self._piece(of_base.get(key), of_theirs.get(key), of_mine.get(key))
        return placed

    def _piece(self, base: _Node | None, theirs: _Node | None, mine: _Node | None) -> list[Placed]:
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

    def _kept(self, base: _Node, theirs: _Node, mine: _Node) -> list[Placed]:
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

    def _own(self, base: _Node, theirs: _Node, mine: _Node, gap: str) -> Placed:
        """The heading of a section, the head of a table."""
        if theirs.own == mine.own or base.own in (theirs.own, mine.own):
            return Placed(_taken(base.own, theirs.own, mine.own) + gap, parted=True)
        kind = "heading" if theirs.kind == "section" else "head"
        return self._part(kind, base.own, theirs.own, mine.own, gap)

    def _part(self, kind: str, base: str, theirs: str, mine: str, tail: str) -> Placed:
        base, theirs, mine = (text.removesuffix("\n") for text in (base, theirs, mine))
        part = Part(base, theirs, mine, kind, self.section, tail)
        return Placed(part, parted=kind not in ("row", "item"))


def _whole(node: _Node, end: str | None = None) -> list[Placed]:
    text = node.text + (node.end if end is None else end)
    return [Placed(text, parted=node.kind not in ("row", "item"))]


def _taken(base: str, theirs: str, mine: str) -> str:
    """Blank lines, or a text that only one side changed."""
    return mine if theirs == base else theirs


def _is_one_thing(base: _Node, theirs: _Node, mine: _Node) -> bool:
    """Whether a piece is merged as a whole: it holds nothing, or rows that would not fit each other."""
    if theirs.columns != mine.columns or base.columns not in (theirs.columns, mine.columns):
        return True
    return not (base.children or theirs.children or mine.children) and theirs.kind != "section"


def _renumbered(base: _Node, theirs: _Node, mine: _Node) -> str | None:
    """A step whose text one side changed and whose number the other: with both; None for anything else."""
    if any(node.marker[-1:] not in (".", ")") for node in (base, theirs, mine)):
        return None
    if theirs.unnumbered == base.unnumbered and mine.marker == base.marker:
        return mine.own.replace(mine.marker, theirs.marker, 1)
    if mine.unnumbered == base.unnumbered and theirs.marker == base.marker:
        return theirs.own.replace(theirs.marker, mine.marker, 1)
    return None


def _keys(base: _Node, theirs: _Node, mine: _Node) -> tuple[list[_Key], list[_Key]]:
    """What names the children of either side: the index in the base, or the same for equal new ones."""
    theirs_keys: list[_Key] = [
        ("theirs", at) if origin is None else origin for at, origin in enumerate(_origins(base, theirs))
    ]
    mine_keys: list[_Key] = [
        ("mine", at) if origin is None else origin for at, origin in enumerate(_origins(base, mine))
    ]
    new_theirs, new_mine = (
        [at for at, key in enumerate(keys) if isinstance(key, tuple)] for keys in (theirs_keys, mine_keys)
    )
    for at, theirs_at in in_order(
        [theirs.children[at].text for at in new_theirs], [mine.children[at].text for at in new_mine]
    ):
        mine_keys[new_mine[at]] = theirs_keys[new_theirs[theirs_at]]
    return theirs_keys, mine_keys


def _origins(base: _Node, side: _Node) -> list[int | None]:
    """Where the children of a side come from; one that took the place of another counts as that one."""
    origins = _uncrossed(base, [child.origin for child in side.children])
    free = sorted(set(range(len(base.children))).difference(each for each in origins if each is not None))
    if not free or None not in origins:
        return origins
    anchors = in_order(range(len(base.children)), origins)
    before, base_before = -1, -1
    for at, base_at in [*anchors, (len(origins), len(base.children))]:
        gone = [each for each in free if base_before < each < base_at]
        for place in range(before + 1, at):
            if origins[place] is None and gone:
                kind = side.children[place].family
                found = next((each for each in gone if base.children[each].family == kind), None)
                if found is not None:
                    origins[place] = found
                    gone = [each for each in gone if each > found]
        before, base_before = at, base_at
    return origins


def _uncrossed(base: _Node, origins: list[int | None]) -> list[int | None]:
    """The same, but pieces that were equal in the base have not changed places with each other."""
    alike: dict[str, list[int]] = defaultdict(list)
    for at, origin in enumerate(origins):
        if origin is not None:
            alike[base.children[origin].text].append(at)
    for places in alike.values():
        for at, origin in zip(places, sorted(origins[at] or 0 for at in places), strict=True):
            origins[at] = origin
    return origins


def _order(base: Sequence[_Key], theirs: Sequence[_Key], mine: Sequence[_Key]) -> list[_Key]:
    """The order of all pieces: that of theirs; what mine moved or added follows what it follows there.

    Where both added something at one place, theirs comes first.
    """
    of_base, of_mine = set(base), set(mine)
    moved = of_base.difference(mine[at] for at, _ in in_order(base, mine))
    placed = [key for key in theirs if key not in of_mine or key not in moved]
    following: dict[_Key, _Key] = dict(pairwise([None, *placed, None]))
    known, before = set(placed), None
    for key in mine:
        if key not in known:
            while (after := following[before]) is not None and after not in of_mine and after not in of_base:
                before = after
            following[before], following[key] = key, following[before]
        before = key
    order = []
    key = following[None]
    while key is not None:
        order.append(key)
        key = following[key]
    return order
