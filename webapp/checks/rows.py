"""What one row says alone."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.checks.template import Template
from webapp.checks.told import Place, Told
from webapp.markdown.outline import Row
from webapp.registers.entry import Entry


def check_row(place: Place, number: int, row: Row, facts: Sequence[Entry], template: Template) -> list[Told]:
    """What is told of one row of a table or a list, without asking any other.

    `number` is the row's index in its block and `facts` are the entries that it states. `check_document`
    tells of this row the same, and of no row anything else.
    """
    return []
