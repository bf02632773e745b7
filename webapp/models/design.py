"""Designs: the record FEAT-014 around one or more documents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Base, Model
from webapp.models.person import Person
from webapp.models.project import Project
from webapp.models.types import Folded, Id, UtcDateTime, utc_now

TITLE_MAX = 200
STATUSES = ("Draft", "In review", "Approved", "Implemented", "Superseded", "Rejected")
PRIORITIES = ("P0", "P1", "P2", "P3")
PRIORITY = "P2"
"""What a design has that nobody gave another."""
NOBODY = "nobody"
"""What stands for an owner's id where designs without one are meant."""

design_contributor = Table(
    "design_contributor",
    Base.metadata,
    Column("design_id", ForeignKey("design.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
)


class Design(Model):
    """A design's data. `tasks`, `tasks_done` and `open_questions` are counted from its entries.

    A design in the bin (`deleted_at`) keeps its number for ever. `filter_text` is title and key,
    folded, by which the list filters and sorts by title. A locked one (`locked_at`) is changed by its owner
    and its contributors alone.
    """

    __tablename__ = "design"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        # Designs are walked through from the last change on: those of other projects cost next to nothing.
        Index("ix_design_updated_at_id_project_id", "updated_at", "id", "project_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    filter_text: Mapped[Folded]
    status: Mapped[str] = mapped_column(String(20), default=STATUSES[0])
    priority: Mapped[str] = mapped_column(String(2), default=PRIORITY)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("design.id"), index=True)
    tasks: Mapped[int] = mapped_column(default=0)
    tasks_done: Mapped[int] = mapped_column(default=0)
    open_questions: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Person | None] = relationship(lazy="joined")
    parent: Mapped[Design | None] = relationship(remote_side="Design.id")
    contributors: Mapped[list[Person]] = relationship(
        secondary=design_contributor, order_by=Person.filter_name
    )

    @property
    def design_id(self) -> int:
        """Its id, by the name that a place in it has for it."""
        return self.id

    @property
    def key(self) -> str:
        """FEAT-014: the project's key and the number, at least three digits."""
        return f"{self.project.key}-{self.number:03d}"
