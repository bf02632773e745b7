"""What a search found, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Parts = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was looked for."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A line that holds what was looked for.

    `kind` is one of webapp.models.search (KEY, TITLE, ENTRY, HEADING, TEXT), `what` and `piece_id` name
    its piece ("design", "section", "block", "row"), `line` counts from 0 within a block. `section` is the
    title of its section, `document` the name of its document, '' where it has none. `register` is that
    of the entry which it states. `cells` are its text, parted: one for each cell of a table's row that
    says anything, else a single one. `address` leads to the very cell, such as
    `/designs/FEAT-014#row-41-c2`.
    """

    kind: int
    what: str
    piece_id: int
    line: int
    section: str
    document: str
    register: str | None
    cells: tuple[Parts, ...]
    address: str


@dataclass(frozen=True, slots=True)
class FoundDesign:
    """A design with its best rows; `more` says that it has others. `title` is marked like a row's text."""

    id: int
    key: str
    title: str
    status: str
    rows: Sequence[FoundRow]
    more: bool
    marked_key: Parts
    marked_title: Parts

    @property
    def address(self) -> str:
        """Where the design is."""
        return f"/designs/{self.key}"


@dataclass(frozen=True, slots=True)
class Chip:
    """An operator that may be meant: its text, and what the box says once it is chosen."""

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query, best first.

    `recent` says that nothing was asked for and the groups are recent designs. `corrected` is what was
    searched for in place of a misspelt query, None where the query itself was. `nearest` are queries
    that find something where this one does not. `said` are sentences about operators that cannot be
    met. `page` counts from 1; `more` says that there is another.
    """

    groups: Sequence[FoundDesign] = ()
    corrected: str | None = None
    nearest: Sequence[str] = ()
    chips: Sequence[Chip] = ()
    said: Sequence[str] = ()
    page: int = 1
    more: bool = False
    recent: bool = False
    words: Sequence[str] = field(default=())
