"""A body that comes slowly is asked about as it is when it has come: rights are of that moment."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.factories import make_design
from tests.integration.api.conftest import ApiClient
from tests.integration.api.meanwhile import elsewhere
from webapp.api import gate
from webapp.extensions import db
from webapp.models import ApiToken, Design, Person, Project
from webapp.models.types import utc_now
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction

SENT = b'{"title": "Late"}'


class Slow(BytesIO):
    """A body before whose end something else happens."""

    def __init__(self, data: bytes, meanwhile: Callable[[], None]) -> None:
        super().__init__(data)
        self.meanwhile = meanwhile

    def read(self, size: int | None = -1, /) -> bytes:
        self._wait()
        return super().read(size)

    def readinto(self, buffer: Any, /) -> int:
        self._wait()
        return super().readinto(buffer)

    def _wait(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, nothing
        meanwhile()


def nothing() -> None:
    """Nobody takes anything away."""


def suspend() -> None:
    db.session.scalars(db.select(Person)).one().suspended_at = utc_now()


def revoke() -> None:
    db.session.scalars(db.select(ApiToken)).one().revoked_at = utc_now()


def close() -> None:
    db.session.scalars(db.select(Project)).one().open_role = None


def only_read() -> None:
    db.session.scalars(db.select(Project)).one().open_role = "reader"


@pytest.mark.parametrize(
    ("done", "status"), [(nothing, 200), (suspend, 401), (revoke, 401), (close, 404), (only_read, 403)]
)
def test_rights_are_those_of_when_it_has_come(
    app: Flask,
    as_author_api: ApiClient,
    monkeypatch: pytest.MonkeyPatch,
    done: Callable[[], None],
    status: int,
) -> None:
    monkeypatch.setattr(gate, "SLOWLY", 0)
    design_id = make_design(title="Early").id

    def write() -> None:
        with transaction():
            done()
            forget_rights()

    answer = as_author_api.send(
        "PATCH",
        f"/designs/{design_id}",
        input_stream=Slow(SENT, lambda: elsewhere(app, write)),
        content_length=len(SENT),
        content_type="application/json",
    )
    assert answer.status_code == status
    db.session.expire_all()
    assert db.session.get_one(Design, design_id).title == ("Late" if status == 200 else "Early")
