"""A design that somebody may read stands under one that they may not: nothing tells of that one (S04)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.browser import Browser
from tests.conftest import make_account, signed_in
from tests.factories import make_design, make_project
from tests.integration.api.conftest import ApiClient, api_of
from webapp.extensions import db
from webapp.models import Design, Member, Person
from webapp.services.design_values.parent import set_parent
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction

CANARY = "WOMBAT"
"""The key of the hidden project, which stands in every name of what is in it."""


@pytest.fixture
def insider(app: Flask) -> Person:
    """The one member of the hidden project."""
    return make_account("insider@example.org", "Wanda")


@pytest.fixture
def hidden(insider: Person) -> Design:
    """A design of a project for members only."""
    project = make_project(CANARY, CANARY)
    with transaction():
        project.open_role = None
        db.session.add(Member(project_id=project.id, person_id=insider.id, role="author"))
        forget_rights()
    return make_design(title=CANARY, project=project, owner=insider)


@pytest.fixture
def design(insider: Person, hidden: Design, owner: Person) -> Design:
    """A design that everybody reads, put under the hidden one, away from it, and under it again."""
    design = make_design(title="Open", owner=owner)
    set_parent(design, hidden.key, base="", by=insider)
    set_parent(design, "", base=hidden.key, by=insider)
    set_parent(design, hidden.key, base="", by=insider)
    return design


def addresses(design: Design) -> Iterator[str]:
    """Every page and piece about the design."""
    yield from ("/", "/designs/print", "/search?q=open", "/files")
    for part in (
        *("", "/changes", "/changes?q=parent", "/news?since=0", "/print", "/handout", "/card", "/facts"),
        *("/remarks", "/parent", f"/parent?q={CANARY[:3]}", ".md", "/documents", "/backlinks"),
    ):
        yield f"/designs/{design.key}{part}"


def telling(browser: Browser, design: Design) -> list[str]:
    asked = [(each, browser.piece("GET", each).text) for each in addresses(design)]
    asked += [(each, browser.get(each).text) for each in addresses(design)]
    return [each for each, text in asked if f"{CANARY}-001" in text]


def test_no_page_names_it(as_owner: Browser, design: Design) -> None:
    assert telling(as_owner, design) == []


def test_who_may_read_it_is_told(app: Flask, insider: Person, design: Design) -> None:
    told = telling(signed_in(app, insider), design)
    assert {f"/designs/{design.key}{part}" for part in ("", "/changes", "/changes?q=parent")} <= set(told)


def test_the_api_names_it_nowhere(app: Flask, owner: Person, design: Design, hidden: Design) -> None:
    program = api_of(app, owner)
    assert program.get(f"/designs/{design.id}").json["parent_id"] is None
    for change in changes(program, design):
        assert CANARY not in str(change)
        [piece] = change["pieces"]
        assert (piece["before"], piece["after"]) == ({"parent_id": None}, {"parent_id": None})


def test_the_api_names_it_to_who_may_read_it(
    app: Flask, insider: Person, design: Design, hidden: Design
) -> None:
    told = changes(api_of(app, insider), design)
    assert [each["pieces"][0]["after"]["parent_id"] for each in told] == [hidden.id, None, hidden.id]
    assert all(f"{CANARY}-001" in each["sentence"] for each in told)


def test_a_token_of_one_project_is_told_no_more(
    app: Flask, insider: Person, design: Design, hidden: Design
) -> None:
    told = changes(api_of(app, insider, project=design.project), design)
    assert CANARY not in str(told)
    assert {each["pieces"][0]["after"]["parent_id"] for each in told} == {None}


def test_what_is_undone_is_told_without_it(as_owner: Browser, owner: Person, design: Design) -> None:
    set_parent(design, "", base="", by=owner)
    answer = as_owner.piece("POST", f"/designs/{design.key}/undo")
    assert answer.status_code == 200
    assert CANARY not in answer.text


def test_who_sees_no_parent_sets_one(as_owner: Browser, design: Design) -> None:
    other = make_design(title="Another")
    answer = as_owner.piece("POST", f"/designs/{design.key}/parent", data={"value": other.key, "base": ""})
    assert answer.status_code == 200, answer.text
    assert CANARY not in answer.text
    assert parent_of(design) == other.id


def test_a_conflict_does_not_name_it(as_owner: Browser, design: Design, insider: Person) -> None:
    seen, other = make_design(title="Seen"), make_design(title="Another")
    where, sent = f"/designs/{design.key}/parent", {"value": other.key, "base": seen.key}
    for answer in (as_owner.piece("POST", where, data=sent), as_owner.post(where, data=sent)):
        assert answer.status_code == 409
        assert insider.name in answer.text
        assert CANARY not in answer.text


def test_a_guess_at_it_is_no_better_than_another(as_owner: Browser, design: Design) -> None:
    other, stored = make_design(title="Another"), parent_of(design)
    for guess in (f"{CANARY}-001", f"{CANARY}-002"):
        sent = {"value": other.key, "base": guess}
        assert as_owner.piece("POST", f"/designs/{design.key}/parent", data=sent).status_code == 409
        assert parent_of(design) == stored


def changes(program: ApiClient, design: Design) -> list[dict[str, Any]]:
    """Every change of the design with its pieces, the newest first."""
    listed = program.get(f"/changes?design={design.id}").json["items"]
    return [program.get(f"/changes/{each['id']}").json for each in listed]


def parent_of(design: Design) -> int | None:
    db.session.expire_all()
    return db.session.get_one(Design, design.id).parent_id
