"""What somebody may no longer read stands in no answer from that moment on (RELIABILITY S04).

Every address that is read is asked about a design that everyone reads, before and straight after it went
into the bin, its project was closed, its reader's role was taken, or the reader was suspended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, Response
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from tests.conftest import signed_in
from tests.security.cast import Actor, give_token, make_cast, make_people
from tests.security.matrix.addresses import all_addresses
from tests.security.matrix.things import CANARY, MEMBERS, OPEN, Thing, make_things
from webapp.extensions import db
from webapp.models import Member, Person, Project, SavedView
from webapp.registers import NAMES
from webapp.services.bin import delete_designs
from webapp.services.designs import find_design
from webapp.services.leaving import suspend_person
from webapp.services.members import remove_member
from webapp.services.permissions import forget_rights
from webapp.services.projects import set_open_role
from webapp.services.transactions import transaction
from webapp.views import pdf

LISTS = (
    *("/", "/designs/print", "/designs/bin", "/findings", "/findings/print", "/files", "/projects"),
    *("/search", "/search/box", "/search/typed", "/registers"),
    *(f"/registers/{name}{part}" for name in NAMES for part in ("", "/print", ".csv", ".json", "/counts")),
)
"""What is narrowed by words besides being asked as it is."""


@pytest.fixture
def people(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, Person]:
    """Everybody by role. A PDF is not pressed, and what would be is answered instead."""
    monkeypatch.setattr(pdf, "press", lambda job: job.html.encode())
    return make_people()


@pytest.fixture
def things(app: Flask, people: dict[str, Person]) -> dict[str, Thing]:
    """A design of each kind, with everything about it."""
    return make_things(app, people, make_cast(app, people)["owner"].browser)


def addresses(app: Flask, thing: Thing) -> Iterator[str]:
    """Every address that is read, of this thing; the lists also narrowed to what it has."""
    for each in all_addresses(app):
        if each.method == "GET" and not each.line.startswith(("/static/", "/links/", "/setup/")):
            yield each.path(thing.programs if each.is_of_api else thing.pages)
    for path in LISTS:
        yield f"{path}?q={CANARY[:-1]}"
        yield f"{path}?q=feed"
        yield f"{path}?project={thing.pages['project']}"
    yield f"/designs/{thing.pages['design']}?filter={CANARY[:-1]}"
    yield f"/views/new?list=changes/{thing.pages['design']}"


def telling(app: Flask, person: Person, thing: Thing) -> list[str]:
    """The addresses whose answers, headers included, tell this person of the thing."""
    reader = Actor("reader", signed_in(app, person), give_token(person))
    told = []
    for path in addresses(app, thing):
        answer = reader.ask("GET", path)
        assert answer.status_code < 500, path
        if CANARY in f"{_words(answer.headers)} {_text(answer)}".lower():
            told.append(path)
    return told


def _words(headers: Headers) -> str:
    return " ".join(value for _, value in headers)


def _text(answer: TestResponse) -> str:
    """What stands in an answer; an archive is no text, and may still hold some."""
    return answer.get_data().decode("latin-1")


def into_the_bin(thing: Thing, reader: Person, owner: Person) -> None:
    """Both designs of the project, as their owner does it; what the project is called may be read still."""
    with transaction():
        project_of(thing).name = "Plain"
        db.session.execute(db.delete(SavedView))
    for number in (1, 2):
        design = find_design(f"{thing.pages['project']}-{number:03d}")
        assert design is not None
        delete_designs([design], by=owner)


def for_members_only(thing: Thing, reader: Person, owner: Person) -> None:
    """The project is closed."""
    project = project_of(thing)
    set_open_role(project, None, project.version)


def no_member_any_more(thing: Thing, reader: Person, owner: Person) -> None:
    """The reader's role is taken away by a maintainer."""
    maintainer = db.session.scalars(db.select(Person).filter_by(name="Maintainer")).one()
    remove_member(project_of(thing), reader, by=maintainer)


def project_of(thing: Thing) -> Project:
    """The project of a thing."""
    return db.session.get_one(Project, thing.programs["project"])


@pytest.mark.parametrize(
    ("kind", "who", "change"),
    [
        (OPEN, "reader", into_the_bin),
        (OPEN, "outsider", for_members_only),
        (MEMBERS, "reader", no_member_any_more),
    ],
    ids=["bin", "members only", "member removed"],
)
def test_what_may_not_be_read_any_more_is_told_nowhere(
    app: Flask,
    people: dict[str, Person],
    things: dict[str, Thing],
    kind: str,
    who: str,
    change: Callable[[Thing, Person, Person], None],
) -> None:
    thing, reader = things[kind], people[who]
    alone_in(people, reader, thing)
    before = telling(app, reader, thing)
    assert len(before) > 60
    change(thing, reader, people["owner"])
    assert telling(app, reader, thing) == []


def test_who_is_suspended_is_told_nothing(
    app: Flask, people: dict[str, Person], things: dict[str, Thing]
) -> None:
    thing, reader = things[OPEN], people["reader"]
    browser = Actor("reader", signed_in(app, reader), give_token(reader))
    paths = list(addresses(app, thing))
    assert CANARY in browser.ask("GET", "/").text.lower()
    suspend_person(reader, by=people["administrator"])
    for path in paths:
        answer = browser.ask("GET", path)
        assert CANARY not in f"{_words(answer.headers)} {_text(answer)}".lower(), path


def test_a_canary_that_stands_in_an_answer_is_found(
    app: Flask, people: dict[str, Person], things: dict[str, Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(answer: Response) -> Response:
        answer.headers["X-Title"] = f"The {CANARY}"
        return answer

    alone_in(people, people["outsider"], things[MEMBERS])
    assert telling(app, people["outsider"], things[MEMBERS]) == []
    monkeypatch.setitem(app.after_request_funcs, None, [*app.after_request_funcs[None], tell])
    assert len(telling(app, people["outsider"], things[MEMBERS])) > 60


def alone_in(people: dict[str, Person], reader: Person, thing: Thing) -> None:
    """Close every other project to a reader, so that the canary can only come from this one."""
    with transaction():
        for project in db.session.scalars(db.select(Project).where(Project.key != thing.pages["project"])):
            project.open_role = None
        db.session.execute(
            db.delete(Member).where(
                Member.person_id == reader.id, Member.project_id != thing.programs["project"]
            )
        )
        forget_rights()
