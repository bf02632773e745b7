"""History: one user action is one batch; its changes say piece, before, after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Model
from webapp.models.types import Id, PieceId, UtcDateTime, utc_now

KEY_MAX = 64
"""How long the name of a request may be."""


class Batch(Model):
    """Who did what when. `undoes` names the batch that this one took back.

    `key` is what the request that made it was called, and `fingerprint` what it asked for: sent again,
    it is the same request. `group_id` is the first batch of an action over several designs.
    """

    __tablename__ = "batch"
    __table_args__ = (
        Index(
            "uq_batch_person_key",
            "person_id",
            "key",
            unique=True,
            sqlite_where=text("key IS NOT NULL"),
            postgresql_where=text("key IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    verb: Mapped[str] = mapped_column(String(40))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    key: Mapped[str | None] = mapped_column(String(KEY_MAX))
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)

    changes: Mapped[list[Change]] = relationship(order_by="Change.id", back_populates="batch")


class Change(Model):
    """One piece before and after. `before` is None for a new piece, `after` for a deleted one."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_what_piece_id", "what", "piece_id"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    what: Mapped[str] = mapped_column(String(10))
    piece_id: Mapped[PieceId]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    batch: Mapped[Batch] = relationship(back_populates="changes")
