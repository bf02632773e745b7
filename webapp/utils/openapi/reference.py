"""What a reference tells: resources, operations, what they take and what they answer, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is sent or answered: its name, what it may be in words, and what it means.

    `place` is where it is sent: path, query, header; '' inside a body. `shape` is the name of the shape
    that it holds, '' for a plain value.
    """

    name: str
    words: str
    meaning: str = ""
    place: str = ""
    required: bool = False
    default: str = ""
    shape: str = ""

    @property
    def further(self) -> str:
        """What follows the words: whether it is needed, and what counts without it."""
        if self.required:
            return "" if self.place == "path" else "; needed"
        return f"; {self.default} where it is left out" if self.default else ""


@dataclass(frozen=True, slots=True)
class Body:
    """A body of one media type: its fields where it is an object, else `words`."""

    media: str
    words: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and what it means; `shape` is the name of what is answered, `words` what is no shape."""

    status: str
    meaning: str
    shape: str = ""
    words: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it says that nothing was done."""
        return not self.status.startswith(("2", "3"))


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address."""

    method: str
    path: str
    title: str
    meaning: str
    fields: Sequence[Field]
    bodies: Sequence[Body]
    answers: Sequence[Answer]
    curl: str

    @property
    def id(self) -> str:
        """The id of its element: `get-rows-id`."""
        return _id(f"{self.method} {self.path}")

    @property
    def text(self) -> str:
        """Everything that a filter looks at."""
        sent = [*self.fields, *(each for body in self.bodies for each in body.fields)]
        names = [each.name for each in sent]
        shapes = [each.shape for each in self.answers]
        return " ".join([self.method, self.path, self.title, self.meaning, *names, *shapes])

    @property
    def done(self) -> Sequence[Answer]:
        """What is answered where it was done."""
        return [each for each in self.answers if not each.is_error]

    @property
    def refused(self) -> Sequence[Answer]:
        """What is answered where it was not."""
        return [each for each in self.answers if each.is_error]


@dataclass(frozen=True, slots=True)
class Resource:
    """The operations of one noun."""

    name: str
    meaning: str
    operations: Sequence[Operation]

    @property
    def id(self) -> str:
        """The id of its chapter."""
        return _id(f"resource {self.name}")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object that is answered, or that stands in one."""

    name: str
    meaning: str
    fields: Sequence[Field]

    @property
    def id(self) -> str:
        """The id of its entry."""
        return _id(f"shape {self.name}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A whole document."""

    resources: Sequence[Resource] = field(default_factory=list)
    shapes: Sequence[Shape] = field(default_factory=list)


def _id(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", text.lower()).strip("-")
