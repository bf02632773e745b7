"""Findings and clashes as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from webapp import checks

Kind = Literal["finding", "clash"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found. `document` is a document's name, `fragment` the id of the very piece.

    `project_id`, `owner_id` and `locked_at` tell who may do what there; `entry_id` is the entry that takes
    part in a clash.
    """

    design_id: int
    key: str
    title: str
    status: str
    document_id: int
    document: str
    section: str
    fragment: str
    project_id: int
    owner_id: int | None
    locked_at: datetime | None
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Why somebody said that it is no problem, and when."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, with its one place, or a clash, with the places of all its sides that may be read.

    `about` are the words of the sentence; `digest` says what was checked.
    """

    kind: Kind
    id: int
    code: str
    about: Mapping[str, str]
    digest: str
    places: Sequence[Place] = field(default_factory=list)
    dismissed: Dismissed | None = None

    @property
    def is_clash(self) -> bool:
        """Whether it takes two designs."""
        return self.kind == "clash"

    @property
    def dom_id(self) -> str:
        """The id of its element: `clash-7`."""
        return f"{self.kind}-{self.id}"

    @property
    def address(self) -> str:
        """Where it is dismissed, less the last word: `/clashes/7`."""
        return f"/clashes/{self.id}" if self.is_clash else f"/findings/{self.id}"

    @property
    def label(self) -> str:
        """What kind of thing it is, in a word or two."""
        return label(self.code)

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return checks.sentence(self.code, self.about)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return checks.CODES[self.code].remedy

    def others(self, design_id: int) -> list[Place]:
        """Its places outside a design."""
        return [place for place in self.places if place.design_id != design_id]


def label(code: str) -> str:
    """A code as people read it: `endpoint-without-auth` → Endpoint without auth."""
    return code.replace("-", " ").capitalize()
