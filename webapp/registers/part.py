"""What an edit of one row changes in what a block states, without asking the other rows.

A row of a table states its facts alone. What the items of a list state depends on no item that is nested
under another outermost one; what the list as a whole is about is known while this part does not speak
against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.markdown.outline import Row
from webapp.registers import tasks
from webapp.registers.entry import Entry
from webapp.registers.reading import entry_of, facts_of_rows
from webapp.registers.recognition import REGISTERS, asked_of_lists
from webapp.registers.register import Headings


@dataclass(frozen=True, slots=True)
class Stated:
    """The entries of some rows before and after an edit, each with the index of its row."""

    before: list[Entry]
    after: list[Entry]


def stated_by_line(
    register: str | None, roles: Sequence[str], before: Row, after: Row, headings: Headings
) -> Stated:
    """What a table's row states before and after an edit."""
    if register is None:
        return Stated([], [])
    known = REGISTERS[register]
    return Stated(
        *(
            [entry_of(known, found) for found in facts_of_rows(known, roles, [row], headings)]
            for row in (before, after)
        )
    )


def stated_by_items(
    register: str | None, before: Sequence[Row], after: Sequence[Row], headings: Headings
) -> Stated | None:
    """What an outermost item, with all that is nested in it, states before and after an edit.

    None where the list may be about something else now: its whole has to be asked.
    """
    asked = asked_of_lists(headings)
    stronger = asked[: asked.index(register)] if register in asked else asked
    if any(REGISTERS[name].from_list(after, headings) for name in stronger):
        return None
    if register not in asked and tasks.numbered(before) != tasks.numbered(after):
        return None
    if register is None:
        return Stated([], [])
    known = REGISTERS[register]
    had, has = (
        [entry_of(known, found) for found in known.from_list(rows, headings)] for rows in (before, after)
    )
    # What says nothing any more may have been the only item that said what the list is about.
    return None if had and not has else Stated(had, has)
