"""What is found in the sample project, and in which order: the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import empty_database
from tests.gold import BINNED, Expected, expectations, make_sample
from webapp.extensions import db
from webapp.models import Design, Entry, Person
from webapp.models.search import ENTRY
from webapp.services.searching import suggesting
from webapp.services.searching.answering import find
from webapp.services.searching.found import Found, FoundRow, Parts
from webapp.services.searching.matching import entries_that_match
from webapp.utils.queries import parse

EXPECTED = expectations()


@pytest.fixture(scope="module")
def sample(session_app: Flask) -> Iterator[Person]:
    """The sample project, stored once; Ada Byron asks."""
    with session_app.app_context():
        empty_database()
        yield make_sample()
        db.session.remove()


def ask(typed: str, person: Person | None, **sizes: int) -> Found:
    return find(parse(typed), person=person, **sizes)


def keys(found: Found) -> list[str]:
    return [design.key for design in found.groups]


def shown(parts: Parts) -> str:
    return "".join(f"«{text}»" if marked else text for text, marked in parts)


def row_text(row: FoundRow) -> str:
    return " · ".join(map(shown, row.cells))


def test_the_gold_set_is_large_enough() -> None:
    assert len({expected.typed for expected in EXPECTED}) >= 150


@pytest.mark.parametrize("expected", EXPECTED, ids=[expected.typed for expected in EXPECTED])
def test_what_is_looked_for_comes_first(sample: Person, expected: Expected) -> None:
    found = ask(expected.typed, sample)
    assert keys(found)[:4] == expected.keys
    rows = [row_text(row) for design in found.groups[:1] for row in design.rows[:1]]
    assert rows == ([expected.row] if expected.row else [])
    assert BINNED not in keys(found)


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("webhok", "webhook"),
        ("wehbooks", "webhooks"),
        ("webhok queue", "webhook queue"),
        ("src/mian.py", "src/main.py"),
        ("feat-3", "feat-003"),
        ("webhok status:draft -retry", "webhook -retry status:draft"),
        ("webhook", None),
        ('"webhok"', None),
        ("hok", None),
        ("zanzibarum", None),
    ],
)
def test_one_typo_is_forgiven_and_told(sample: Person, typed: str, corrected: str | None) -> None:
    assert ask(typed, sample).corrected == corrected


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("webhook zzqqxx", ["webhook"]),
        ("restoration", ["restore", "restic", "restart"]),
        ("moonbase", []),
        ("zanzibariums", []),
        ("zzqqxx", []),
    ],
)
def test_what_is_near_is_offered_where_nothing_is_found(
    sample: Person, typed: str, nearest: list[str]
) -> None:
    found = ask(typed, sample)
    assert (keys(found), found.corrected, list(found.nearest)) == ([], None, nearest)
    for other in nearest:
        assert keys(ask(other, sample))


@pytest.mark.parametrize(
    ("typed", "chips"),
    [
        ("", list(suggesting.FIRST)),
        (
            "in:",
            [f"in:{name}" for name in ("endpoints", "files", "entities", "packages", "services", "errors")],
        ),
        ("in:end", ["in:endpoints"]),
        ("in:endpoints", []),
        ("users sta", ["status:"]),
        ("status:i", ["status:in-review", "status:implemented"]),
        ("dra", ["status:draft"]),
        ("-dra", ["-status:draft"]),
        ("PO", ["method:POST"]),
        ("ops", ["project:OPS"]),
        ("owner:", ["owner:me", "owner:nobody"]),
        ("feat-004", ["design:FEAT-004"]),
        ("FEAT-011", []),
        ("zz", []),
    ],
)
def test_operators_are_offered_while_somebody_types(sample: Person, typed: str, chips: list[str]) -> None:
    offered = ask(typed, sample).chips
    assert [chip.text for chip in offered] == chips
    before = typed.rpartition(" ")[0]
    for chip in offered:
        assert chip.words == f"{before} {chip.text} ".lstrip()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("local_max", "/designs/FEAT-004#row-{}-c1"),
        ("above this", "/designs/FEAT-004#row-{}-c3"),
        ("argon2id", "/designs/FEAT-001#row-{}-text"),
        ("caretaker gets", "/designs/FEAT-007#block-{}"),
        ("hexdigest", "/designs/FEAT-003#block-{}"),
        ("decomposed", "/designs/FEAT-010#section-{}-title"),
        ("T003", "/designs/FEAT-002/documents/tasks#row-{}-text"),
    ],
)
def test_a_row_leads_to_its_very_cell(sample: Person, typed: str, address: str) -> None:
    row = ask(typed, sample).groups[0].rows[0]
    assert row.address == address.format(row.piece_id)


def test_a_row_names_its_section_and_its_document(sample: Person) -> None:
    (row,) = ask("T003", sample).groups[0].rows
    assert (row.section, row.document, row.register, row.kind) == (
        "Phase 1: Invitations",
        "tasks",
        "tasks",
        ENTRY,
    )
    code = ask("hexdigest", sample).groups[0].rows[0]
    assert (code.section, code.document, code.what, code.line) == ("Request", "", "block", 2)
    owner = ask("núñez", sample).groups[0].rows[0]
    assert (owner.section, owner.what, owner.address) == ("Owner", "design", "/designs/FEAT-005")


def test_rows_are_few_and_say_that_there_are_more(sample: Person) -> None:
    few = ask("e", sample, designs=2, rows=1)
    assert [len(design.rows) for design in few.groups] == [1, 1]
    assert all(design.more for design in few.groups)
    assert few.more
    whole = ask("hexdigest", sample)
    assert not whole.more
    assert not whole.groups[0].more


def test_pages_follow_each_other_without_a_gap(sample: Person) -> None:
    every = keys(ask("e", sample, designs=50))
    assert len(every) == 12
    pages = [ask("e", sample, designs=5, page=page) for page in (1, 2, 3)]
    assert [key for page in pages for key in keys(page)] == every
    assert [(page.page, page.more) for page in pages] == [(1, True), (2, True), (3, False)]
    beyond = ask("e", sample, designs=5, page=999_999)
    assert (keys(beyond), beyond.page, beyond.more) == (keys(pages[2]), 3, False)


def test_an_unknown_value_finds_nothing_and_is_said(sample: Person) -> None:
    found = ask("webhook status:gone", sample)
    assert keys(found) == []
    assert len(found.said) == 1
    assert keys(ask("webhook status:draft", sample)) == ["FEAT-003"]


@pytest.mark.parametrize(
    ("typed", "register", "expected"),
    [
        ("", "packages", ["httpx", "httpx", "paho-mqtt", "sqlalchemy", "tenacity", "weasyprint"]),
        ("httpx", "packages", ["httpx", "httpx"]),
        ("httpx pdf", "packages", []),
        ("weekly", "packages", ["httpx", "weasyprint"]),
        ("FEAT-008 httpx", "packages", ["httpx"]),
        ("x", "packages", ["httpx", "httpx"]),
        ("-httpx", "packages", ["paho-mqtt", "sqlalchemy", "tenacity", "weasyprint"]),
        ("status:superseded", "packages", ["httpx", "weasyprint"]),
        ("owner:nobody", "packages", ["httpx", "weasyprint"]),
        ("status:gone", "packages", []),
        ("in:packages mqtt", "packages", ["paho-mqtt"]),
        ("in:tasks mqtt", "packages", []),
        ("method:put", "endpoints", ["PUT /api/v1/rooms/{}/limits"]),
        ("moonbase", "endpoints", []),
        ("is:tbd", "endpoints", ["POST /api/v1/webhooks/{}/deliveries"]),
        ("is:open kept", "questions", ["are limits kept when a room is merged", "how long are dumps kept"]),
        ("local_max", "entities", ["roomlimit"]),
    ],
)
def test_a_register_is_narrowed_by_what_is_typed_over_it(
    sample: Person, typed: str, register: str, expected: list[str]
) -> None:
    fits = entries_that_match(parse(typed), person=sample, register=register)
    found = db.session.scalars(
        db.select(Entry.key)
        .join(Design, Design.id == Entry.design_id)
        .where(Entry.register == register, fits.condition)
    )
    assert sorted(found) == expected
