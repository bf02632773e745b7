"""Saved views: a list with its box, filters, order and columns, under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Model
from webapp.models.person import Person
from webapp.models.project import Project
from webapp.models.types import Id, UtcDateTime, utc_now

VIEW_NAME_MAX = 60
VIEW_QUERY_MAX = 2000
LIST_MAX = 40


class SavedView(Model):
    """What an address asks of a list, under a name: for one person, or for all of a project.

    `list` is the list's own name: `designs`, `bin`, `changes`, `findings`, `registers/endpoints` …;
    `query` is what stands behind the question mark, in its one spelling. `project_id` is None where the
    view is its person's alone.
    """

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_list", "list"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    list: Mapped[str] = mapped_column(String(LIST_MAX))
    name: Mapped[str] = mapped_column(String(VIEW_NAME_MAX))
    query: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)

    person: Mapped[Person] = relationship()
    project: Mapped[Project | None] = relationship()
