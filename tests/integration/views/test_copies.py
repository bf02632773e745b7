"""Duplicating a design from its page."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design
from webapp.extensions import db
from webapp.models import Design, Person, Row
from webapp.services import permissions
from webapp.services.documents import document_text, documents_of

COPIES = "/designs/FEAT-001/copies"
TEXT = "# FEAT-001: Login\n\n- [ ] task\n"


def the_copy() -> Design:
    return db.session.scalars(db.select(Design).where(Design.number == 2)).one()


def test_a_copy_is_made_and_shown(as_author: Browser, author: Person, owner: Person) -> None:
    make_design(TEXT, title="Login", owner=owner, status="Approved", documents={"tasks": "# Tasks\n"})
    assert f'action="{COPIES}"' in assert_page(as_author.get("/designs/FEAT-001"))

    assert_goes_to(as_author.post(COPIES), "/designs/FEAT-002")

    copy = the_copy()
    assert (copy.title, copy.owner_id, copy.status) == ("Login (copy)", author.id, "Draft")
    assert [document_text(each) for each in documents_of(copy)] == [
        "# FEAT-002: Login (copy)\n\n- [ ] task\n",
        "# Tasks\n",
    ]
    assert "Copied from FEAT-001." in assert_page(as_author.get("/designs/FEAT-002"))
    assert "Copied from FEAT-001." not in assert_page(as_author.get("/designs/FEAT-002"))


def test_a_piece_is_sent_to_the_copy(as_author: Browser) -> None:
    make_design(TEXT)
    answer = as_author.piece("POST", COPIES)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/designs/FEAT-002")
    assert the_copy().title == "Title (copy)"


def test_any_spelling_of_the_key_will_do(as_author: Browser) -> None:
    make_design(TEXT)
    assert_goes_to(as_author.post("/designs/feat-1/copies"), "/designs/FEAT-002")


def test_the_page_of_every_document_offers_it(as_author: Browser) -> None:
    make_design(TEXT, documents={"tasks": "# Tasks\n"})
    assert f'action="{COPIES}"' in assert_page(as_author.get("/designs/FEAT-001/documents/tasks"))


def test_who_may_not_create_is_refused_and_who_may_is_not(
    as_reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_design(TEXT)
    before = database_digest()
    with monkeypatch.context() as patch:
        patch.setattr(permissions, "may", lambda person, verb, thing=None: verb == "read")
        assert_page(as_reader.post(COPIES), 403)
        assert_piece(as_reader.piece("POST", COPIES), 403)
        assert database_digest() == before
    assert_goes_to(as_reader.post(COPIES), "/designs/FEAT-002")


def test_a_stranger_copies_nothing_and_learns_nothing(as_stranger: Browser) -> None:
    make_design(TEXT)
    before = database_digest()
    there, nowhere = as_stranger.post(COPIES), as_stranger.post("/designs/FEAT-999/copies")
    assert (there.status_code, nowhere.status_code) == (401, 401)
    assert database_digest() == before


@pytest.mark.parametrize("key", ["FEAT-999", "NOPE-001", "FEAT-002"])
def test_what_is_missing_or_in_the_bin_is_a_404(as_author: Browser, key: str) -> None:
    make_design(TEXT)
    make_design(deleted=True)
    before = database_digest()
    assert_page(as_author.post(f"/designs/{key}/copies"), 404)
    assert database_digest() == before


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_the_wrong_verb_is_a_405(as_author: Browser, method: str) -> None:
    make_design(TEXT)
    before = database_digest()
    assert as_author.open(COPIES, method=method).status_code == 405
    assert database_digest() == before


def test_a_damaged_text_is_not_copied(
    app: Flask, as_author: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_design(TEXT)
    db.session.scalars(db.select(Row)).one().source = "- [ ] another\n"
    db.session.commit()
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    before = database_digest()
    assert_page(as_author.post(COPIES), 500)
    assert database_digest() == before
