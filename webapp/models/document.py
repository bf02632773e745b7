"""The stored document: a Markdown text cut into sections, blocks and rows.

All sources in order (section source, section tail, then for each block its source, its rows and its
tail) are the text. `deleted_at` keeps what was deleted, so that it comes back as it was; order is by
(position, id).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Model
from webapp.models.design import Design
from webapp.models.types import Folded, Id, Position, UtcDateTime, utc_now

DOCUMENT_NAME_MAX = 100
DOCUMENT_BYTES_MAX = 1_000_000
COLUMNS_MAX = 100


class Document(Model):
    """One Markdown file of a design.

    `revision` is the SHA-256 of the text's bytes, in hex, and '' where cells were saved since it was
    last worked out; ask `services.documents.revision_of_document`. `checksum` adds up what
    `services.checksums` says of each living piece. `version` moves with structure and whole-text edits,
    not with a cell. `renderer` names what made the stored HTML.
    """

    __tablename__ = "document"
    # A name is taken once among the living; a deleted document leaves its name free.
    __table_args__ = (
        Index(
            "uq_document_living_name",
            "design_id",
            "name",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"), index=True)
    name: Mapped[str] = mapped_column(String(DOCUMENT_NAME_MAX))
    position: Mapped[Position]
    revision: Mapped[str] = mapped_column(String(64))
    checksum: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    size: Mapped[int]
    renderer: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    design: Mapped[Design] = relationship()


class Section(Model):
    """A heading and what stands under it. Level 0 is what stands before the first heading."""

    __tablename__ = "section"
    __table_args__ = (
        Index("ix_section_document_position", "document_id", "position"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    position: Mapped[Position]
    level: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    tail: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class Block(Model):
    """One Markdown construct. `columns` is a list of {"id", "name", "align", "role"}.

    A column's id is unique in its block and never given twice: `column_seq` is the last one given.
    `html` is the drawn block for kinds without rows; a table's or list's HTML is with its rows.
    """

    __tablename__ = "block"
    __table_args__ = (
        Index("ix_block_document_position", "document_id", "position"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    position: Mapped[Position]
    kind: Mapped[str] = mapped_column(String(10))
    info: Mapped[str] = mapped_column(Text, default="")
    columns: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    column_seq: Mapped[int] = mapped_column(default=0)
    register: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(Text)
    tail: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class Row(Model):
    """A row of a table or an item of a list. `cells` maps column id to Markdown; lists have `text`.

    `html` maps the same names to the drawn cell.
    """

    __tablename__ = "row"
    __table_args__ = (
        Index("ix_row_document_position", "document_id", "position"),
        Index("ix_row_block_position", "block_id", "position"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    position: Mapped[Position]
    depth: Mapped[int] = mapped_column(default=0)
    marker: Mapped[str] = mapped_column(String(20), default="")
    done: Mapped[bool | None]
    cells: Mapped[dict[str, str]] = mapped_column(JSON)
    html: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    source: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class Entry(Model):
    """One fact that a row or a line of code states. Derived: written by one service, with its block.

    `values` maps the roles of its register (`method`, `path`, `status` …) to plain text. `sort` is what
    its register is ordered by, folded. `from_template` says that it is word for word what the project's
    template states.
    """

    __tablename__ = "entry"
    __table_args__ = (
        # With the third column what came with a template is passed over: thousands may share its keys.
        Index("ix_entry_register_key", "register", "key", "from_template"),
        Index("ix_entry_register_sort", "register", "sort", "document_id", "design_id"),
        Index("ix_entry_design_id_register", "design_id", "register"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("block.id"), index=True)
    row_id: Mapped[int | None] = mapped_column(ForeignKey("row.id"), index=True)
    line: Mapped[int | None]
    register: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(Text)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    sort: Mapped[Folded] = mapped_column(default="")
    from_template: Mapped[bool] = mapped_column(default=False)
