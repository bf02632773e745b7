"""From an outline to its entries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice

from webapp.markdown.outline import Block, Outline, Row
from webapp.registers.entry import Entry, Recognised
from webapp.registers.recognition import REGISTERS, recognise
from webapp.registers.register import Headings, Register, Values
from webapp.registers.values import read_value

KEY_MAX = 300
"""How many characters a key may have: PostgreSQL indexes texts of up to 2,704 bytes."""

ENTRIES_MAX = 5_000
"""How many entries one block may state."""


def recognised(outline: Outline) -> list[list[Recognised]]:
    """What each block of each section of a document was recognised as."""
    return [
        [recognise(headings, block) for block in section.blocks]
        for headings, section in zip(outline.heading_paths(), outline.sections, strict=True)
    ]


def entries(outline: Outline, known: Sequence[Sequence[Recognised]] | None = None) -> list[Entry]:
    """All entries of a document, in its order.

    `known` is what `recognised` says of it, where that was asked already.
    """
    known = recognised(outline) if known is None else known
    found: list[Entry] = []
    for number, (section, headings) in enumerate(zip(outline.sections, outline.heading_paths(), strict=True)):
        for place, block in enumerate(section.blocks):
            found += entries_as(headings, block, known[number][place], number, place)
    return found


def entries_of_block(headings: Headings, block: Block, section_index: int, block_index: int) -> list[Entry]:
    """The entries of one block of the section that `headings` lead to; [] where no register knows it.

    The indexes are those that the entries carry. A block states at most ENTRIES_MAX entries.
    """
    return entries_as(headings, block, recognise(headings, block), section_index, block_index)


def entries_as(
    headings: Headings, block: Block, known: Recognised, section_index: int, block_index: int
) -> list[Entry]:
    """The same for a block that was recognised already."""
    if known.register is None:
        return []
    register = REGISTERS[known.register]
    in_code = block.kind == "code"
    is_table = block.kind == "table"
    facts = facts_of_rows(register, known.roles, block.rows, headings) if is_table else known.found
    return [
        entry_of(register, found, section_index, block_index, in_code=in_code)
        for found in islice(facts, ENTRIES_MAX)
    ]


def entry_of(
    register: Register,
    found: tuple[int, Values],
    section_index: int = 0,
    block_index: int = 0,
    *,
    in_code: bool = False,
) -> Entry:
    """The entry of a fact that a register found in a row or, `in_code`, in a line of a block."""
    number, values = found
    return Entry(
        register.name,
        _bounded(register.key(values)),
        section_index,
        block_index,
        row=None if in_code else number,
        line=number if in_code else None,
        values=values,
    )


def facts_of_rows(
    register: Register, roles: Sequence[str], rows: Sequence[Row], headings: Headings
) -> Iterator[tuple[int, Values]]:
    """The facts of a table's rows, each with the index of its row; a row states them alone."""
    columns = [register.column(role) for role in roles]
    for number, row in enumerate(rows):
        values = {
            column.role: text
            for column, cell in zip(columns, row.cells, strict=False)
            if column and (text := read_value(column.value, cell))
        }
        # A row of dashes, as templates have them, states nothing.
        if any(role in values for role in register.states):
            for fact in register.from_row(values, headings):
                yield number, fact


def _bounded(key: str) -> str:
    """A long key by its beginning and a digest: still equal exactly where the whole keys are."""
    if len(key) <= KEY_MAX:
        return key
    return f"{key[: KEY_MAX - 17]}…{hashlib.sha256(key.encode()).hexdigest()[:16]}"
