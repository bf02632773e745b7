"""Who may do what, at every address: docs/roles.md is what is expected (RELIABILITY S02, D1, D8).

Everything is asked in one set-up a kind of thing. Who may do it sends a field that no form has, and is told
so: they were let in, and nothing is done. That what is allowed is done, test_refusals.py shows.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response, request

from tests.security.cast import make_cast, make_people
from tests.security.matrix.addresses import Address, all_addresses
from tests.security.matrix.asking import Matrix
from tests.security.matrix.expected import Expected, read_expected
from tests.security.matrix.things import (
    CANARY,
    EVERYTHING,
    KINDS,
    MEMBERS,
    PRIVATE,
    WIDE,
    make_things,
    open_to_authors,
)
from webapp.extensions import db
from webapp.models import Design
from webapp.services.places import find_row
from webapp.services.transactions import transaction
from webapp.views import pdf, rows

DELETE_ROW = Address("DELETE", "/rows/{row}", ("row",))


@pytest.fixture
def matrix(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Matrix:
    """The cast and a thing of each kind. A PDF is not pressed: who may have one is decided before."""
    monkeypatch.setattr(pdf, "press", lambda job: b"%PDF-")
    people = make_people()
    cast = make_cast(app, people)
    return Matrix(read_expected(), cast, make_things(app, people, cast["owner"].browser))


def test_every_address_has_a_line_and_every_line_an_address(app: Flask) -> None:
    without, gone = unlike(read_expected(), all_addresses(app))
    assert not without, "docs/roles.md has no line for these"
    assert not gone, "docs/roles.md has lines for addresses that are gone"


@pytest.mark.parametrize("kind", [EVERYTHING, *KINDS, PRIVATE])
def test_everybody_may_do_what_is_written_and_nothing_else(app: Flask, matrix: Matrix, kind: str) -> None:
    if kind == WIDE:
        open_to_authors()
    with matrix.watched():
        matrix.ask_all(all_addresses(app), [kind])
    assert not matrix.wrong, "\n".join(matrix.wrong)
    assert matrix.asked > 50


def test_a_line_that_is_missing_or_left_over_is_found(app: Flask) -> None:
    expected, there = read_expected(), all_addresses(app)
    assert unlike(expected, [*there, Address("GET", "/new", ())]) == ([("GET", "/new")], [])
    assert unlike(expected, [each for each in there if each != DELETE_ROW]) == (
        [],
        [("DELETE", "/rows/{row}")],
    )


def test_a_route_without_its_check_is_found(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong_of(matrix) == []
    monkeypatch.setattr(rows, "editable_row", find_row)
    wrong = wrong_of(matrix)
    assert any("by reader: 422 instead of no" in each for each in wrong)
    assert any("by outsider: 422 instead of hidden" in each for each in wrong)
    assert not any("by author" in each for each in wrong)


def test_a_refusal_that_writes_is_found(app: Flask, matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(answer: Response) -> Response:
        if answer.status_code == 403:
            with transaction():
                db.session.execute(db.update(Design).values(version=Design.version + 1))
        return answer

    plant(app, monkeypatch, write)
    assert any("by reader wrote: UPDATE design" in each for each in wrong_of(matrix))


def test_an_answer_that_tells_what_is_hidden_is_found(
    app: Flask, matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(answer: Response) -> Response:
        if answer.status_code == 404 and request.path.endswith(str(matrix.things[MEMBERS].pages["row"])):
            answer.data += f" It is about a {CANARY}.".encode()
        return answer

    plant(app, monkeypatch, tell)
    wrong = wrong_of(matrix)
    assert any("by outsider: another answer than for nothing" in each for each in wrong)
    assert any("by outsider: the answer tells what is hidden" in each for each in wrong)


def test_a_header_that_only_what_is_hidden_has_is_found(
    app: Flask, matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(answer: Response) -> Response:
        if request.path.endswith(str(matrix.things[MEMBERS].pages["row"])):
            answer.headers["ETag"] = "1"
        return answer

    plant(app, monkeypatch, tell)
    assert any("by outsider: another answer than for nothing" in each for each in wrong_of(matrix))


def unlike(expected: Expected, there: list[Address]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The addresses without a line, and the lines without an address."""
    found, written = {(each.method, each.line) for each in there}, set(expected.deeds)
    return sorted(found - written), sorted(written - found)


def wrong_of(matrix: Matrix) -> list[str]:
    """What the walk says when a row of a design for members only is deleted."""
    matrix.wrong.clear()
    with matrix.watched():
        matrix.ask_all([DELETE_ROW], [MEMBERS])
    return list(matrix.wrong)


def plant(app: Flask, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Response], Response]) -> None:
    """Let every answer go through a fault on its way out."""
    kept = app.after_request_funcs.get(None, [])
    monkeypatch.setitem(app.after_request_funcs, None, [*kept, fault])
