"""Items of a list deleted, moved, or taken over from another list: the ways, as in `list_writer`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import column_after
from webapp.markdown.nodes import (
    Node,
    brothers,
    close_nodes,
    copy_nodes,
    endings,
    give_gap,
    open_nodes,
    place_head,
    siblings,
    subtree_end,
)
from webapp.markdown.numbers import next_marker, number_of, numbering, renumber, set_number
from webapp.markdown.outline import Block


def delete_row(block: Block, row: int) -> Iterator[Draft]:
    """Delete an item and what is nested in it."""
    start = open_nodes(block)
    if subtree_end(start, row) - row == len(start):
        yield Draft(replace(block, rows=[], tail=start[-1].gap), [])
        return
    family, how = siblings(start, row), numbering(start, row)
    # Between two siblings the gap before stays; the last one hands its gap, an outer one, on.
    is_last = row == brothers(start, row)[-1]
    for first_keeps_number, expand in product((False, True), repeat=2) if how else [(False, False)]:
        nodes = copy_nodes(start)
        end = subtree_end(nodes, row)
        if is_last and row > 0:
            nodes[row - 1].gap = nodes[end - 1].gap
        del nodes[row:end]
        if len(family) > 1:
            renumber(nodes, row if row < family[-1] else family[0], how, expand=expand)
        if first_keeps_number and row == family[0] != family[-1]:
            set_number(nodes, row, number_of(start[row].head), expand=expand)
        yield close_nodes(nodes, block)
    raise Unwritable(
        "Without this item the lines around it would be read differently. "
        "Edit the section as Markdown instead."
    )


def move_row(block: Block, row: int, to: int) -> Iterator[Draft]:
    """Move an item and what is nested in it to the place `to` among the items of its list, from 0."""
    start = open_nodes(block)
    family = siblings(start, row)
    if not 0 <= to < len(family):
        raise Unwritable("There is no such place in this list.")
    order = list(range(len(family)))
    order.insert(to, order.pop(family.index(row)))
    if order == list(range(len(family))):
        yield Draft(block, list(range(len(block.rows))))
        return
    for numbers_stay, expand in product((False, True), repeat=2):
        yield close_nodes(_permuted(copy_nodes(start), family, order, numbers_stay, expand), block)
    raise Unwritable(
        "In this order the items would be read differently. Edit the section as Markdown instead."
    )


def _permuted(
    nodes: list[Node], family: list[int], order: list[int], numbers_stay: bool, expand: bool
) -> list[Node]:
    """Subtrees change places; the gaps between them, their columns and counted numbers stay in place."""
    how = numbering(nodes, family[0])
    numbers = [number_of(nodes[index].head) for index in family] if how else []
    indents = [nodes[index].head.indent for index in family]
    trees = [nodes[index : subtree_end(nodes, index)] for index in family]
    gaps = [tree[-1].gap for tree in trees]
    moved: list[Node] = []
    places = []
    for place, which in enumerate(order):
        places.append(family[0] + len(moved))
        moved += trees[which]
        moved[-1].gap = gaps[place]
    result = nodes[: family[0]] + moved + nodes[family[0] + len(moved) :]
    for place, at in enumerate(places):
        head = result[at].head
        if place != order[place] and column_after(head.indent) != column_after(indents[place]):
            place_head(result, at, indents[place], head.marker, head.gap, expand=expand)
        if numbers_stay and how:
            set_number(result, at, numbers[place], expand=expand)
    renumber(result, family[0], how, expand=expand)
    return result


def siblings_of(block: Block, row: int) -> list[int]:
    """Give the items of the same Markdown list: one parent, one kind of marker."""
    return siblings(open_nodes(block), row)


def graft(block: Block, after: int | None, source: Block, row: int) -> Iterator[Draft]:
    """Write an item of another list, and what is nested in it, in after an item and what is nested in that.

    It becomes that item's sibling, in its style; None: before the first. All its rows are new ones here.
    """
    start, trees = open_nodes(block), open_nodes(source)
    model = after or 0
    for expand in (False, True):
        nodes = copy_nodes(start)
        tree = copy_nodes(trees[row : subtree_end(trees, row)])
        how = numbering(nodes, model)
        at = 0 if after is None else subtree_end(nodes, after)
        marker = nodes[0].head.marker if after is None else next_marker(nodes, after)
        deeper = nodes[model].depth - tree[0].depth
        place_head(tree, 0, nodes[model].head.indent, marker, tree[0].head.gap, expand=expand)
        for node in tree:
            node.origin, node.depth = None, node.depth + deeper
        give_gap(nodes, after, tree[-1])
        nodes[at:at] = tree
        renumber(nodes, at, how, expand=expand)
        yield from endings(nodes, block)
    raise Unwritable(
        "Over there, the lines of this item would be read differently. Edit the section as Markdown instead."
    )
