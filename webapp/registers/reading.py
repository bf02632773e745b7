"""From an outline to its entries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from webapp.markdown.outline import LIST_KINDS, Block, Outline
from webapp.registers.entry import Entry
from webapp.registers.recognition import REGISTERS, found_in, recognise
from webapp.registers.register import Headings, Register, Values
from webapp.registers.values import read_value

KEY_MAX = 300
"""How many characters a key may have: PostgreSQL indexes texts of up to 2,704 bytes."""

ENTRIES_MAX = 5_000
"""How many entries one block may state."""


def entries(outline: Outline) -> list[Entry]:
    """All entries of a document, in its order."""
    found: list[Entry] = []
    for number, (section, headings) in enumerate(zip(outline.sections, outline.heading_paths(), strict=True)):
        for place, block in enumerate(section.blocks):
            found += entries_of_block(headings, block, number, place)
    return found


def entries_of_block(headings: Headings, block: Block, section_index: int, block_index: int) -> list[Entry]:
    """The entries of one block of the section that `headings` lead to; [] where no register knows it.

    The indexes are those that the entries carry. A block states at most ENTRIES_MAX entries.
    """
    made: list[Entry] = []
    for name, number, values in _facts(headings, block):
        if len(made) == ENTRIES_MAX:
            break
        in_code = block.kind == "code"
        made.append(
            Entry(
                name,
                _bounded(REGISTERS[name].key(values)),
                section_index,
                block_index,
                row=None if in_code else number,
                line=number if in_code else None,
                values=values,
            )
        )
    return made


def _facts(headings: Headings, block: Block) -> Iterator[tuple[str, int, Values]]:
    if block.kind == "table":
        recognised = recognise(headings, block)
        if recognised.register:
            register = REGISTERS[recognised.register]
            for number, row in enumerate(block.rows):
                for values in _of_row(register, recognised.roles, row.cells, headings):
                    yield register.name, number, values
    elif block.kind in LIST_KINDS or block.kind == "code":
        name, found = found_in(headings, block)
        for number, values in found:
            yield name or "", number, values


def _of_row(
    register: Register, roles: Sequence[str], cells: Sequence[str], headings: Headings
) -> list[Values]:
    values: Values = {}
    for role, cell in zip(roles, cells, strict=False):
        column = register.column(role)
        if column and (text := read_value(column.value, cell)):
            values[role] = text
    # A row of dashes, as templates have them, states nothing.
    return register.from_row(values, headings) if any(role in values for role in register.states) else []


def _bounded(key: str) -> str:
    """A long key by its beginning and a digest: still equal exactly where the whole keys are."""
    if len(key) <= KEY_MAX:
        return key
    return f"{key[: KEY_MAX - 17]}…{hashlib.sha256(key.encode()).hexdigest()[:16]}"
