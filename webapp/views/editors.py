"""How a text is edited: by what kind of editor, and what the editor opens with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from http import HTTPStatus
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from webapp import markdown, registers
from webapp.services.editing.columns import missing_columns
from webapp.services.pages import PageBlock

if TYPE_CHECKING:
    from webapp.registers.register import ValueKind

EditorKind = Literal["text", "long", "line", "verb", "flag", "number", "file", "version"]
BLOCK_KINDS = {
    "prose": "Text",
    "table": "Table",
    "checklist": "Checklist",
    "bullets": "Bullets",
    "steps": "Steps",
    "code": "Code",
    "divider": "Divider",
}
"""What can be added, in the words for it."""

EDITOR_KINDS: tuple[EditorKind, ...] = get_args(EditorKind)

HTTP_CODES = {
    status.value: status.phrase
    for status in HTTPStatus
    if status.value in {200, 201, 202, 204, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 409, 410}
    or status.value in {412, 413, 415, 422, 428, 429, 500, 501, 502, 503, 504}
}
"""What an editor of HTTP codes offers: those that designs write about."""

_KINDS: dict[ValueKind, EditorKind] = {
    "verb": "verb",
    "flag": "flag",
    "code": "number",
    "file": "file",
    "version": "version",
}
_FLAGS = (("✅", "❌"), ("✓", "✗"), ("✔", "✖"), ("☑", "☐"), ("yes", "no"), ("sí", "no"), ("true", "false"))
"""The pairs that people write in a column that says yes or no; a column keeps to its own."""


class HasCells(Protocol):
    """A row, stored or read for a page."""

    @property
    def cells(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Editor:
    """How the cells of a column are edited. `yes` and `no` are what a `flag` writes."""

    kind: EditorKind
    yes: str = ""
    no: str = ""


def editor_of(column: Mapping[str, str], register: str | None, rows: Sequence[HasCells]) -> Editor:
    """The editor of a column. Where all that stands in it are signs, it says yes or no, whatever it means."""
    kind = _kind(register, column.get("role", ""))
    texts = [text for row in rows if (text := row.cells.get(column["id"], ""))]
    flags = _pair(texts)
    if kind == "flag":
        return Editor(kind, *(flags or _FLAGS[0]))
    if kind == "text" and flags and not flags[0].isalpha() and all(text in flags for text in texts):
        return Editor("flag", *flags)
    return Editor(kind)


def missing_names(block: PageBlock) -> tuple[str, ...]:
    """The names of the columns that a known table lacks, each to be added with one click."""
    if not block.register or block.kind != "table":
        return ()
    return _missing(block.register, tuple((column["name"], column["role"]) for column in block.columns))


def shown_cell(text: str) -> str:
    """A cell as its editor shows it: a break of lines is one, and not the tag that a table has for it."""
    return text.replace("<br>", "\n")


def shown_text(source: str) -> str:
    """A block kept as text as its editor shows it: lines end in one way, the last one in none."""
    return markdown.lines.with_newlines(source).removesuffix("\n")


@cache
def _kind(register: str | None, role: str) -> EditorKind:
    return _KINDS.get(registers.value_of(register, role), "text") if role else "text"


@lru_cache(maxsize=512)  # most tables of a register have the same columns
def _missing(register: str, columns: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    named = [{"name": name, "role": role} for name, role in columns]
    block = SimpleNamespace(kind="table", register=register, columns=named)
    return tuple(column.name for column in missing_columns(block))


def _pair(texts: Iterable[str]) -> tuple[str, str] | None:
    """The pair that the first of these texts belongs to, in its own letters."""
    first = next(iter(texts), "")
    for yes, no in _FLAGS:
        for spelling in (str, str.capitalize, str.upper):
            if first in {spelling(yes), spelling(no)}:
                return spelling(yes), spelling(no)
    return None
