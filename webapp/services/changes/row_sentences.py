"""What became of a row: its cells, its tick, its place. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.markdown.outline import LIST_KINDS
from webapp.registers.text import plain
from webapp.services.changes.names import BlockName, Names, row_name
from webapp.services.changes.said import Said, say_texts
from webapp.services.history import Touched, Values
from webapp.services.rendered import LIST_COLUMN


def say_row(change: Touched, names: Names) -> Iterator[Said]:
    """What became of one row: with it, its cells, its tick, its place."""
    before, after = change.before, change.after
    one = {**names.rows.get(change.piece_id, {}), **change.values}
    block_id = one.get("block_id")
    where, noun = names.block(block_id), _noun(names.blocks.get(block_id or 0))
    if before is None or after is None:
        done = "added to" if before is None else "deleted from"
        yield Said(f"{noun} {row_name(one, names)} {done} {where}")
        return
    named = {**one, **before}
    yield from _cells(change, named, names)
    if before.get("done") != after.get("done"):
        ticked = {
            True: "ticked",
            False: "unticked" if before.get("done") else "given a box",
            None: "left without a box",
        }
        yield Said(f"{row_name(named, names)} {ticked[after.get('done')]} in {where}")
    yield from _place(before, after, named, names)


def changed_cells(change: Touched) -> Iterator[tuple[str, str, str]]:
    """The cells of a row that have other words now: the id of the column, the old and the new text."""
    cells, others = (change.before or {}).get("cells") or {}, (change.after or {}).get("cells") or {}
    for column in {**cells, **others}:
        old, new = cells.get(column) or "", others.get(column) or ""
        if old != new:
            yield column, old, new


def _cells(change: Touched, named: Values, names: Names) -> Iterator[Said]:
    block = names.blocks.get(named.get("block_id") or 0)
    for column, old, new in changed_cells(change):
        if column == LIST_COLUMN:
            about = f"Item of {names.block(named.get('block_id'))}"
        else:
            column_name = plain(block.columns.get(column, "")) if block else ""
            about = f"{column_name or 'Cell'} of {row_name(named, names)}"
        yield from say_texts(about, old, new)


def _place(before: Values, after: Values, named: Values, names: Names) -> Iterator[Said]:
    name = row_name(named, names)
    home, to = before.get("block_id"), after.get("block_id")
    if home != to:
        yield Said(f"{name} moved from {names.block(home)} to {names.block(to)}")
    elif before.get("position") != after.get("position"):
        yield Said(f"{name} moved in {names.block(to or named.get('block_id'))}")
    if (depth := after.get("depth", 0) - before.get("depth", 0)) != 0:
        yield Said(
            f"{name} nested {'deeper' if depth > 0 else 'less deep'} in {names.block(named.get('block_id'))}"
        )


def _noun(block: BlockName | None) -> str:
    return "Item" if block and block.kind in LIST_KINDS else "Row"
