"""What pieces are called in the words of history. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.registers.text import plain
from webapp.services.changes.said import short
from webapp.services.history import Values

KINDS = {
    "table": "Table",
    "checklist": "Checklist",
    "bullets": "List",
    "steps": "List",
    "code": "Code",
    "divider": "Line across",
    "raw": "Markdown",
    "prose": "Text",
}


@dataclass(frozen=True, slots=True)
class BlockName:
    """What is told of a block: its kind, its section, the names and the roles of its columns by their ids."""

    kind: str
    section_id: int
    columns: Mapping[str, str]
    roles: Mapping[str, str]


@dataclass(slots=True)
class Names:
    """What pieces are called. `rows` has the block and the cells of rows whose changes do not tell them."""

    documents: dict[int, str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    blocks: dict[int, BlockName] = field(default_factory=dict)
    rows: dict[int, Values] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    designs: dict[int, str] = field(default_factory=dict)

    def section(self, section_id: int | None) -> str:
        """A section's title, short."""
        return short(plain(self.sections.get(section_id or 0, ""))) or "the beginning"

    def block(self, block_id: int | None) -> str:
        """A block is called by its section."""
        block = self.blocks.get(block_id or 0)
        return self.section(block.section_id) if block else "a table"


def name_of(piece: tuple[str, int], names: Names, values: Values | None = None) -> str:
    """What a piece is called in a sentence: row “POST /webhooks” of Endpoints."""
    what, piece_id = piece
    if what == "row":
        row = values or names.rows.get(piece_id, {})
        return f"{row_name(row, names)} of {names.block(row.get('block_id'))}"
    if what == "block":
        block = names.blocks.get(piece_id)
        kind = KINDS.get(block.kind, "Text").lower() if block else "text"
        return f"{kind} of {names.block(piece_id)}"
    if what == "section":
        return f"section {names.section(piece_id)}"
    return f"document {names.documents.get(piece_id, '')}" if what == "document" else "the design"


def row_name(values: Values, names: Names) -> str:
    """A row by what it is about: method and path of an endpoint, else its first cell that says something."""
    cells: Mapping[str, str] = values.get("cells") or {}
    block = names.blocks.get(values.get("block_id") or 0)
    by_role = {role: cells.get(column, "") for column, role in block.roles.items()} if block else {}
    if by_role.get("method") and by_role.get("path"):
        return f"“{short(plain(by_role['method'] + ' ' + by_role['path']))}”"
    order = [*block.columns, *cells] if block else list(cells)
    said = (short(plain(cells[column])) for column in order if column in cells)
    return next((f"“{text}”" for text in said if text), "without words")
