"""The items of a list while they are edited: their lines, the gap after them, their place in the tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from webapp.markdown.drafts import Draft
from webapp.markdown.lines import (
    column_after,
    first_end,
    indent_of,
    is_blank,
    join_pieces,
    split_lines,
    split_tail,
)
from webapp.markdown.lists import ItemHead, item_head, kind_of, read_items
from webapp.markdown.outline import Block, Row
from webapp.markdown.parser import parse


@dataclass(slots=True)
class Node:
    """An item that can be changed.

    `lines` are its own lines without the blank ones after it, which are `gap`: gaps stay in place when
    items travel. lines[text_start:text_end] is its first paragraph. `origin` is its row in the block it
    came from, None for a new one.
    """

    origin: int | None
    depth: int
    head: ItemHead
    lines: list[str]
    gap: str
    text: str
    done: bool | None
    text_start: int
    text_end: int

    @property
    def row(self) -> Row:
        """The row that this item should read back as."""
        source = join_pieces([*self.lines, self.gap])
        return Row(source, [self.text], self.depth, self.head.marker, self.done)


def open_nodes(block: Block) -> list[Node]:
    """Take a list apart; the gap of the last item is the block's tail."""
    lines = split_lines("".join(row.source for row in block.rows))
    items = read_items(parse("".join(lines)), lines)
    nodes = []
    for number, (row, item) in enumerate(zip(block.rows, items, strict=True)):
        body, gap = split_tail(row.source)
        head = item_head(row.source)
        assert head is not None  # noqa: S101 - a list whose items have no markers is raw
        start, end = item.text_start - item.start, item.text_end - item.start
        nodes.append(
            Node(number, row.depth, head, split_lines(body), gap, row.cells[0], row.done, start, end)
        )
    nodes[-1].gap += block.tail
    return nodes


def close_nodes(nodes: Sequence[Node], block: Block) -> Draft:
    """Put items together again: a draft of the list they make."""
    rows = [node.row for node in nodes]
    return Draft(replace(block, kind=kind_of(rows), rows=rows, tail=""), [node.origin for node in nodes])


def copy_nodes(nodes: Sequence[Node]) -> list[Node]:
    """Copy items, so that the next candidate starts from the same ones."""
    return [replace(node, lines=list(node.lines)) for node in nodes]


def endings(nodes: list[Node], block: Block) -> Iterator[Draft]:
    """Put items together as they are; then with a blank line behind, lest text swallow what follows."""
    yield close_nodes(nodes, block)
    if not nodes[-1].gap:
        nodes[-1].gap = first_end(*nodes[-1].lines)
        yield close_nodes(nodes, block)


def subtree_end(nodes: Sequence[Node], at: int) -> int:
    """Give the index after an item and everything nested in it."""
    end = at + 1
    while end < len(nodes) and nodes[end].depth > nodes[at].depth:
        end += 1
    return end


def siblings(nodes: Sequence[Node], at: int) -> list[int]:
    """Give the indexes of the items of the same Markdown list: one parent, one kind of marker."""
    return [index for index in brothers(nodes, at) if _same_list(nodes, at, index)]


def brothers(nodes: Sequence[Node], at: int) -> list[int]:
    """Give the indexes of all items with the same parent, whatever their markers."""
    depth = nodes[at].depth
    first, last = at, at
    while first > 0 and nodes[first - 1].depth >= depth:
        first -= 1
    while last < len(nodes) and nodes[last].depth >= depth:
        last += 1
    return [index for index in range(first, last) if nodes[index].depth == depth]


def _same_list(nodes: Sequence[Node], at: int, other: int) -> bool:
    low, high = min(at, other), max(at, other)
    return all(
        nodes[index].head.marker[-1] == nodes[at].head.marker[-1]
        for index in range(low, high + 1)
        if nodes[index].depth == nodes[at].depth
    )


def parent_of(nodes: Sequence[Node], at: int) -> int | None:
    """Give the index of the item that an item is nested in."""
    for index in range(at - 1, -1, -1):
        if nodes[index].depth < nodes[at].depth:
            return index
    return None


def content_prefix(head: ItemHead) -> str:
    """Give the blanks that put a line at an item's content column."""
    return head.indent + " " * (head.column - column_after(head.indent))


def place_head(
    nodes: Sequence[Node], at: int, indent: str, marker: str, gap: str, *, expand: bool = False
) -> None:
    """Give an item another head; the rest of it and what is nested in it follow its content column."""
    node, old = nodes[at], nodes[at].head
    node.lines[0] = indent + marker + gap + node.lines[0][len(old.text) :]
    new = item_head(node.lines[0]) or old
    _follow(node, 1, old.column, new, expand)
    for child in nodes[at + 1 : subtree_end(nodes, at)]:
        _follow(child, 0, old.column, new, expand)
        child.head = item_head(child.lines[0]) or child.head
    node.head = new


def _follow(node: Node, first: int, old_column: int, head: ItemHead, expand: bool) -> None:
    prefix = content_prefix(head)
    if column_after(prefix) == old_column:
        return
    for number in range(first, len(node.lines)):
        line = node.lines[number]
        # The first line of an item is its place in the tree; another line left of its content is lazy,
        # and a lazy line that moves may become something else.
        is_placed = number == 0 or column_after(indent_of(line)) >= node.head.column
        if is_placed and not is_blank(line):
            node.lines[number] = _moved(line, old_column, prefix, expand)


def _moved(line: str, old_column: int, prefix: str, expand: bool) -> str:
    """Move a line from one content column to another.

    Only the blanks up to the old column are replaced: a tab behind it may be code. `expand` turns those
    into spaces too, for lines whose tabs would stop somewhere else.
    """
    indent = indent_of(line)
    width = at = 0
    while width < old_column:
        width = column_after(indent[at], width)
        at += 1
    rest = indent[at:]
    if expand:
        rest = " " * (column_after(rest, width) - width)
    return prefix + " " * (width - old_column) + rest + line[len(indent) :]


def needs_room(nodes: Sequence[Node], at: int, column: int) -> bool:
    """Tell whether lines of an item would no longer reach its content if that started at `column`."""
    old = nodes[at].head.column
    lines = nodes[at].lines[1:]
    for child in nodes[at + 1 : subtree_end(nodes, at)]:
        lines += child.lines
    return any(old <= column_after(indent_of(line)) < column for line in lines if not is_blank(line))


def give_gap(nodes: list[Node], after: int | None, new: Node) -> None:
    """Part the new item from its neighbour as the siblings there are parted; outer gaps stay outside."""
    at = after or 0
    last = nodes[subtree_end(nodes, at) - 1]
    family = brothers(nodes, at)
    place = family.index(at)
    if after is None:
        new.gap = last.gap if len(family) > 1 else ""
    elif place + 1 < len(family):
        new.gap = last.gap
    else:
        inner = nodes[subtree_end(nodes, family[place - 1]) - 1].gap if place else ""
        new.gap, last.gap = last.gap, inner


def ends_near(nodes: Sequence[Node], at: int) -> Iterator[str]:
    """The lines to take a line end from, the nearest first."""
    for node in (*reversed(nodes[: at + 1]), *nodes[at + 1 :]):
        yield from node.lines
