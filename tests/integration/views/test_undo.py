"""Undo and redo at their addresses."""

from __future__ import annotations

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design
from tests.integration.services.test_undoing import TEXT, replace, text_of, write
from webapp.extensions import db
from webapp.models import Batch, Person
from webapp.services.bin import delete_designs
from webapp.services.design_values.many import set_many
from webapp.services.undoing import undo_last

PIECE = {"HX-Request": "true", "HX-Request-Type": "partial"}
HOOKS = replace("| POST | /webhooks | yes |", "| POST | /hooks | yes |")


def test_an_undo_answers_the_pieces_that_changed_and_says_what_was_undone(
    as_owner: Browser, owner: Person
) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    answer = as_owner.post(f"/designs/{design.key}/undo", headers=PIECE)
    text = assert_piece(answer)
    assert "/webhooks" in text
    assert 'hx-target="#row-' in text
    assert "Undone: Path of “POST /webhooks” changed from “/webhooks” to “/hooks”" in text
    assert f'action="/designs/{design.key}/redo"' in text
    assert text_of(design) == TEXT
    newest = db.session.scalars(db.select(Batch.id).order_by(Batch.id.desc())).first()
    assert answer.headers["Designbook-Batch"] == str(newest)


def test_a_redo_answers_likewise(as_owner: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    undo_last(design, by=owner)
    text = assert_piece(as_owner.post(f"/designs/{design.key}/redo", headers=PIECE))
    assert "Done again: Path" in text
    assert f'action="/designs/{design.key}/undo"' in text
    assert "/hooks" in text_of(design)


def test_without_scripts_the_page_that_asked_is_shown_again(as_owner: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    answer = as_owner.post(f"/designs/{design.key}/undo")
    assert_goes_to(answer, f"/designs/{design.key}/changes")
    assert "Undone: Path" in as_owner.get(answer.location).text
    here = f"/designs/{design.key}/changes?q=path"
    answer = as_owner.post(f"/designs/{design.key}/redo", headers={"Referer": f"http://localhost{here}"})
    assert_goes_to(answer, here)


@pytest.mark.parametrize(
    ("noun", "words"), [("undo", "nothing of yours to undo"), ("redo", "nothing to do again")]
)
def test_where_there_is_nothing_it_says_so(as_owner: Browser, noun: str, words: str) -> None:
    design = make_design(TEXT)
    before = database_digest()
    answer = as_owner.post(f"/designs/{design.key}/{noun}", headers=PIECE)
    assert words in assert_piece(answer)
    assert "Designbook-Batch" not in answer.headers
    assert database_digest() == before


def test_a_conflict_shows_all_three_texts_and_writes_nothing(
    as_owner: Browser, owner: Person, author: Person
) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, HOOKS)
    write(design, author, replace("/hooks", "/callbacks"))
    before = database_digest()
    text = assert_piece(as_owner.post(f"/designs/{design.key}/undo", headers=PIECE), 409)
    for words in ("An Author changed Path", "/hooks", "/callbacks", "/webhooks"):
        assert words in text
    assert f'action="/batches/{batch_id}/undo"' in text
    assert "Undo the rest" not in text
    assert database_digest() == before
    assert "Not undone" in assert_page(as_owner.post(f"/batches/{batch_id}/undo"), 409)


def test_the_rest_is_undone_where_it_is_asked_for(as_owner: Browser, owner: Person, author: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, lambda text: text.replace("/webhooks |", "/hooks |"))
    write(design, author, replace("| POST | /hooks | yes |", "| POST | /callbacks | yes |"))
    assert "Undo the rest" in assert_piece(as_owner.post(f"/batches/{batch_id}/undo", headers=PIECE), 409)
    assert_piece(as_owner.post(f"/batches/{batch_id}/undo", data={"rest": "yes"}, headers=PIECE))
    assert "| GET | /webhooks | yes |\n| POST | /callbacks | yes |" in text_of(design)


def test_an_undo_from_the_list_answers_the_rows_of_all_its_designs(as_owner: Browser, owner: Person) -> None:
    designs = [make_design(TEXT) for _ in range(2)]
    saved = set_many(designs, "status", "Approved", by=owner)
    headers = PIECE | {"HX-Current-URL": "http://localhost/?q=x"}
    text = assert_piece(as_owner.post(f"/batches/{saved.batch_id}/undo", headers=headers))
    for design in designs:
        assert f'hx-target="#design-{design.id}"' in text
        db.session.refresh(design)
        assert design.status == "Draft"


def test_a_deletion_is_undone_from_the_bin(as_owner: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    saved = delete_designs([design], by=owner)
    assert as_owner.post(f"/batches/{saved.batch_id}/undo", headers=PIECE).status_code == 200
    db.session.refresh(design)
    assert design.deleted_at is None


def test_the_same_request_sent_again_undoes_once(as_owner: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, replace("first", "1st"))
    write(design, owner, HOOKS)
    headers = PIECE | {"Idempotency-Key": "0c5f0f6e-1111-4222-8333-444455556666"}
    first = as_owner.post(f"/designs/{design.key}/undo", headers=headers)
    again = as_owner.post(f"/designs/{design.key}/undo", headers=headers)
    assert first.headers["Designbook-Batch"] == again.headers["Designbook-Batch"]
    assert "1st" in text_of(design)


def test_an_undo_takes_no_other_field(as_owner: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, HOOKS)
    before = database_digest()
    for address in (f"/designs/{design.key}/undo", f"/batches/{batch_id}/undo"):
        assert as_owner.post(address, data={"person_id": "1"}, headers=PIECE).status_code == 422
    assert database_digest() == before


def test_strangers_undo_nothing(as_stranger: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    batch_id = write(design, owner, HOOKS)
    before = database_digest()
    for address in (
        f"/designs/{design.key}/undo",
        f"/designs/{design.key}/redo",
        f"/batches/{batch_id}/undo",
    ):
        assert as_stranger.post(address, headers=PIECE).status_code == 401
    assert database_digest() == before


def test_what_is_not_there_is_not_undone(as_owner: Browser, owner: Person) -> None:
    design = make_design(TEXT)
    write(design, owner, HOOKS)
    delete_designs([design], by=owner)
    batch_id = db.session.scalars(db.select(Batch.id).order_by(Batch.id)).first()
    for address in ("/batches/987654321/undo", f"/batches/{batch_id}/undo", f"/designs/{design.key}/undo"):
        assert as_owner.post(address, headers=PIECE).status_code == 404
