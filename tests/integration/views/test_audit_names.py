"""The page of the audit calls people by their names, also those to whom something was done."""

from __future__ import annotations

from tests.assertions import assert_page
from tests.browser import Browser
from tests.factories import make_project
from tests.markup import by_class, text_of
from webapp.models import Person
from webapp.services.audit import note
from webapp.services.leaving import suspend_person
from webapp.services.members import set_member


def about(page: str) -> list[str]:
    """What each line says that its event is about, in order."""
    return [text_of(cell) for cell in by_class(page, "audit__about")]


def test_who_it_is_about_is_named(
    as_administrator: Browser, reader: Person, author: Person, administrator: Person
) -> None:
    set_member(make_project(), reader, role="author", by=administrator)
    suspend_person(author, by=administrator)

    page = assert_page(as_administrator.get("/audit"))

    assert about(page)[0] == f"person {author.id} An Author"
    assert "project FEAT person: Regular Reader, role: author" in about(page)


def test_a_number_that_is_nobodys_stays_one(as_administrator: Browser, administrator: Person) -> None:
    note("reassign", about="person 999", by=administrator, details={"to": 998, "designs": administrator.id})

    page = assert_page(as_administrator.get("/audit?verb=reassign"))

    assert about(page) == [f"person 999 to: 998, designs: {administrator.id}"]
