"""An entry: one fact that a row or a line of code states."""

from __future__ import annotations

from dataclasses import dataclass, field

NAMES = (
    "endpoints",
    "files",
    "entities",
    "packages",
    "services",
    "errors",
    "security",
    "performance",
    "tests",
    "tasks",
    "questions",
    "references",
)
"""The twelve registers, in the order in which people see them; also their URL names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact with the key by which two designs can be compared.

    `section`, `block` and `row` are indexes into the outline; `line` counts from 0 in the source of
    a code block. `values` maps the register's roles to plain text; a role that says nothing is left out.
    """

    register: str
    key: str
    section: int
    block: int
    row: int | None = None
    line: int | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a block was recognised as: its register, and for a table one role a column ('' unknown).

    A list and code are known by what they state: `found` has it, with the row or the line of each.
    """

    register: str | None
    roles: list[str] = field(default_factory=list)
    found: list[tuple[int, dict[str, str]]] = field(default_factory=list)
