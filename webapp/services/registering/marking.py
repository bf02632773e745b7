"""What was found in the rows of a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.models import Person
from webapp.registers import REGISTERS
from webapp.services.findings.found import Found
from webapp.services.findings.remarks import marks_of
from webapp.services.registering import listing
from webapp.services.registering.listing import Line


def marks_of_lines(register: str, lines: Sequence[Line], person: Person) -> Mapping[int, Sequence[Found]]:
    """What is told of rows, by the ids of their first entries: clashes first, each thing once.

    Of a row that states several entries what is told of any of them; five queries for a page.
    """
    first_of = {line.entry_id: line.entry_id for line in lines}
    of_rows = {line.row_id: line.entry_id for line in lines if line.row_id is not None}
    if REGISTERS[register].several:
        first_of |= {
            entry_id: of_rows[row_id] for entry_id, row_id in listing.entries_of(register, list(of_rows))
        }
    told: dict[int, dict[str, Found]] = {}
    for entry_id, found in marks_of(first_of.keys(), person).items() if first_of else ():
        told.setdefault(first_of[entry_id], {}).update({each.dom_id: each for each in found})
    return {
        entry_id: sorted(marks.values(), key=lambda each: not each.is_clash)
        for entry_id, marks in told.items()
    }
