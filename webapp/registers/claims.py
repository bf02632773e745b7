"""What an entry claims for its design alone: by this, entries of one key in two designs clash."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

ClashCode = Literal[
    "endpoint-clash", "table-clash", "column-clash", "file-clash", "package-clash", "error-clash"
]


@dataclass(frozen=True, slots=True)
class Claimed:
    """One thing that an entry says and that another design may deny.

    code    under which it clashes
    name    what it is about, as people write it
    says    what is said of it, in one spelling for all that mean the same
    topic   what tells apart the things that one entry claims, such as the columns of a table
    """

    code: ClashCode
    name: str
    says: Hashable = None
    topic: str = ""


def no_claims(values: dict[str, str]) -> list[Claimed]:
    """A register whose entries never exclude each other."""
    return []


def always(one: Claimed, other: Claimed) -> bool:
    """What is done once: whoever claims it excludes whoever else does."""
    return True
