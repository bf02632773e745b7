"""The pages of people: administrators invite, let in and out, and hand over what a leaver owns."""

from __future__ import annotations

import dataclasses
import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.conftest import PASSWORD, signed_in
from tests.factories import make_design
from webapp.extensions import db
from webapp.models import OneTimeLink, Person
from webapp.models.types import utc_now
from webapp.services import leaving, people
from webapp.services.transactions import transaction

LINK = re.compile(r'value="(http://localhost/links/[\w-]{43})"')
INVITATION = {"name": "New Person", "email": "Newcomer@Example.org"}


def link_on(text: str) -> str:
    found = LINK.search(text)
    assert found
    return found[1].removeprefix("http://localhost")


def test_the_list_shows_everybody_with_what_they_are(
    as_administrator: Browser, owner: Person, author: Person, administrator: Person
) -> None:
    make_design(owner=owner)
    people.add_person("waiting@example.org", name="Wanda")
    leaving.suspend_person(author, by=administrator)
    text = assert_page(as_administrator.get("/people"))
    items = re.findall(r'<li class="people__item".*?</li>', text, re.DOTALL)
    assert [re.findall(r"<bdi>(.*?)</bdi>", item)[0] for item in items] == [
        "An Administrator",
        "An Author",
        "Our Owner",
        "Wanda",
    ]
    words = [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in items]
    assert "Administrator Last seen" in words[0]
    assert "Suspended" in words[1]
    assert "Active Not seen lately 1 design" in words[2]
    assert "Waits for the link" in words[3]


def test_the_list_is_filtered_as_one_types(as_administrator: Browser, owner: Person) -> None:
    text = assert_piece(as_administrator.piece("GET", "/people?q=own"))
    assert "Our Owner" in text
    assert "An Administrator" not in text
    assert "1 of 2 people" in text
    assert "No name or e-mail address holds “zzz”" in as_administrator.get("/people?q=zzz").text


PATHS = (
    "/people",
    "/people/new",
    "/people/{id}",
    "/people/{id}/links",
    "/people/{id}/suspension",
    "/people/{id}/restoration",
    "/people/{id}/administrator",
    "/people/{id}/reassignment",
)


@pytest.mark.parametrize("path", PATHS)
def test_nobody_else_sees_them_or_learns_who_there_is(as_author: Browser, owner: Person, path: str) -> None:
    before = database_digest()
    method = "GET" if path in PATHS[:3] else "POST"
    there, nowhere = (
        as_author.open(path.format(id=person_id), method=method, data={"admin": "yes", "owner": "1"})
        for person_id in (owner.id, 99_999)
    )
    assert (there.status_code, nowhere.status_code) == (403, 403)
    assert owner.email not in there.text
    assert as_author.post("/people", data=INVITATION).status_code == 403
    assert database_digest() == before


def test_nobody_is_under_an_id_that_there_is_not(as_administrator: Browser) -> None:
    for path in PATHS[2:]:
        method = "GET" if path == PATHS[2] else "POST"
        assert as_administrator.open(path.format(id=99_999), method=method).status_code == 404


def test_somebody_is_invited_with_a_link_that_is_shown_once(app: Flask, as_administrator: Browser) -> None:
    answer = as_administrator.post("/people", data=INVITATION)
    path = link_on(assert_page(answer, 201))
    assert answer.headers["Cache-Control"] == "no-store"
    person = people.find_person("newcomer@example.org")
    assert person is not None
    assert (person.name, person.is_admin, person.password_hash) == ("New Person", False, None)
    assert not LINK.search(as_administrator.get(f"/people/{person.id}").text)
    stranger = app.test_client()
    assert_goes_to(stranger.post(path, data={"new": PASSWORD}), "/")
    assert people.authenticate("newcomer@example.org", PASSWORD).id == person.id


