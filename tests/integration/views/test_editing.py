"""What every request that edits a document answers: the same questions of all of them."""

from __future__ import annotations

import re

import pytest

from tests.assertions import assert_page, assert_piece, database_digest, without_tokens
from tests.browser import Browser
from tests.edits import EDITS, WRITES, make_edited, make_ready
from webapp.extensions import db
from webapp.models import Batch, Design, Project
from webapp.services.projects import set_open_role

edits = pytest.mark.parametrize("name", EDITS)
writes = pytest.mark.parametrize("name", WRITES)


def open_to(role: str | None) -> None:
    """Say what everyone may do where the designs are."""
    project = db.session.scalars(db.select(Project)).one()
    set_open_role(project, role, project.version)


@edits
def test_without_scripts_an_edit_leads_back_to_the_page(as_author: Browser, name: str) -> None:
    ids = make_edited()
    edit = EDITS[name](ids)
    method = "POST" if edit.method == "PUT" else edit.method
    answer = as_author.open(edit.path, method=method, data=edit.data)
    assert answer.status_code == 303, answer.text
    assert answer.location.startswith(f"/designs/{ids.key}")
    assert db.session.scalar(db.select(db.func.count()).select_from(Batch)) == 1
    assert_page(as_author.get(answer.location.partition("#")[0]))


@writes
def test_who_may_only_read_is_refused(as_author: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    open_to("reader")
    before = database_digest()
    assert as_author.piece(edit.method, edit.path, data=edit.data).status_code == 403
    assert database_digest() == before


@writes
def test_a_stranger_is_refused(as_author: Browser, client: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    before = database_digest()
    assert client.piece(edit.method, edit.path, data=edit.data).status_code == 401
    assert database_digest() == before


OF_A_DESIGN = [name for name in WRITES if name != "new design"]


@pytest.mark.parametrize("name", OF_A_DESIGN)
def test_what_is_not_there_and_what_may_not_be_seen_is_answered_alike(as_author: Browser, name: str) -> None:
    _, edit = make_ready(name, as_author)
    nowhere, named = re.sub(r"\d+", "987654321", edit.path, count=1), edit.data
    if nowhere == edit.path:  # what it is about is named in the form
        named = edit.data | {"designs": ["FEAT-999"]}
    open_to(None)
    before = database_digest()
    missing = as_author.piece(edit.method, nowhere, data=named)
    hidden = as_author.piece(edit.method, edit.path, data=edit.data)
    assert (missing.status_code, hidden.status_code) == (404, 404), missing.text
    assert without_tokens(missing.text) == without_tokens(hidden.text)
    assert database_digest() == before


def test_a_design_in_the_bin_is_not_edited(as_author: Browser) -> None:
    ids = make_edited()
    design = db.session.scalars(db.select(Design).where(Design.number == 1)).one()
    design.deleted_at = design.updated_at
    db.session.commit()
    before = database_digest()
    for name, made in EDITS.items():
        edit = made(ids)
        assert as_author.piece(edit.method, edit.path, data=edit.data).status_code == 404, name
    assert database_digest() == before


def test_what_was_deleted_meanwhile_is_a_conflict_that_says_so(as_author: Browser) -> None:
    ids = make_edited()
    meanwhile = [f"/sections/{ids.endpoints}", f"/sections/{ids.later}", f"/documents/{ids.notes}"]
    for path in meanwhile:
        assert as_author.piece("DELETE", path).status_code in {200, 204}
    before = database_digest()
    for name, made in EDITS.items():
        edit = made(ids)
        if name in {"add document", "add section"}:  # the design and its main document are still there
            continue
        answer = as_author.piece(edit.method, edit.path, data=edit.data)
        assert answer.status_code == 409, (name, answer.text)
        assert "deleted this" in answer.text, name
    assert database_digest() == before


def test_the_wrong_verb_is_said_to_be_wrong(as_author: Browser) -> None:
    ids = make_edited()
    before = database_digest()
    for name, made in EDITS.items():
        assert as_author.piece("PATCH", made(ids).path).status_code == 405, name
    assert database_digest() == before


@pytest.mark.parametrize(
    "path",
    [
        "/rows/{get}/cells/c1",
        "/rows/{one}/cells/text",
        "/rows/{get}",
        "/rows/{one}",
        "/blocks/{table}",
        "/blocks/{items}",
        "/blocks/{prose}",
        "/blocks/{table}/text",
        "/blocks/{prose}/text",
        "/blocks/{table}/columns/c1",
        "/sections/{later}",
        "/sections/{later}/title",
        "/documents/{document}",
        "/documents/{notes}",
        "/designs/{key}/documents",
    ],
)
def test_without_scripts_everything_has_a_page_with_a_form(as_author: Browser, path: str) -> None:
    ids = make_edited()
    address = path.format(**vars(ids))
    page = assert_page(as_author.get(address))
    assert "<form" in page.partition("<main")[2]
    assert f'href="/designs/{ids.key}' in page
    open_to("reader")
    before = database_digest()
    assert_page(as_author.get(address), 403)
    assert database_digest() == before


def test_a_form_is_the_same_bytes_as_in_its_page(as_author: Browser) -> None:
    ids = make_edited()
    for path in (f"/rows/{ids.get}/cells/c1", f"/blocks/{ids.prose}/text", f"/sections/{ids.later}/title"):
        piece = without_tokens(assert_piece(as_author.piece("GET", path))).strip()
        assert piece.startswith("<form")
        assert piece in without_tokens(assert_page(as_author.get(path)))
