"""Documents of a design: added, renamed, moved, deleted."""

from __future__ import annotations

import pytest

from tests.assertions import assert_goes_to, assert_page, database_digest
from tests.browser import Browser
from tests.edits import Ids, make_edited
from tests.markup import text_of, tree
from webapp.extensions import db
from webapp.models import Design
from webapp.services.documents import documents_of


@pytest.fixture
def ids(app: object) -> Ids:
    """A design to edit."""
    return make_edited()


def names() -> list[str]:
    design = db.session.scalars(db.select(Design).order_by(Design.id).limit(1)).one()
    return [document.name for document in documents_of(design)]


def test_a_document_is_added_and_shown(as_author: Browser, ids: Ids) -> None:
    answer = as_author.post(f"/designs/{ids.key}/documents", data={"name": "test plan"})
    assert names() == ["design", "notes", "tasks", "test plan"]
    assert_goes_to(answer, f"/designs/{ids.key}/documents/test%20plan")
    assert "Nothing is written yet" in assert_page(as_author.get(answer.location))


def test_a_script_is_sent_there(as_author: Browser, ids: Ids) -> None:
    answer = as_author.piece("POST", f"/designs/{ids.key}/documents", data={"name": "plan"})
    assert answer.headers["HX-Redirect"] == f"/designs/{ids.key}/documents/plan"


def test_a_document_is_renamed_moved_and_deleted(as_author: Browser, ids: Ids) -> None:
    address = f"/documents/{ids.notes}"
    answer = as_author.post(f"{address}/name", data={"name": "remarks"})
    assert_goes_to(answer, f"/designs/{ids.key}/documents/remarks")
    answer = as_author.post(f"{address}/position", data={"after": str(ids.tasks)})
    assert_goes_to(answer, f"/designs/{ids.key}/documents/remarks")
    assert names() == ["design", "tasks", "remarks"]
    assert_goes_to(as_author.post(f"{address}/deletion"), f"/designs/{ids.key}")
    assert names() == ["design", "tasks"]


@pytest.mark.parametrize("name", ["", "  ", "..", "design", "Notes", "x" * 101, "a\x00b"])
def test_a_name_that_cannot_be_is_refused_by_its_form(as_author: Browser, ids: Ids, name: str) -> None:
    before = database_digest()
    for path in (f"/designs/{ids.key}/documents", f"/documents/{ids.tasks}/name"):
        page = assert_page(as_author.post(path, data={"name": name}), 422)
        (field,) = [each for each in tree(page).iter("input") if each.get("name") == "name"]
        assert field.get("aria-invalid") == "true"
        assert 'class="field__error"' in page
    assert database_digest() == before


def test_the_main_document_keeps_its_name_and_its_place(as_author: Browser, ids: Ids) -> None:
    before = database_digest()
    address = f"/documents/{ids.document}"
    assert as_author.post(f"{address}/name", data={"name": "other"}).status_code == 422
    assert as_author.post(f"{address}/position", data={"after": str(ids.tasks)}).status_code == 422
    assert as_author.post(f"{address}/deletion").status_code == 422
    page = assert_page(as_author.get(address))
    assert "keeps its name and stays in front" in page
    assert [text_of(form) for form in tree(page).iter("form") if "Delete" in text_of(form)] == []
    assert database_digest() == before


def test_a_document_does_not_stand_after_one_of_another_design(as_author: Browser, ids: Ids) -> None:
    other = make_edited()
    before = database_digest()
    for after in (str(other.notes), str(ids.notes), "x", "0"):
        answer = as_author.post(f"/documents/{ids.notes}/position", data={"after": after})
        assert answer.status_code in {404, 422}, after
    assert database_digest() == before