@pytest.mark.parametrize(("invited", "seen"), [(True, "Not yet"), (False, "Not within a month")])
def test_who_was_invited_has_not_been_seen_yet(
    as_administrator: Browser, author: Person, *, invited: bool, seen: str
) -> None:
    person = people.add_person("new@example.org", name="New") if invited else author
    page = assert_page(as_administrator.get(f"/people/{person.id}"))
    assert f"<dt>Last seen</dt> <dd>{seen}</dd>" in " ".join(page.split())


def test_an_administrator_is_invited(as_administrator: Browser) -> None:
    as_administrator.post("/people", data={**INVITATION, "admin": "y"})
    person = people.find_person("newcomer@example.org")
    assert person is not None
    assert person.is_admin


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": ""}, "This is needed."),
        ({"email": "no address"}, "This is not an e-mail address"),
        ({"name": "a\0b"}, "a control character"),
        ({"name": "n" * 101}, "at most 100 characters"),
        ({"email": "OWNER@example.org"}, "There is an account with this address already"),
    ],
)
def test_a_refused_invitation_makes_nothing(
    as_administrator: Browser, owner: Person, typed: dict[str, str], said: str
) -> None:
    before = database_digest()
    answer = as_administrator.post("/people", data={**INVITATION, **typed})
    assert said in assert_page(answer, 422)
    assert database_digest() == before


def test_a_new_link_ends_the_one_before(
    as_administrator: Browser, as_stranger: Browser, owner: Person
) -> None:
    older, newer = (
        link_on(assert_page(as_administrator.post(f"/people/{owner.id}/links"), 201)) for _ in range(2)
    )
    assert as_stranger.get(older).status_code == 404
    assert as_stranger.get(newer).status_code == 200


