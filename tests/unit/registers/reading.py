"""What the tests of the registers ask: the entries that a piece of Markdown states."""

from __future__ import annotations

from webapp.markdown.reader import read
from webapp.registers import NAMES, Entry, Register, Values, entries, recognise


def entries_of(text: str, register: str | None = None) -> list[Entry]:
    """The entries of a text, of one register when it is named."""
    found = entries(read(text))
    assert all(entry.register in NAMES for entry in found)
    return [entry for entry in found if register in (None, entry.register)]


def values_of(text: str, register: str) -> list[dict[str, str]]:
    """What the entries of one register say."""
    return [entry.values for entry in entries_of(text, register)]


def keys_of(text: str, register: str) -> list[str]:
    """Their keys."""
    return [entry.key for entry in entries_of(text, register)]


def exclude_each_other(register: Register, one: Values, other: Values) -> list[str]:
    """What two entries of one key cannot both claim, by the names that people know it by."""
    assert register.key(one) == register.key(other)
    return [
        first.name
        for first in register.claims(one)
        for second in register.claims(other)
        if (first.code, first.topic) == (second.code, second.topic)
        if register.exclude(first, second) and register.exclude(second, first)
    ]


def register_of(text: str) -> str | None:
    """What the last block of a text is recognised as."""
    return recognised(text)[0]


def recognised(text: str) -> tuple[str | None, list[str]]:
    """The register of the last block of a text, and the roles of its columns."""
    outline = read(text)
    headings = outline.heading_paths()[-1]
    found = recognise(headings, outline.sections[-1].blocks[-1])
    return found.register, found.roles
