"""The sample project in the browser: offered by the empty list, loaded with one button."""

from __future__ import annotations

import re

from tests.assertions import assert_goes_to, assert_page, database_digest
from tests.browser import Browser
from tests.factories import make_design, make_project
from webapp.extensions import db
from webapp.models import Design, Person

BUTTON = "Load a sample project"


def test_the_empty_list_offers_the_sample_and_a_list_with_designs_does_not(as_administrator: Browser) -> None:
    assert BUTTON in assert_page(as_administrator.get("/"))
    make_design()
    assert BUTTON not in assert_page(as_administrator.get("/"))
    assert BUTTON not in assert_page(as_administrator.get("/?q=nothing+is+called+this"))


def test_the_button_leads_to_the_list_of_its_eight_designs(
    as_administrator: Browser, administrator: Person
) -> None:
    make_project()
    form = re.search(
        rf'<form method="post" action="([^"]+)">(?:(?!</form>).)*{BUTTON}',
        as_administrator.get("/").text,
        re.S,
    )
    assert form

    assert_goes_to(as_administrator.post(form[1]), "/?project=LIB")

    page = assert_page(as_administrator.get("/?project=LIB"))
    assert "The sample project LIB is loaded: 8 designs of an imaginary town library." in page
    assert re.findall(r'designs__key">([A-Z]+-\d+)', page) == [
        *("LIB-001", "LIB-006", "LIB-002", "LIB-005", "LIB-008", "LIB-007", "LIB-004", "LIB-003")
    ]
    assert {design.owner_id for design in db.session.scalars(db.select(Design))} == {administrator.id}


def test_every_document_of_it_has_a_page(as_administrator: Browser) -> None:
    as_administrator.post("/sample")
    for number in range(1, 9):
        assert_page(as_administrator.get(f"/designs/LIB-00{number}"))
    for key in ("LIB-001", "LIB-002"):
        for name in ("spec", "tasks"):
            assert_page(as_administrator.get(f"/designs/{key}/documents/{name}"))


def test_a_second_time_it_says_that_the_sample_is_there(as_administrator: Browser) -> None:
    as_administrator.post("/sample")
    as_administrator.get("/?project=LIB")
    before = database_digest()

    assert_goes_to(as_administrator.post("/sample"), "/?project=LIB")

    page = assert_page(as_administrator.get("/?project=LIB"))
    assert "The sample project LIB is there already. Nothing was changed." in page
    assert database_digest() == before


def test_another_project_of_that_key_is_left_alone_and_the_page_says_why(as_administrator: Browser) -> None:
    make_project("LIB", "Libraries we use")
    before = database_digest()

    assert_goes_to(as_administrator.post("/sample"), "/")

    page = assert_page(as_administrator.get("/"))
    assert "there is a project LIB already that is not the sample" in page
    assert 'class="notice notice--wrong"' in page
    assert 'role="alert"' in page
    assert database_digest() == before


def test_a_stranger_loads_nothing(as_stranger: Browser) -> None:
    before = database_digest()
    assert_page(as_stranger.post("/sample"), 401)
    assert database_digest() == before


def test_looking_at_the_address_loads_nothing(as_administrator: Browser) -> None:
    before = database_digest()
    assert_page(as_administrator.get("/sample"), 405)
    assert database_digest() == before
