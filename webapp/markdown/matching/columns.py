"""Columns: by name, and where one was renamed by its place and its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from webapp.markdown.outline import Block


def match_columns_by_name(old: Block, new: Block) -> dict[int, int]:
    """New column index → old column index, for equal names; repeated names in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(old.columns):
        places[_folded(name)].append(at)
    columns = {}
    for at, name in enumerate(new.columns):
        if places[_folded(name)]:
            columns[at] = places[_folded(name)].pop(0)
    return columns


def match_renamed_columns(
    old: Block, new: Block, columns: Mapping[int, int], rows: Mapping[int, int]
) -> dict[int, int]:
    """Columns without a partner that stand in the same place of equally many, and whose cells agree.

    `columns` and `rows` are the pairs so far, new index → old index. Cells agree where at least half
    of the paired rows that say something there say the same.
    """
    if len(old.columns) != len(new.columns):
        return {}
    taken = set(columns.values())
    return {
        at: at
        for at in range(len(new.columns))
        if at not in columns and at not in taken and _cells_agree(old, new, at, rows)
    }


def _cells_agree(old: Block, new: Block, column: int, rows: Mapping[int, int]) -> bool:
    pairs = [(_cell(old, old_row, column), _cell(new, row, column)) for row, old_row in rows.items()]
    telling = [(one, other) for one, other in pairs if one or other]
    return bool(telling) and 2 * sum(one == other for one, other in telling) >= len(telling)


def _cell(block: Block, row: int, column: int) -> str:
    cells: Sequence[str] = block.rows[row].cells
    return cells[column] if column < len(cells) else ""


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
