"""A form that comes slowly is asked about as it is when it has come: rights are of that moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser import Browser
from tests.factories import make_design
from tests.integration.api.meanwhile import elsewhere
from tests.integration.api.test_slow_bodies import Slow, close, nothing, only_read, suspend
from webapp.extensions import db
from webapp.models import Design, LoginSession
from webapp.models.types import utc_now
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction
from webapp.views import slow_bodies

SENT = b"text=Late&base=Early"


def sign_out() -> None:
    db.session.scalars(db.select(LoginSession)).one().ended_at = utc_now()


@pytest.mark.parametrize(
    ("done", "status"), [(nothing, 303), (suspend, 401), (sign_out, 401), (close, 404), (only_read, 403)]
)
def test_rights_are_those_of_when_it_has_come(
    app: Flask,
    as_author: Browser,
    monkeypatch: pytest.MonkeyPatch,
    done: Callable[[], None],
    status: int,
) -> None:
    monkeypatch.setattr(slow_bodies, "SLOWLY", 0)
    design = make_design("Words.\n", title="Early")
    design_id = design.id

    def write() -> None:
        with transaction():
            done()
            forget_rights()

    answer = as_author.open(
        f"/designs/{design.key}/title",
        method="POST",
        input_stream=Slow(SENT, lambda: elsewhere(app, write)),
        content_length=len(SENT),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == status
    db.session.expire_all()
    assert db.session.get_one(Design, design_id).title == ("Late" if status == 303 else "Early")
