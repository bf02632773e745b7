"""People, their sessions and the one-time links that let them in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Model
from webapp.models.types import Folded, Id, UtcDateTime, utc_now

EMAIL_MAX = 254
NAME_MAX = 100
PASSWORD_MIN = 12
PASSWORD_MAX = 1024


class Person(Model):
    """Somebody with an account. Without a password hash the account waits for its one-time link.

    `filter_name` is the name, folded, by which people are found and sorted. `single_keys` says whether
    shortcuts of one letter work for them. Who is suspended (`suspended_at`) is let in nowhere; what they
    wrote stays theirs.
    """

    __tablename__ = "person"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(EMAIL_MAX), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    filter_name: Mapped[Folded]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    single_keys: Mapped[bool] = mapped_column(default=True, server_default=true())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    # It always has a value; SQLite adds no column to rows that are there which must have one.
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, nullable=True)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class LoginSession(Model):
    """A browser that is signed in. Only the hash of its token is stored; ending it is final."""

    __tablename__ = "login_session"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agent: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(64), default="")

    person: Mapped[Person] = relationship()


class OneTimeLink(Model):
    """A link that works once: `setup` makes the first administrator, `password` sets a password."""

    __tablename__ = "one_time_link"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Id]
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship()