def test_a_link_starts_with_the_public_address(
    app: Flask, as_administrator: Browser, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = dataclasses.replace(app.config["DESIGNBOOK"], public_url="https://designs.example.org")
    monkeypatch.setitem(app.config, "DESIGNBOOK", settings)
    answer = as_administrator.post(f"/people/{owner.id}/links")
    assert 'value="https://designs.example.org/links/' in answer.text


def test_somebody_is_suspended_and_let_in_again(
    app: Flask, as_administrator: Browser, as_owner: Browser, owner: Person
) -> None:
    assert_goes_to(as_administrator.post(f"/people/{owner.id}/suspension"), f"/people/{owner.id}")
    text = as_administrator.get(f"/people/{owner.id}").text
    assert "Our Owner is suspended" in text
    assert "Make a link" not in text
    assert_goes_to(as_owner.get("/account"), "/login?next=/account")
    assert as_administrator.post(f"/people/{owner.id}/links").status_code == 403
    assert_goes_to(as_administrator.post(f"/people/{owner.id}/restoration"), f"/people/{owner.id}")
    assert as_owner.get("/account").status_code == 303
    assert signed_in(app, owner).get("/account").status_code == 200


def test_administrators_are_made_and_unmade(
    as_administrator: Browser, as_owner: Browser, owner: Person
) -> None:
    address = f"/people/{owner.id}/administrator"
    assert as_owner.get("/people").status_code == 403
    assert_goes_to(as_administrator.post(address, data={"admin": "yes"}), f"/people/{owner.id}")
    assert as_owner.get("/people").status_code == 200
    assert_goes_to(as_administrator.post(address, data={"admin": "no"}), f"/people/{owner.id}")
    assert as_owner.get("/people").status_code == 403


@pytest.mark.parametrize("sent", [{}, {"admin": ""}, {"admin": "perhaps"}])
def test_what_is_no_answer_makes_no_administrator(
    as_administrator: Browser, owner: Person, sent: dict[str, str]
) -> None:
    answer = as_administrator.post(f"/people/{owner.id}/administrator", data=sent)
    assert "Choose whether this person is an administrator." in assert_page(answer, 422)
    assert not owner.is_admin


def test_the_last_administrator_is_told_why_they_stay(
    as_administrator: Browser, administrator: Person
) -> None:
    address = f"/people/{administrator.id}"
    before = database_digest()
    for answer in (
        as_administrator.post(f"{address}/administrator", data={"admin": "no"}),
        as_administrator.post(f"{address}/suspension"),
    ):
        assert "is the last administrator who is let in" in assert_page(answer, 422)
    assert database_digest() == before


def test_who_stops_being_an_administrator_leaves_these_pages(
    as_administrator: Browser, administrator: Person, owner: Person
) -> None:
    leaving.set_administrator(owner, True, by=administrator)
    answer = as_administrator.post(f"/people/{administrator.id}/administrator", data={"admin": "no"})
    assert_goes_to(answer, "/")
    assert as_administrator.get("/people").status_code == 403


def test_designs_are_handed_over(
    as_administrator: Browser, owner: Person, author: Person, administrator: Person
) -> None:
    design = make_design(owner=owner)
    address = f"/people/{owner.id}"
    assert "Hand the one design to somebody else" in as_administrator.get(address).text
    assert_goes_to(as_administrator.post(f"{address}/reassignment", data={"owner": str(author.id)}), address)
    text = as_administrator.get(address).text
    assert "An Author owns 1 design more." in text
    assert "Hand over" not in text
    assert design.owner_id == author.id


def test_who_owns_archived_designs_alone_hands_none_over(
    as_administrator: Browser, owner: Person, author: Person
) -> None:
    design = make_design(owner=owner)
    with transaction():
        design.project.archived_at = utc_now()
    sent = {"owner": str(author.id)}
    as_administrator.post(f"/people/{owner.id}/reassignment", data=sent)
    text = as_administrator.get(f"/people/{owner.id}").text
    assert "Nothing was handed over: whatever Our Owner owned is archived and stays as it is." in text
    assert design.owner_id == owner.id

    with transaction():
        design.project.archived_at = None
    as_administrator.post(f"/people/{owner.id}/reassignment", data=sent)
    as_administrator.post(f"/people/{owner.id}/reassignment", data=sent)
    text = as_administrator.get(f"/people/{owner.id}").text
    assert "An Author owns 1 design more." in text
    assert "Nothing was handed over: whatever Our Owner owned was handed over before." in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "There is no such owner"),
        ({"owner": ""}, "Choose who is to own them."),
        ({"owner": "99999"}, "There is no such owner"),
        ({"owner": "x"}, "There is no such owner"),
    ],
)
def test_designs_are_handed_to_somebody_who_is_offered(
    as_administrator: Browser, owner: Person, sent: dict[str, str], said: str
) -> None:
    design = make_design(owner=owner)
    answer = as_administrator.post(f"/people/{owner.id}/reassignment", data=sent)
    assert said in assert_page(answer, 422)
    assert design.owner_id == owner.id


def test_the_suspended_are_offered_no_designs_but_shown_where_they_are(
    as_administrator: Browser, owner: Person, author: Person, administrator: Person
) -> None:
    make_design(owner=author)
    leaving.suspend_person(author, by=administrator)
    make_design(owner=owner)
    offered = f'value="{author.id}"'
    assert offered not in as_administrator.get(f"/people/{owner.id}").text
    assert "An Author" in as_administrator.get("/designs/FEAT-001").text
    leaving.let_in_again(author, by=administrator)
    assert offered in as_administrator.get(f"/people/{owner.id}").text


def test_only_administrators_have_the_way_there(as_administrator: Browser, as_owner: Browser) -> None:
    assert 'href="/people"' in as_administrator.get("/account").text
    assert 'href="/people"' not in as_owner.get("/account").text


def test_a_link_is_stored_by_its_hash(as_administrator: Browser, owner: Person) -> None:
    token = link_on(as_administrator.post(f"/people/{owner.id}/links").text).removeprefix("/links/")
    stored = db.session.scalars(select(OneTimeLink)).all()
    assert token not in {each.token_hash for each in stored}
