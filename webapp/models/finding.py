"""What checks found: at one place of a design, between designs, and why it is no problem."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Model
from webapp.models.person import Person
from webapp.models.types import Id, PieceId, UtcDateTime, utc_now

CODE_MAX = 40
SUBJECT_MAX = 400
REASON_MAX = 500


class Finding(Model):
    """What a check says of one place: a row, a line of code, a section. Derived, with one writer.

    `code` names the check (docs/findings.md), `subject` the place for ever, such as `row-41`,
    `block-9:12` or `section-3`, and what it is about where one place may be told of twice. `about` are
    the words of its sentence. `digest` is that of what was checked: a dismissal holds while it is the same.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_design_id_code", "design_id", "code"),
        Index("ix_finding_code_design_id", "code", "design_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(CODE_MAX))
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    section_id: Mapped[PieceId]
    block_id: Mapped[PieceId | None]
    row_id: Mapped[PieceId | None] = mapped_column(index=True)
    line: Mapped[int | None]
    register: Mapped[str | None] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(SUBJECT_MAX))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))


class Clash(Model):
    """Entries of one key in two designs and more that cannot all be right: one record for all of them.

    `about` are the words of its sentence. `digest` is that of all that take part: a dismissal holds
    while it is the same.
    """

    __tablename__ = "clash"
    __table_args__ = (UniqueConstraint("code", "register", "key"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(CODE_MAX))
    register: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(Text)
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    sides: Mapped[list[ClashSide]] = relationship(back_populates="clash", cascade="all, delete-orphan")


class ClashSide(Model):
    """An entry that takes part in a clash."""

    __tablename__ = "clash_side"
    __table_args__ = (
        Index("ix_clash_side_design_id", "design_id"),
        Index("ix_clash_side_entry_id", "entry_id"),
    )

    clash_id: Mapped[int] = mapped_column(ForeignKey("clash.id"), primary_key=True)
    entry_id: Mapped[PieceId] = mapped_column(primary_key=True, autoincrement=False)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))

    clash: Mapped[Clash] = relationship(back_populates="sides")


class Dismissal(Model):
    """That somebody said why a finding or a clash is no problem. It holds while the digest is the same.

    `subject` is a finding's, or `register:key` of a clash.
    """

    __tablename__ = "dismissal"
    __table_args__ = (UniqueConstraint("code", "subject"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(CODE_MAX))
    subject: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(REASON_MAX))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    person: Mapped[Person] = relationship()
