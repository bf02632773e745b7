"""What list items say: each edit gives the ways to write it down, the one closest to what stands there first.

Nothing here, in `item_moving` or in `item_nesting` decides whether a way is right: the guard reads each
back, and who asks for more ways than there are is told why none may fit (Unwritable). Rows are indexes of
the block's rows; an item travels with what is nested in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from webapp.markdown.drafts import Draft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import column_after, first_end
from webapp.markdown.lists import item_head
from webapp.markdown.nodes import Node, copy_nodes, endings, ends_near, give_gap, open_nodes, subtree_end
from webapp.markdown.numbers import next_number, numbering, renumber, set_number
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
            rewrite(nodes[row], nodes[row].done, way, first_end(*ends_near(nodes, row)))
        for some in ways_to_add:
            last = len(nodes) - 1
            done = None if nodes[last].done is None else False
            _insert_new(nodes, last, some[min(step, len(some) - 1)], done)
        yield from endings(nodes, block)
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
        rewrite(nodes[row], done, way, first_end(*ends_near(nodes, row)))
        yield from endings(nodes, block)
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
        yield from endings(nodes, block)
    raise Unwritable(
        "A new item here would be read as a part of what stands around it. Give it a text that begins with a "
        "word, or add it behind another item."
    )


def _insert_new(nodes: list[Node], after: int | None, text: str, done: bool | None) -> None:
    model = nodes[after or 0]
    how = numbering(nodes, after or 0)
    at = 0 if after is None else subtree_end(nodes, after)
    new = _new_node(model, text, done, first_end(*ends_near(nodes, after or 0)))
    give_gap(nodes, after, new)
    nodes.insert(at, new)
    if how and after is not None:
        set_number(nodes, at, next_number(model.head, how))
    renumber(nodes, at, how)


def _new_node(model: Node, text: str, done: bool | None, eol: str) -> Node:
    """An item in the style of another: same column, marker, blanks and line end."""
    head = model.head
    gap = head.gap if head.column == column_after(head.text) and head.gap else " "
    line = head.indent + head.marker + gap + eol
    new = Node(None, model.depth, item_head(line) or head, [line], "", "", None, 0, 0)
    rewrite(new, done, text, eol)
    return new
