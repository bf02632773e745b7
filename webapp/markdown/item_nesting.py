"""Items of a list nested in another and taken out again: the ways to write it down, as in `list_writer`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import column_after
from webapp.markdown.nodes import (
    Node,
    brothers,
    close_nodes,
    content_prefix,
    copy_nodes,
    open_nodes,
    parent_of,
    place_head,
    siblings,
    subtree_end,
)
from webapp.markdown.numbers import Numbering, first_marker, next_marker, numbering, renumber, set_number
from webapp.markdown.outline import Block


def indent(block: Block, row: int) -> Iterator[Draft]:
    """Nest an item, and what is nested in it, in the item before it on the same depth."""
    start = open_nodes(block)
    family = brothers(start, row)
    if row == family[0]:
        raise Unwritable("There is no item before it to nest it in. Move it behind one first.")
    elder = family[family.index(row) - 1]
    children = [index for index in range(elder + 1, row) if start[index].depth == start[row].depth + 1]
    left_behind = [index for index in siblings(start, row) if index != row]
    for expand in (False, True):
        nodes = copy_nodes(start)
        was = numbering(nodes, row)
        becomes = numbering(nodes, children[-1]) if children else None
        if children:
            prefix, marker = nodes[children[-1]].head.indent, next_marker(nodes, children[-1])
        else:
            prefix, marker = content_prefix(nodes[elder].head), first_marker(nodes[row].head)
        _rehang(nodes, row, 1, prefix, marker, expand)
        if left_behind:
            renumber(nodes, left_behind[0], was, expand=expand)
        if children:
            renumber(nodes, children[-1], becomes, expand=expand)
        yield close_nodes(nodes, block)
    raise Unwritable(
        "Nested there, the lines of this item would be read differently. "
        "Edit the section as Markdown instead."
    )


def outdent(block: Block, row: int) -> Iterator[Draft]:
    """Move an item out of the one it is nested in; its younger siblings become nested in it."""
    start = open_nodes(block)
    parent = parent_of(start, row)
    if parent is None:
        raise Unwritable("It is not nested in another item.")
    family = brothers(start, row)
    younger = family[family.index(row) + 1 :]
    has_children = subtree_end(start, row) > row + 1
    for expand in (False, True):
        nodes = copy_nodes(start)
        was, becomes = numbering(nodes, row), numbering(nodes, parent)
        children = numbering(nodes, row + 1) if has_children else None
        prefix, marker = nodes[parent].head.indent, next_marker(nodes, parent)
        _rehang(nodes, row, -1, prefix, marker, expand)
        column = nodes[row].head.column
        for index in younger:
            head = nodes[index].head
            if column_after(head.indent) < column:
                place_head(
                    nodes, index, content_prefix(nodes[row].head), head.marker, head.gap, expand=expand
                )
        if younger and has_children:
            renumber(nodes, row + 1, children, expand=expand)
        elif younger and was:
            # Under text, only an ordered list that starts with 1 is a list.
            set_number(nodes, younger[0], 1, expand=expand)
            renumber(nodes, younger[0], Numbering(was.style, 1), expand=expand)
        renumber(nodes, parent, becomes, expand=expand)
        yield close_nodes(nodes, block)
    raise Unwritable(
        "Out there, the lines of this item or those after it would be read differently. "
        "Edit the section as Markdown instead."
    )


def _rehang(nodes: Sequence[Node], row: int, by: int, prefix: str, marker: str, expand: bool) -> None:
    end = subtree_end(nodes, row)
    place_head(nodes, row, prefix, marker, nodes[row].head.gap, expand=expand)
    for node in nodes[row:end]:
        node.depth += by
