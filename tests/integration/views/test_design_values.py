"""The values of a design, edited in place and, without scripts, on a page each."""

from __future__ import annotations

import re

import pytest

from tests.assertions import assert_goes_to, assert_page, assert_piece, database_digest
from tests.browser import Browser
from tests.factories import make_design, make_person
from webapp.extensions import db
from webapp.models import Batch, Design, Person
from webapp.services.design_values.columns import set_owner, set_priority, set_status
from webapp.services.design_values.contributors import set_contributors
from webapp.services.design_values.parent import set_parent
from webapp.services.design_values.title import set_title

FIELDS = ("title", "status", "priority", "owner", "contributors", "parent")
every_field = pytest.mark.parametrize("field", FIELDS)


@pytest.fixture
def design(app: object) -> Design:
    return make_design("# FEAT-001: Login\n", title="Login")


@pytest.fixture
def other(design: Design) -> Design:
    return make_design("# FEAT-002: Search\n", title="Search")


def wanted(field: str, person: Person) -> dict[str, str]:
    """What a script sends to change each value of the design, as it is at first."""
    return {
        "title": {"text": "Sign in", "base": "Login"},
        "status": {"value": "Approved", "base": "Draft"},
        "priority": {"value": "P0", "base": "P2"},
        "owner": {"value": str(person.id), "base": ""},
        "contributors": {"value": str(person.id), "base": ""},
        "parent": {"value": "FEAT-002", "base": ""},
    }[field]


def stored(design: Design) -> tuple[object, ...]:
    """The values of the design as they are stored."""
    design = db.session.get_one(Design, design.id, populate_existing=True)
    people = [person.name for person in design.contributors]
    owner, parent = design.owner and design.owner.name, design.parent and design.parent.key
    return (design.title, design.status, design.priority, owner, people, parent)


AFTER = {
    "title": ("Sign in", "Draft", "P2", None, [], None),
    "status": ("Login", "Approved", "P2", None, [], None),
    "priority": ("Login", "Draft", "P0", None, [], None),
    "owner": ("Login", "Draft", "P2", "An Author", [], None),
    "contributors": ("Login", "Draft", "P2", None, ["An Author"], None),
    "parent": ("Login", "Draft", "P2", None, [], "FEAT-002"),
}


@every_field
@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.usefixtures("other")
def test_a_value_is_set_and_drawn_as_the_page_draws_it(
    as_author: Browser, author: Person, design: Design, field: str, method: str
) -> None:
    answer = as_author.piece(method, f"/designs/FEAT-001/{field}", data=wanted(field, author))

    piece = assert_piece(answer).strip()
    assert f'id="design-{design.id}-{field}"' in piece
    assert stored(design) == AFTER[field]
    assert answer.headers["Designbook-Batch"] == str(db.session.scalar(db.select(db.func.max(Batch.id))))
    page = assert_page(as_author.get("/designs/FEAT-001"))
    assert flat(piece) in flat(page)


def flat(html: str) -> str:
    return re.sub(r"\s+", "", html)


@pytest.mark.parametrize("field", ["title", "status", "priority", "owner"])
def test_from_the_list_it_is_drawn_as_the_list_draws_it(
    as_author: Browser, author: Person, design: Design, field: str
) -> None:
    piece = assert_piece(
        as_author.piece("PUT", f"/designs/FEAT-001/{field}?list", data=wanted(field, author))
    )
    assert flat(piece) in flat(assert_page(as_author.get("/")))
    assert stored(design) == AFTER[field]


@every_field
@pytest.mark.usefixtures("other")
def test_without_scripts_a_page_with_a_form_does_the_same(
    as_author: Browser, author: Person, design: Design, field: str
) -> None:
    page = assert_page(as_author.get(f"/designs/FEAT-001/{field}"))
    assert f'action="/designs/FEAT-001/{field}"' in page
    assert 'name="base"' in page
    name = "text" if field == "title" else "value"
    assert f'name="{name}"' in page

    assert_goes_to(
        as_author.post(f"/designs/FEAT-001/{field}", data=wanted(field, author)), "/designs/FEAT-001"
    )
    assert stored(design) == AFTER[field]


