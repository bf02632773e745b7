"""What is empty says what it is and offers the one action that fills it; what is full says nothing of it."""

from __future__ import annotations

import pytest

from tests.assertions import assert_page, assert_piece
from tests.browser import Browser
from tests.factories import make_design, make_project
from tests.markup import tree
from webapp.extensions import db

UNWRITTEN = "Nothing is written yet"
UNCOUNTED = "Nothing is counted yet."


def test_a_project_without_designs_offers_its_first(as_reader: Browser) -> None:
    make_design(project=make_project())
    make_project("PAY", "Payments")
    page = assert_page(as_reader.get("/?project=PAY"))
    assert "No designs in PAY yet" in page
    assert 'href="/designs/new?project=PAY"' in page
    assert "No designs in PAY yet" in assert_piece(as_reader.piece("GET", "/?project=PAY"))
    make_design(project=make_project("PAY"))
    assert "No designs in PAY yet" not in assert_page(as_reader.get("/?project=PAY"))


@pytest.mark.parametrize("more", ["q=x", "status=Approved", "priority=P0", "owner=nobody"])
def test_a_project_narrowed_further_may_have_designs(as_reader: Browser, more: str) -> None:
    make_design(project=make_project())
    make_project("PAY", "Payments")
    page = assert_page(as_reader.get(f"/?project=PAY&{more}"))
    assert "No design matches" in page
    assert "No designs in PAY yet" not in page


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "# FEAT-001: Title\n"])
def test_a_document_with_nothing_but_a_title_says_how_it_is_filled(as_reader: Browser, text: str) -> None:
    make_design(text)
    page = assert_page(as_reader.get("/designs/FEAT-001"))
    assert UNWRITTEN in page
    assert "import it under the name that it has." in page
    assert 'href="/designs/FEAT-001.md"' in page


@pytest.mark.parametrize(
    "text", ["word\n", "## Chapter\n", "# Title\n\n# Another\n", "---\na: b\n---\n", "<!-- -->\n"]
)
def test_a_document_with_anything_more_does_not(as_reader: Browser, text: str) -> None:
    make_design(text)
    assert UNWRITTEN not in assert_page(as_reader.get("/designs/FEAT-001"))


@pytest.mark.parametrize(
    ("text", "filled"), [("", "## Goals\n"), ("# FEAT-001: Title\n", "# FEAT-001: Title\n\n## Goals\n")]
)
def test_its_first_section_is_added_on_the_page(as_reader: Browser, text: str, filled: str) -> None:
    make_design(text)
    page = tree(as_reader.get("/designs/FEAT-001").text)
    (form,) = [each for each in page.iter("form") if each.get("class") == "unwritten__first"]
    sent = {str(each.get("name")): each.get("value", "") for each in form.iter("input")}
    answer = as_reader.post(str(form.get("action")), data=sent | {"text": "Goals"})
    assert answer.status_code == 303, answer.text
    assert UNWRITTEN not in assert_page(as_reader.get("/designs/FEAT-001"))
    assert as_reader.get("/designs/FEAT-001.md").text == filled


def test_another_document_is_imported_in_a_folder(as_reader: Browser) -> None:
    make_design("text\n", documents={"my notes": ""})
    page = assert_page(as_reader.get("/designs/FEAT-001/documents/my%20notes"))
    assert "import it as my notes.md in a folder called FEAT-001." in " ".join(page.split())
    assert UNWRITTEN not in assert_page(as_reader.get("/designs/FEAT-001"))


def test_a_heading_alone_in_another_document_is_its_text(as_reader: Browser) -> None:
    make_design("text\n", documents={"tasks": "# Tasks\n"})
    assert UNWRITTEN not in assert_page(as_reader.get("/designs/FEAT-001/documents/tasks"))


def test_the_paper_of_an_empty_design_teaches_nothing(as_reader: Browser) -> None:
    make_design("")
    assert UNWRITTEN not in assert_page(as_reader.get("/designs/FEAT-001/print"))


def test_a_design_that_no_register_knows_says_what_would_be_counted(as_reader: Browser) -> None:
    make_design("text\n")
    page = assert_page(as_reader.get("/designs/FEAT-001"))
    assert UNCOUNTED in page
    assert 'href="/help#registers"' in page
    make_design("- [ ] task\n\n# Tasks\n\n- [ ] task\n")
    assert UNCOUNTED not in assert_page(as_reader.get("/designs/FEAT-002"))


@pytest.mark.parametrize("path", ["/search", "/registers"])
def test_where_there_are_no_designs_it_says_how_they_come(as_reader: Browser, path: str) -> None:
    project = make_project()
    project.open_role = "reader"
    db.session.commit()
    assert 'href="/designs/new"' not in assert_page(as_reader.get(path)).partition("<main")[2]
    project.open_role = "author"
    db.session.commit()
    main = assert_page(as_reader.get(path)).partition("<main")[2]
    assert 'href="/designs/new"' in main
    assert 'href="/imports/new"' in main
    make_design("# A\n\n| Method | Endpoint |\n|---|---|\n| GET | /rooms |\n")
    assert 'href="/designs/new"' not in assert_page(as_reader.get(path)).partition("<main")[2]
