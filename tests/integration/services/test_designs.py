"""Designs: made from a template, each number once; found in the list by every filter."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import make_design, make_person, make_project
from tests.statements import read_a_template, statements
from webapp.extensions import db
from webapp.models import Batch, Design, Person, Project
from webapp.models.design import NOBODY
from webapp.services import listing
from webapp.services.designs import create_design
from webapp.services.documents import document_text, documents_of
from webapp.services.errors import InvalidValue
from webapp.services.listing import list_designs, list_owners
from webapp.services.people import rename_person
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

READER = Person()
"""Somebody who reads."""
SHIPPED = Path(__file__).parents[3] / "templates" / "design.md"


def test_a_new_design_starts_from_the_template_with_key_date_and_title() -> None:
    owner = make_person()

    design = create_design(
        make_project(), title="Payment webhooks", priority="P1", by=owner, today=date(2026, 11, 23)
    )

    expected = (
        SHIPPED.read_bytes()
        .decode()
        .replace("# FEAT-XXX: Technical Design", "# FEAT-001: Payment webhooks - Technical Design")
        .replace("{date}", "2026-11-23")
    )
    assert text_of(design) == expected
    assert "FEAT-XXX" not in expected
    db.session.expire_all()
    assert (design.key, design.title, design.priority, design.status) == (
        "FEAT-001",
        "Payment webhooks",
        "P1",
        "Draft",
    )
    assert design.owner == owner
    assert design.tasks > 0
    assert [(batch.verb, batch.person_id) for batch in db.session.scalars(select(Batch))] == [
        ("create", owner.id)
    ]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("# FEAT-XXX: Spec\n", "# PAY-001: Refunds - Spec\n"),
        (
            "# PAY-XXX\n\nSee PAY-XXX, FEAT-XXX.\n",
            "# PAY-001: Refunds - Technical Design\n\nSee PAY-001, PAY-001.\n",
        ),
        ("no heading {date}\n", "no heading 2026-11-23\n"),
        ("", ""),
        ("\ufeff# [FEAT-XXX]\r\nend", "\ufeff# [PAY-001]: Refunds - Technical Design\r\nend"),
    ],
)
def test_any_markdown_can_be_a_template(template: str, text: str) -> None:
    project = make_project("PAY", template=template)

    design = create_design(project, title="Refunds", by=None, today=date(2026, 11, 23))

    assert text_of(design) == text
    assert design.title == "Refunds"


@pytest.mark.parametrize(
    "title", ["C# and F#", "*stars*", "`code` | pipe", "x" * 200, "{date} FEAT-XXX", "日本語"]
)
def test_a_title_stands_in_the_heading_as_it_was_typed(title: str) -> None:
    design = create_design(make_project(), title=title, by=None)

    assert design.title == title
    assert text_of(design).startswith(f"# FEAT-001: {title} - Technical Design\n")


@pytest.mark.parametrize("title", ["", "  ", "x" * 201, "two\nlines", "a\0b"])
def test_a_title_that_cannot_be_one_is_refused_and_burns_no_number(title: str) -> None:
    project = make_project()

    with pytest.raises(InvalidValue) as error:
        create_design(project, title=title, by=None)

    assert error.value.field == "title"
    db.session.rollback()
    assert db.session.scalars(select(Design)).all() == []
    assert db.session.scalars(select(Project.next_number)).one() == 1


def test_an_unknown_priority_is_refused() -> None:
    with pytest.raises(InvalidValue, match="P0, P1, P2, P3"):
        create_design(make_project(), title="Login", priority="P9", by=None)

    assert create_design(make_project(), title="Login", priority="P0", by=None).priority == "P0"


def test_an_error_on_the_way_gives_the_number_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    project = make_project()
    with monkeypatch.context() as patch:
        patch.setattr("webapp.services.designs.store_document", fail)
        with pytest.raises(RuntimeError):
            create_design(project, title="Lost", by=None)

    assert create_design(project, title="Kept", by=None).key == "FEAT-001"


def test_each_number_is_given_once_to_people_at_the_same_moment(app: Flask) -> None:
    make_project()
    db.session.commit()
    keys: list[str] = []
    start = threading.Barrier(8)

    def make() -> None:
        with app.app_context():
            project = db.session.scalars(select(Project)).one()
            start.wait()
            keys.extend(create_design(project, title="At once", by=None).key for _ in range(3))
            db.session.remove()

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(keys) == [f"FEAT-{number:03d}" for number in range(1, 25)]


def test_the_list_shows_living_designs_with_project_and_owner() -> None:
    design = make_design(owner=make_person(name="Our Owner"))
    make_design(deleted=True)

    page = list_designs(person=READER)

    (listed,) = page.items
    assert (listed.id, listed.key, listed.title) == (design.id, design.key, design.title)
    assert (listed.owner, listed.updated_at) == ("Our Owner", design.updated_at)
    assert (page.total, page.page, page.pages, page.first, page.last) == (1, 1, 1, 1, 1)


def test_an_empty_list_has_one_empty_page() -> None:
    page = list_designs(person=READER)

    assert (page.items, page.total, page.page, page.pages, page.first, page.last) == ([], 0, 1, 1, 0, 0)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("pay", ["Payment webhooks"]),
        ("WEBHOOKS payment", ["Payment webhooks"]),
        ("webhooks login", []),
        ("feat-002", ["Ñandú search"]),
        ("nandu", ["Ñandú search"]),
        ("zoologist", ["Login"]),
        ("zoö login", ["Login"]),
        ("zoologist pay", []),
        ("%", ["100% coverage"]),
        ("_", ["snake_case"]),
        ("100% cov", ["100% coverage"]),
        ("\\", []),
        ("'; --", []),
        ("", ["100% coverage", "Login", "Payment webhooks", "snake_case", "Ñandú search"]),
    ],
)
def test_every_word_stands_in_key_title_or_owner(q: str, found: list[str]) -> None:
    zoologist = make_person(name="Zoölogist Zeta")
    make_design(title="Payment webhooks")
    make_design(title="Ñandú search")
    make_design(title="Login", owner=zoologist)
    make_design(title="100% coverage")
    make_design(title="snake_case")

    assert sorted(titles(q=q)) == found


def test_filters_narrow_the_list() -> None:
    analyst, builder = make_person(name="Analyst"), make_person(name="Builder")
    pay = make_project("PAY")
    make_design(title="A", owner=analyst, status="Draft", priority="P0")
    make_design(title="B", owner=builder, status="Approved", priority="P1", project=pay)
    make_design(title="C", status="Approved", priority="P1")

    assert titles(status="Draft") == ["A"]
    assert titles(priority="P1", sort="title") == ["B", "C"]
    assert titles(owner=str(builder.id)) == ["B"]
    assert titles(owner=NOBODY) == ["C"]
    assert titles(project="PAY") == ["B"]
    assert titles(status="Approved", owner=str(analyst.id)) == []
    assert titles(owner="nonsense") == []
    assert list(list_owners(READER).values()) == ["Analyst", "Builder"]


def test_owners_of_designs_in_the_bin_alone_are_not_offered() -> None:
    make_design(owner=make_person(), deleted=True)

    assert list_owners(READER) == {}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("key", "ABC"),
        ("-key", "CBA"),
        ("title", "ABC"),
        ("status", "BCA"),
        ("-status", "ACB"),
        ("priority", "CAB"),
        ("owner", "BAC"),
        ("-owner", "ABC"),
        ("tasks", "BAC"),
        ("-tasks", "CAB"),
        ("-questions", "BAC"),
        ("-updated", "BCA"),
        ("updated", "ACB"),
        ("nonsense", "ACB"),
    ],
)
def test_the_list_is_sorted_with_ties_by_key(sort: str, order: str) -> None:
    day = datetime(2026, 11, 1, tzinfo=UTC)
    tasks = "# T\n\n## Tasks\n\n"
    questions = "# T\n\n## Open Questions\n\n- [ ] Which one?\n"
    make_design(
        tasks + "- [x] One\n",
        title="a A",
        status="Approved",
        owner=make_person(name="zoologist"),
        updated_at=day,
    )
    make_design(
        questions,
        title="B b",
        status="Draft",
        owner=make_person(name="Analyst"),
        updated_at=day + timedelta(2),
    )
    make_design(
        tasks + "- [ ] One\n- [ ] Two\n",
        title="c C",
        priority="P1",
        status="In review",
        updated_at=day + timedelta(1),
    )

    assert "".join(title[-1].upper() for title in titles(sort=sort)) == order


def test_owners_and_titles_are_sorted_without_case_and_accents() -> None:
    for name in ("zoologist", "Árbitro", "Ñandú keeper", "Builder", "nurse"):
        make_design(title=name, owner=make_person(name=name))

    order = ["Árbitro", "Builder", "Ñandú keeper", "nurse", "zoologist"]
    assert titles(sort="owner") == titles(sort="title") == order
    assert titles(sort="-owner") == titles(sort="-title") == order[::-1]
    assert list(list_owners(READER).values()) == order


def test_an_owner_who_changes_their_name_is_found_and_sorted_by_the_new_one() -> None:
    owner = make_person(name="Analyst")
    make_design(title="A", owner=owner)
    make_design(title="B", owner=make_person(name="Builder"))

    rename_person(owner, name="Éditeur")

    assert titles(sort="owner") == ["B", "A"]
    assert (titles(q="editeur"), titles(q="analyst")) == (["A"], [])


def test_fifty_designs_make_a_page_and_a_page_past_the_end_is_the_last() -> None:
    project = make_project()
    with transaction():
        db.session.add_all(
            Design(project_id=project.id, number=number, title="T", filter_text="t")
            for number in range(1, 102)
        )

    first, last, past = (list_designs(person=READER, sort="key", page=page) for page in (1, 3, 99))

    assert [design.number for design in first.items] == list(range(1, 51))
    assert (first.total, first.pages, first.first, first.last) == (101, 3, 1, 50)
    assert [design.number for design in last.items] == [101]
    assert (last.first, last.last) == (101, 101)
    assert past == last


def test_the_list_takes_as_many_queries_for_many_designs_as_for_few() -> None:
    lengths = []
    for count in (1, 30):
        for number in range(count):
            make_design(owner=make_person(name=f"Owner {number}"))
        db.session.remove()
        with statements() as queries:
            for design in list_designs(person=READER, q="t").items:
                assert design.key
                assert design.owner
        lengths.append(len(queries))

    assert lengths[0] == lengths[1] <= 4


def test_designs_are_counted_only_where_the_page_does_not_say_how_many_there_are() -> None:
    project = make_project()
    with transaction():
        db.session.add_all(
            Design(project=project, number=number, title=f"T{number}", filter_text=f"t{number}")
            for number in range(1, 53)
        )
    make_design("", title="In the bin", project=project, number=60, deleted=True)
    for page, q, counted, total in (
        (1, "", True, 52),
        (2, "", False, 52),
        (9, "", True, 52),
        (1, "t1", False, 11),
    ):
        with statements("SELECT count") as queries:
            listed = list_designs(person=READER, q=q, page=page)
        assert (listed.total, listed.of) == (total, 52)
        assert ["FILTER" in query for query in queries] == [counted]


def test_counting_what_fits_joins_nothing_and_looks_once() -> None:
    for _ in range(51):
        make_design(owner=make_person(name="Somebody"))
    make_design(status="Approved")
    with statements("SELECT count") as queries:
        listed = list_designs(person=READER, q="some body", status="Draft", project="FEAT")
    assert (listed.total, listed.of) == (51, 52)
    assert len(queries) == 1
    assert "JOIN" not in queries[0]


def test_the_list_reads_no_templates() -> None:
    make_design(project=make_project(template="# FEAT-XXX: long\n" * 1000))
    db.session.remove()

    with statements() as queries:
        assert list_designs(person=READER).total == 1

    assert not read_a_template(queries)


def titles(**filters: Any) -> list[str]:
    return [design.title for design in list_designs(person=READER, **filters).items]


def text_of(design: Design) -> str:
    (document,) = documents_of(design)
    return document_text(document)


@pytest.fixture
def four(app: Flask) -> Person:
    """Four designs that differ in what operators ask for; the owner of the first."""
    olive = make_person(name="Olivia Owens")
    make_design(TASKS, title="Login", owner=olive)
    make_design(title="Log book", status="In review", owner=make_person(name="Bo Log"))
    make_design(title="Payments", project=make_project("PAY", "Payments"), status="Approved")
    make_design("# T\n\n## Open Questions\n\n- [ ] Why?\n", title="Search", status="In review")
    return olive


TASKS = "# T\n\n## Implementation Order\n\n- [x] One\n- [ ] Two\n"


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("log", ["Login", "Log book"]),
        ("log -book", ["Login"]),
        ("-log", ["Payments", "Search"]),
        ('"log book"', ["Log book"]),
        ('"book log"', []),
        ("status:in-review", ["Log book", "Search"]),
        ('status:"in review" -status:draft', ["Log book", "Search"]),
        ("status:draft status:approved", ["Login", "Payments"]),
        ("-status:draft", ["Log book", "Payments", "Search"]),
        ("status:", ["Login", "Log book", "Payments", "Search"]),
        ("owner:me", ["Login"]),
        ("owner:owens", ["Login"]),
        ("owner:nobody", ["Payments", "Search"]),
        ("-owner:owens", ["Log book", "Payments", "Search"]),
        ("-owner:nobody", ["Login", "Log book"]),
        ("project:pay", ["Payments"]),
        ("-project:PAY log", ["Login", "Log book"]),
        ("design:feat-2", ["Log book"]),
        ("design:FEAT-002 design:PAY-001", ["Log book", "Payments"]),
        ("is:open", ["Login", "Search"]),
        ("-is:open", ["Log book", "Payments"]),
        ("http://x", []),
    ],
)
def test_what_is_typed_over_the_list_has_the_operators_of_the_search(
    four: Person, q: str, titles: list[str]
) -> None:
    page = listing.list_designs(person=four, q=q, sort="key")
    order = ["Login", "Log book", "Search", "Payments"]
    assert [each.title for each in page.items] == sorted(titles, key=order.index)
    assert (page.total, page.of, page.unknown) == (len(titles), 4, ())
    assert [each.title for each in listing.all_designs(person=four, q=q, sort="key")] == [
        each.title for each in page.items
    ]


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("status:nope", "“nope” is none of the statuses"),
        ("log in:endpoints", "“in:endpoints” does not narrow this list, but it does the search."),
        ("is:tbd", "“is:tbd” does not narrow this list"),
        ("-method:POST", "“method:POST” does not narrow this list"),
        ("design:x/y", "“x/y” is not the key of a design"),
    ],
)
def test_an_operator_that_means_nothing_is_said_and_nothing_fits(q: str, words: str) -> None:
    page = list_designs(person=READER, q=q)
    assert (page.total, page.of) == (0, 4)
    assert words in " ".join(page.unknown)


@pytest.mark.parametrize("q", ["a\0b", "x" * 201, " ".join(map(str, range(60)))])
def test_what_cannot_be_looked_for_over_the_list_is_refused(q: str) -> None:
    with pytest.raises(InvalidValue):
        list_designs(person=READER, q=q)