def test_contributors_are_ticked_in_a_form_without_scripts(as_author: Browser, design: Design) -> None:
    anna, ben = make_person(name="Anna"), make_person(name="Ben")
    set_contributors(design, [anna.id], base=[], by=anna)
    page = assert_page(as_author.get("/designs/FEAT-001/contributors"))
    assert re.search(rf'<input checked[^>]*value="{anna.id}"', page)
    assert not re.search(rf'<input checked[^>]*value="{ben.id}"', page)

    data = {"value": [str(anna.id), str(ben.id)], "base": str(anna.id)}
    as_author.post("/designs/FEAT-001/contributors", data=data)
    assert stored(design)[4] == ["Anna", "Ben"]


@pytest.mark.parametrize(
    ("field", "data", "words"),
    [
        ("title", {"text": "", "base": "Login"}, "This is needed."),
        ("title", {"text": "a\0b", "base": "Login"}, "control character"),
        ("status", {"value": "Done", "base": "Draft"}, "A status is one of Draft"),
        ("priority", {"value": "", "base": "P2"}, "A priority is one of P0"),
        ("owner", {"value": "4711", "base": ""}, "no such person"),
        ("owner", {"value": "٣", "base": ""}, "no such choice"),
        ("contributors", {"value": "x", "base": ""}, "no such choice"),
        ("parent", {"value": "FEAT-999", "base": ""}, "There is no design FEAT-999"),
        ("parent", {"value": "FEAT-001", "base": ""}, "cannot stand under itself"),
        ("status", {"value": "Approved"}, "“base” is missing"),
        ("owner", {"base": ""}, "“value” is missing"),
        ("status", {"value": "Approved", "base": "Draft", "version": "3"}, "version"),
        ("title", {"text": "Sign in", "base": "Login", "owner_id": "1"}, "owner_id"),
        ("status", {"value": "Approved", "base": "Draft", "key": "not a key!"}, "Idempotency-Key"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_changes(
    as_author: Browser, design: Design, field: str, data: dict[str, str], words: str
) -> None:
    before = database_digest()
    piece = assert_piece(as_author.piece("PUT", f"/designs/FEAT-001/{field}", data=data), 422)
    page = assert_page(as_author.post(f"/designs/FEAT-001/{field}", data=data), 422)
    assert words in piece
    assert words in page
    assert 'role="alert"' in piece
    assert database_digest() == before
    if field == "title" and data["text"] and "\0" not in data["text"]:
        assert 'value="Sign in"' in piece  # what was typed is kept


@pytest.mark.parametrize("field", ["title", "status", "priority", "owner", "parent"])
@pytest.mark.usefixtures("other")
def test_a_conflict_shows_both_and_offers_a_choice(
    as_administrator: Browser, author: Person, reader: Person, design: Design, field: str
) -> None:
    third = make_design(title="Third")
    theirs = {
        "title": lambda: set_title(design, "Theirs", base="Login", by=reader),
        "status": lambda: set_status(design, "Rejected", base="Draft", by=reader),
        "priority": lambda: set_priority(design, "P3", base="P2", by=reader),
        "owner": lambda: set_owner(design, reader.id, base=None, by=reader),
        "parent": lambda: set_parent(design, third.key, base="", by=reader),
    }
    theirs[field]()
    before = database_digest()

    mine = wanted(field, author)
    piece = assert_piece(as_administrator.piece("PUT", f"/designs/FEAT-001/{field}", data=mine), 409)
    page = assert_page(as_administrator.post(f"/designs/FEAT-001/{field}", data=mine), 409)

    assert database_digest() == before
    words = {"title": "Theirs", "status": "Rejected", "priority": "P3", "parent": third.key}
    assert "Regular Reader" in piece
    assert words.get(field, "Regular Reader") in piece
    assert words.get(field, "Regular Reader") in page
    # The piece and the page go on from theirs: sent again, mine stands.
    base = re.search(r'name="base" value="([^"]*)"', piece)
    assert base
    as_administrator.piece("PUT", f"/designs/FEAT-001/{field}", data=mine | {"base": base[1]})
    assert stored(design) == AFTER[field]


def test_the_same_request_again_is_the_same_answer(as_author: Browser, design: Design) -> None:
    data = {"value": "Approved", "base": "Draft"}
    headers = {"Idempotency-Key": "one"}
    first = as_author.piece("PUT", "/designs/FEAT-001/status", data=data, headers=headers)
    again = as_author.piece("PUT", "/designs/FEAT-001/status", data=data, headers=headers)
    assert assert_piece(first) == assert_piece(again)
    assert first.headers["Designbook-Batch"] == again.headers["Designbook-Batch"]
    assert db.session.scalar(db.select(db.func.count(Batch.id))) == 1
    other = as_author.piece(
        "PUT", "/designs/FEAT-001/status", data=data | {"value": "Draft"}, headers=headers
    )
    assert_piece(other, 422)


def test_a_value_that_stands_already_makes_no_batch(as_author: Browser, design: Design) -> None:
    before = database_digest()
    answer = as_author.piece("PUT", "/designs/FEAT-001/status", data={"value": "Draft", "base": "Draft"})
    assert_piece(answer)
    assert "Designbook-Batch" not in answer.headers
    assert database_digest() == before


def options(piece: str) -> list[str]:
    """The values that are offered, in order."""
    return re.findall(r'role="option"[^>]*data-value="([^"]*)"', piece)


@pytest.mark.usefixtures("design")
def test_the_lists_offer_what_can_be_chosen(as_author: Browser, author: Person) -> None:
    anna = make_person(name="Anna Ñandú")
    make_design(title="Search")
    make_design(title="Gone", deleted=True)

    def offered(field: str, q: str = "") -> list[str]:
        return options(assert_piece(as_author.piece("GET", f"/designs/FEAT-001/{field}?q={q}")))

    assert offered("status")[:2] == ["Draft", "In review"]
    assert offered("priority") == ["P0", "P1", "P2", "P3"]
    assert offered("owner") == ["", str(author.id), str(anna.id)]
    assert offered("owner", "nandu") == [str(anna.id)]
    assert offered("contributors", "auth") == [str(author.id)]
    assert offered("parent") == ["", "FEAT-002"]
    assert offered("parent", "sea") == ["FEAT-002"]
    assert offered("parent", "nothing like it") == []


def test_the_list_says_what_is_chosen(as_author: Browser, design: Design) -> None:
    piece = assert_piece(as_author.piece("GET", "/designs/FEAT-001/status"))
    selected = re.findall(r'aria-selected="true"\s+data-value="([^"]*)"', piece)
    assert selected == [design.status]


@every_field
def test_a_stranger_is_sent_away_and_learns_nothing(
    as_stranger: Browser, author: Person, design: Design, field: str
) -> None:
    before = database_digest()
    assert as_stranger.get(f"/designs/FEAT-001/{field}").status_code == 303
    there = as_stranger.piece("PUT", f"/designs/FEAT-001/{field}", data=wanted(field, author))
    nothing = as_stranger.piece("PUT", f"/designs/FEAT-999/{field}", data=wanted(field, author))
    assert there.status_code == nothing.status_code == 401
    assert database_digest() == before


@every_field
def test_what_is_not_there_or_in_the_bin_is_a_404(as_author: Browser, author: Person, field: str) -> None:
    gone = make_design(title="Gone", deleted=True)
    for key in (gone.key, "FEAT-999"):
        assert as_author.get(f"/designs/{key}/{field}").status_code == 404
        assert_piece(as_author.piece("PUT", f"/designs/{key}/{field}", data=wanted(field, author)), 404)
    assert as_author.delete("/designs/FEAT-001/status").status_code == 405
    assert as_author.get("/designs/FEAT-001/version").status_code == 404


def test_a_parent_is_shown_as_a_link_and_one_in_the_bin_is_not(as_author: Browser, design: Design) -> None:
    parent = make_design(title="Above")
    set_parent(design, parent.key, base="", by=make_person())
    link = f'<a href="/designs/{parent.key}"'
    assert link in as_author.get("/designs/FEAT-001").text

    parent.deleted_at = parent.created_at
    db.session.commit()
    page = as_author.get("/designs/FEAT-001").text
    assert link not in page
    assert f"{parent.key}, in the bin" in page
