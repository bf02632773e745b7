"""Edits of lists: each gives the ways to write it down, the one closest to what stands there first.

Nothing here decides whether a way is right: the guard reads each back, and who asks for more ways than
there are is told why none may fit (Unwritable). Rows are indexes of the block's rows; an item travels
with what is nested in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import column_after, first_end
from webapp.markdown.lists import ItemHead, item_head
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
from webapp.markdown.numbers import (
    Numbering,
    is_ordered,
    number_of,
    numbering,
    renumber,
    set_number,
    with_number,
)
from webapp.markdown.outline import Block
from webapp.markdown.paragraphs import normal_text, rewrite, ways_to_write


def set_text(block: Block, row: int, text: str) -> Iterator[Draft]:
    """Write another text into an item; its box, and whatever else the item holds, stay."""
    return _write(block, row, block.rows[row].done, normal_text(text))


def set_texts(block: Block, texts: Mapping[int, str], added: Sequence[str]) -> Iterator[Draft]:
    """Write other texts into many items, and add items with these texts after the last one."""
    start = open_nodes(block)
    ways = {
        row: list(ways_to_write(text))
        for row, typed in texts.items()
        if (text := normal_text(typed)) != block.rows[row].cells[0]
    }
    ways_to_add = [list(ways_to_write(normal_text(text))) for text in added]
    for step in range(max(map(len, (*ways.values(), *ways_to_add)), default=1)):
        nodes = copy_nodes(start)
        for row, some in ways.items():
            way = some[min(step, len(some) - 1)]
            rewrite(nodes[row], nodes[row].done, way, first_end(*_ends_near(nodes, row)))
        for some in ways_to_add:
            last = len(nodes) - 1
            done = None if nodes[last].done is None else False
            _insert_new(nodes, last, some[min(step, len(some) - 1)], done)
        yield from _endings(nodes, block)
    raise Unwritable(
        "One of these texts would be read as something else than the text of its item, or none may be empty "
        "there. Give them other words, or delete the items instead."
    )


def set_done(block: Block, row: int, done: bool | None) -> Iterator[Draft]:
    """Tick an item, clear its box, give it one, or (None) take it away."""
    return _write(block, row, done, block.rows[row].cells[0])


def set_item(block: Block, row: int, text: str, done: bool | None) -> Iterator[Draft]:
    """Both at once."""
    return _write(block, row, done, normal_text(text))


def _write(block: Block, row: int, done: bool | None, text: str) -> Iterator[Draft]:
    old = block.rows[row]
    if (done, text) == (old.done, old.cells[0]):
        yield Draft(block, list(range(len(block.rows))))
        return
    start = open_nodes(block)
    for way in ways_to_write(text):
        nodes = copy_nodes(start)
        rewrite(nodes[row], done, way, first_end(*_ends_near(nodes, row)))
        yield from _endings(nodes, block)
    if text:
        raise Unwritable(
            "This text would be read as something else than the text of its item. Begin it with another word."
        )
    raise Unwritable(
        "Without text this item would be read as a part of what stands around it. Delete it instead."
    )


def add_row(block: Block, after: int | None, text: str, done: bool | None) -> Iterator[Draft]:
    """Add an item after another and what is nested in that, as its sibling; None: before the first row."""
    start = open_nodes(block)
    for way in ways_to_write(normal_text(text)):
        nodes = copy_nodes(start)
        _insert_new(nodes, after, way, done)
        yield from _endings(nodes, block)
    raise Unwritable(
        "A new item here would be read as a part of what stands around it. Give it a text that begins with a "
        "word, or add it behind another item."
    )


def _insert_new(nodes: list[Node], after: int | None, text: str, done: bool | None) -> None:
    model = nodes[after or 0]
    how = numbering(nodes, after or 0)
    at = 0 if after is None else subtree_end(nodes, after)
    new = _new_node(model, text, done, first_end(*_ends_near(nodes, after or 0)))
    _give_gap(nodes, after, new)
    nodes.insert(at, new)
    if how and after is not None:
        set_number(nodes, at, _next_number(model.head, how))
    renumber(nodes, at, how)


def _new_node(model: Node, text: str, done: bool | None, eol: str) -> Node:
    """An item in the style of another: same column, marker, blanks and line end."""
    head = model.head
    gap = head.gap if head.column == column_after(head.text) and head.gap else " "
    line = head.indent + head.marker + gap + eol
    new = Node(None, model.depth, item_head(line) or head, [line], "", "", None, 0, 0)
    rewrite(new, done, text, eol)
    return new


def _ends_near(nodes: Sequence[Node], at: int) -> Iterator[str]:
    """The lines to take a line end from, the nearest first."""
    for node in (*reversed(nodes[: at + 1]), *nodes[at + 1 :]):
        yield from node.lines


def _give_gap(nodes: list[Node], after: int | None, new: Node) -> None:
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
        marker = nodes[0].head.marker if after is None else _next_marker(nodes, after)
        deeper = nodes[model].depth - tree[0].depth
        place_head(tree, 0, nodes[model].head.indent, marker, tree[0].head.gap, expand=expand)
        for node in tree:
            node.origin, node.depth = None, node.depth + deeper
        _give_gap(nodes, after, tree[-1])
        nodes[at:at] = tree
        renumber(nodes, at, how, expand=expand)
        yield from _endings(nodes, block)
    raise Unwritable(
        "Over there, the lines of this item would be read differently. Edit the section as Markdown instead."
    )


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
            prefix, marker = nodes[children[-1]].head.indent, _next_marker(nodes, children[-1])
        else:
            prefix, marker = content_prefix(nodes[elder].head), _first_marker(nodes[row].head)
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
        prefix, marker = nodes[parent].head.indent, _next_marker(nodes, parent)
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


def _first_marker(head: ItemHead) -> str:
    return with_number(head.marker, 1) if is_ordered(head) else head.marker


def _next_marker(nodes: Sequence[Node], at: int) -> str:
    """The marker of an item that follows another in its list."""
    head, how = nodes[at].head, numbering(nodes, at)
    return with_number(head.marker, _next_number(head, how)) if how else head.marker


def _next_number(head: ItemHead, how: Numbering) -> int:
    return number_of(head) if how.style == "alike" else number_of(head) + 1


def _endings(nodes: list[Node], block: Block) -> Iterator[Draft]:
    """As it is; with a blank line after it, where text would otherwise swallow what follows."""
    yield close_nodes(nodes, block)
    if not nodes[-1].gap:
        nodes[-1].gap = first_end(*nodes[-1].lines)
        yield close_nodes(nodes, block)
