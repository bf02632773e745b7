"""A text read: its outline and all that is derived from it, ready to be stored. Nothing is written here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from webapp import markdown, registers
from webapp.markdown.errors import Unreadable
from webapp.markdown.outline import Outline
from webapp.models.document import COLUMNS_MAX, DOCUMENT_BYTES_MAX
from webapp.registers.entry import Entry, Recognised
from webapp.services import rendered
from webapp.services.errors import InvalidValue
from webapp.utils.sizes import in_words


@dataclass(frozen=True)
class Reading:
    """What a text holds; what is derived from it is worked out when it is first asked for."""

    text: str
    outline: Outline
    keys: frozenset[str] = field(repr=False)

    @cached_property
    def bytes(self) -> bytes:
        """The text as it stands in a file."""
        return self.text.encode()

    @cached_property
    def revision(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return revision_of(self.bytes)

    @cached_property
    def drawn(self) -> rendered.Drawn:
        """The HTML of every piece."""
        return rendered.draw(self.outline, self.keys)

    @cached_property
    def renderer(self) -> str:
        """The signature of what made the HTML."""
        return rendered.signature(self.text, self.keys)

    @cached_property
    def recognised(self) -> list[list[Recognised]]:
        """For each block of each section the register that it belongs to."""
        return registers.recognised(self.outline)

    @cached_property
    def entries(self) -> list[Entry]:
        """The facts that the document states."""
        return registers.entries(self.outline, self.recognised)

    def derive(self) -> None:
        """Work out now what storing the text needs, so that no transaction waits for it."""
        _ = self.drawn, self.recognised, self.entries

    @property
    def rows(self) -> int:
        """How many rows all its tables and lists have."""
        return sum(len(block.rows) for section in self.outline.sections for block in section.blocks)

    @property
    def headings(self) -> int:
        """How many headings it has."""
        return sum(1 for section in self.outline.sections if section.level)


def read_bytes(data: bytes, keys: frozenset[str]) -> Reading:
    """Read a file's bytes. Raises InvalidValue for what cannot be kept: see `read_text`, and not UTF-8."""
    _refuse_long(len(data))
    try:
        text = markdown.reader.decode(data)
    except Unreadable as error:
        raise _refused(error) from error
    return read_text(text, keys)


def read_text(text: str, keys: frozenset[str]) -> Reading:
    """Read a text. `keys` are those of all projects.

    Raises InvalidValue for more than DOCUMENT_BYTES_MAX bytes, a NUL, or a table of more than
    COLUMNS_MAX columns; nothing else is refused.
    """
    try:
        _refuse_long(len(text.encode()))
        outline = markdown.reader.read(text)
    except UnicodeEncodeError as error:
        raise InvalidValue("text", "it holds half a character (a lone surrogate); type it again.") from error
    except Unreadable as error:
        raise _refused(error) from error
    _refuse_wide(outline)
    return Reading(text, outline, keys)


def read_outline(outline: Outline, keys: frozenset[str]) -> Reading:
    """The reading of an outline that is known to be what its text reads as.

    Raises InvalidValue for more than DOCUMENT_BYTES_MAX bytes or COLUMNS_MAX columns.
    """
    reading = Reading(outline.text, outline, keys)
    _refuse_long(len(reading.bytes))
    _refuse_wide(outline)
    return reading


def revision_of(data: bytes) -> str:
    """What names a text: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def _refused(error: Unreadable) -> InvalidValue:
    return InvalidValue("text", f"line {error.line}: {error.message}.")


def _refuse_long(size: int) -> None:
    if size > DOCUMENT_BYTES_MAX:
        raise InvalidValue(
            "text",
            f"it has more than {in_words(DOCUMENT_BYTES_MAX)}, the most that a document may have; split it.",
        )


def _refuse_wide(outline: Outline) -> None:
    for section in outline.sections:
        for block in section.blocks:
            if len(block.columns) > COLUMNS_MAX:
                where = f"under “{section.title}”" if section.title else "before the first heading"
                raise InvalidValue(
                    "text",
                    f"the table {where} has {len(block.columns)} columns, and a table has at most "
                    f"{COLUMNS_MAX}; split it.",
                )
