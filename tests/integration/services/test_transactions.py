"""Write transactions: one writer of a design at a time, and nobody waits longer than they have patience."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.factories import make_design
from webapp.extensions import db
from webapp.models import Design
from webapp.services.errors import Busy
from webapp.services.transactions import hold, transaction

HELD_SECONDS = 10.0


@pytest.fixture
def design(app: Flask) -> Design:
    return make_design()


@pytest.mark.parametrize("patience", [0, 0.2])
def test_a_writer_gives_up_when_patience_ends(app: Flask, design: Design, patience: float) -> None:
    with held_elsewhere(app, design.id):
        began = time.monotonic()
        with pytest.raises(Busy), transaction(patience=patience):
            hold(design.id)
        assert patience <= time.monotonic() - began < HELD_SECONDS / 2


def test_a_writer_with_patience_comes_after_the_other(app: Flask, design: Design) -> None:
    with held_elsewhere(app, design.id, seconds=0.2), transaction():
        assert hold(design.id).title == "Held"


@contextmanager
def held_elsewhere(app: Flask, design_id: int, *, seconds: float = HELD_SECONDS) -> Iterator[None]:
    """Another thread has a write transaction open on this design, and retitles it before it ends."""
    begun, let_go = threading.Event(), threading.Event()

    def write() -> None:
        with app.app_context(), transaction():
            held = hold(design_id)
            begun.set()
            let_go.wait(seconds)
            held.title = "Held"

    db.session.rollback()
    other = threading.Thread(target=write)
    other.start()
    assert begun.wait(HELD_SECONDS)
    try:
        yield
    finally:
        let_go.set()
        other.join()
