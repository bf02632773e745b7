"""What checks take and give: the place of a row, what is told of a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from webapp.markdown.outline import Kind
from webapp.registers.entry import Recognised
from webapp.registers.register import Headings


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows stand: all that a check of one row knows besides the row and what it states.

    `headings` are the titles that lead to the section, outermost first. `columns` are a table's names as
    written. `known` is what the block was recognised as: its register and roles are looked at.
    `labels` are those of the links that the document defines, where they are known.
    """

    headings: Headings
    kind: Kind
    columns: Sequence[str] = ()
    known: Recognised = field(default_factory=lambda: Recognised(None))
    section: int = 0
    block: int = 0
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """What a check says of one place.

    `section`, `block` and `row` are indexes into the outline, `line` counts from 0 in the source of a
    code block; None where a wider place is meant. `about` are the words of the code's sentence.
    `subject_suffix` tells apart what one place is told of twice under one code, '' for the first.
    `checked` is the text that was looked at: while it is the same, a dismissal holds.
    """

    code: str
    section: int
    block: int | None = None
    row: int | None = None
    line: int | None = None
    register: str | None = None
    about: dict[str, str] = field(default_factory=dict)
    subject_suffix: str = ""
    checked: str = ""
