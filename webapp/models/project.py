"""Projects: a key prefix, a name, a template; each numbers its designs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from webapp.extensions import Model
from webapp.models.person import Person
from webapp.models.types import Id, UtcDateTime, utc_now
from webapp.utils.keys import Key

PROJECT_KEY_MAX = 10
PROJECT_NAME_MAX = 100
ROLES = ("reader", "author", "maintainer")
"""What a member of a project may be; each may do all that those before it may."""
ROLE_MAX = 12


class Project(Model):
    """A key prefix such as FEAT. `next_number` only ever grows: a number is given once.

    `template` is None where the template that ships is used. It is loaded when it is asked for, since
    it is as long as a document may be; `has_own_template` comes with the project. `open_role` is the role
    of ROLES that everyone signed in has here; None where the project is for its members only. An archived
    project (`archived_at`) is there to be read.
    """

    __tablename__ = "project"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(PROJECT_KEY_MAX), unique=True)
    name: Mapped[str] = mapped_column(String(PROJECT_NAME_MAX))
    template: Mapped[str | None] = mapped_column(Text, deferred=True)
    next_number: Mapped[int] = mapped_column(default=1)
    # None is said, and not left to the default.
    open_role: Mapped[str | None] = mapped_column(String(ROLE_MAX).evaluates_none(), default="author")
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    has_own_template: Mapped[bool] = column_property(template.is_not(None))

    @property
    def next_key(self) -> str:
        """FEAT-015: the key that the next design gets."""
        return str(Key(self.key, self.next_number))

    @property
    def label(self) -> str:
        """FEAT Features: key and name, or the key alone where the project is called by it."""
        return self.key if self.name == self.key else f"{self.key} {self.name}"


class Member(Model):
    """The role that somebody has in a project, beside what it gives to everyone."""

    __tablename__ = "member"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(ROLE_MAX))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship()
