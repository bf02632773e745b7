"""What stands in the cells of a register: the documents’ own cells, and what follows from others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from webapp.markdown.outline import LIST_KINDS
from webapp.registers import Register
from webapp.services.registering.listing import Line
from webapp.services.registering.narrowing import DONE

CellKind = Literal["own", "item", "lacking", "said", "code", "box", "mark"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a register.

    own      a cell of the document's table, in this `column`
    item     the text of a list's item
    lacking  the table has no such column; `text` follows from the rest of the row, or from a heading
    said     `text` follows from the rest of an item, or from a heading
    code     `text` stands in a line of code
    box      the box of a task
    mark     whether it is done follows from its status; `text` is yes, no or ''
    """

    role: str
    kind: CellKind
    text: str = ""
    column: Mapping[str, str] | None = None


def roles_of(register: Register, lines: Sequence[Line]) -> list[str]:
    """The columns of a list: those that the register always shows, and others that one of the rows has."""
    there = {role for line in lines for role in _roles_in(line)}
    roles = [each.role for each in register.columns if each.role in register.shown or each.role in there]
    has_done = DONE in register.facets and any(DONE in line.values for line in lines)
    return [DONE, *roles] if has_done else roles


def _roles_in(line: Line) -> Iterable[str]:
    """The roles that a table has columns for; of an item, or of code, those in which it states something."""
    return [column["role"] for column in line.block.columns] if line.block.columns else line.values


def cells_of(line: Line, register: Register, roles: Sequence[str]) -> list[Cell]:
    """The cells of a row, one for each role."""
    return [_cell(line, register, role) for role in roles]


def _cell(line: Line, register: Register, role: str) -> Cell:
    said = line.values.get(role, "")
    if role == DONE:
        has_box = line.row is not None and line.row.done is not None and line.block.kind in LIST_KINDS
        return Cell(role, "box" if has_box else "mark", said)
    if line.row is None:
        return Cell(role, "code" if role == _main(register, line) else "said", said)
    if line.block.kind in LIST_KINDS:
        return Cell(role, "item" if role == register.states[0] else "said", said)
    own = next((column for column in line.block.columns if column["role"] == role), None)
    if own:
        return Cell(role, "own", said, own)
    return Cell(role, "lacking", said)


def _main(register: Register, line: Line) -> str:
    """Of an entry out of code: the column that says what it is about."""
    return next((role for role in register.states if role in line.values), register.states[0])
