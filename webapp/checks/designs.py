"""What takes all documents of a design: what is named in one place and not declared in another."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.checks.told import Told
from webapp.registers.entry import Entry

CONCERNED = frozenset({"endpoints", "files", "entities", "tests", "tasks"})
"""The registers whose entries are asked."""


def check_design(facts: Sequence[Entry]) -> list[tuple[int, Told]]:
    """What is told of a design, each with the index of the entry that it is about.

    `facts` are the entries of CONCERNED (others are passed over) of all its documents, in order. Their
    places may be ids instead of indexes: what is told has the entry's own, and blocks are only compared.
    """
    return []


def row_affects_design(before: Sequence[Entry], after: Sequence[Entry]) -> bool:
    """Whether `check_design` has to be asked again, now that a row states `after` instead of `before`."""
    return any(entry.register in CONCERNED for entry in (*before, *after))
