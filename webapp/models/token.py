"""API tokens, and the answers that a named request had."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.extensions import Model
from webapp.models.batch import KEY_MAX
from webapp.models.person import Person
from webapp.models.project import Project
from webapp.models.types import Id, UtcDateTime, utc_now

TOKEN_NAME_MAX = 60
SCOPES = ("read", "write")
"""What a token may do; each may do what those before it may."""


class ApiToken(Model):
    """A way for a program to act as a person, and never to do more than they may at that moment.

    Only the hash of the token is stored; `hint` is how it begins, by which its owner knows it. With a
    project it is good for that one alone. `last_used_at` is written now and then, not with each use.
    """

    __tablename__ = "api_token"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str] = mapped_column(String(TOKEN_NAME_MAX))
    scope: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
    project: Mapped[Project | None] = relationship()


class GivenAnswer(Model):
    """What a request that named itself was answered: sent again, it is answered so again.

    `fingerprint` says what was asked for; another request under the same name is refused.
    """

    __tablename__ = "given_answer"
    __table_args__ = (Index("ix_given_answer_at", "at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_MAX), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(JSON)
    body: Mapped[bytes] = mapped_column(LargeBinary)
