"""Reading changes nothing: every address that only reads, of things that there are (RELIABILITY S08, S03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask

from tests.assertions import database_digest
from tests.security.cast import Actor, make_cast, make_people
from tests.security.matrix.addresses import Address, all_addresses
from tests.security.matrix.asking import PIECE, writes
from tests.security.matrix.things import ARCHIVED, BINNED, EVERYTHING, OPEN, PRIVATE, Thing, make_things
from webapp.extensions import db
from webapp.models import Design
from webapp.services.transactions import transaction
from webapp.views import pdf

REQUESTS = (("GET", {}), ("GET", PIECE), ("HEAD", {}), ("OPTIONS", {}))
"""How each address is read: as a page, as a piece of one, and by what comes with every address."""
OWN = frozenset({"session", "token", "import"})
"""What is somebody's own: administrators do not see it."""
ONCE = "/setup/{link}"
"""Is open while there is no account, and there is one here."""


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> tuple[Mapping[str, Actor], Mapping[str, Thing]]:
    """The cast, and what they may ask for. A PDF is not pressed: that has no database."""
    monkeypatch.setattr(pdf, "press", lambda job: b"%PDF-")
    people = make_people()
    cast = make_cast(app, people)
    return cast, make_things(app, people, cast["owner"].browser)


def test_reading_writes_nothing_whatever_there_is_to_read(
    app: Flask, world: tuple[Mapping[str, Actor], Mapping[str, Thing]]
) -> None:
    before = database_digest()
    read, wrote = read_all(all_addresses(app), *world)
    assert wrote == []
    assert database_digest() == before
    assert missed(all_addresses(app), read) == []


@pytest.mark.parametrize("endpoint", ["documents.show", "api_rows.show", "exports.show_design"])
def test_an_address_that_writes_when_it_is_read_is_found(
    app: Flask,
    world: tuple[Mapping[str, Actor], Mapping[str, Thing]],
    monkeypatch: pytest.MonkeyPatch,
    endpoint: str,
) -> None:
    view = app.view_functions[endpoint]

    def write(**named: Any) -> Any:
        with transaction():
            db.session.execute(db.update(Design).values(version=Design.version + 1))
        return view(**named)

    monkeypatch.setitem(app.view_functions, endpoint, write)
    before = database_digest()
    line = {"documents.show": "/designs/{design}", "api_rows.show": "/api/v1/rows/{row}"}.get(
        endpoint, "/designs/{design}.md"
    )
    _, wrote = read_all([each for each in all_addresses(app) if each.line == line], *world)
    assert wrote[0].startswith(f"GET {line} of “{OPEN}”: UPDATE design")
    assert database_digest() != before


def read_all(
    addresses: list[Address], cast: Mapping[str, Actor], things: Mapping[str, Thing]
) -> tuple[set[str], list[str]]:
    """The addresses that showed something, and the requests that changed something, with the statement."""
    shown, wrote, digest = set(), [], database_digest()
    with writes() as written:
        for each, kind, actor in _asked(addresses, cast):
            path = each.path(things[kind].programs if each.is_of_api else things[kind].pages)
            for method, dress in REQUESTS:
                answer = actor.ask(method, path, headers=dict(dress))
                assert answer.status_code < 500, (method, path)
                if method == "GET" and answer.status_code == 200:
                    shown.add(each.line)
                if written:  # when a token was used is noted, which the digest leaves out
                    before, digest = digest, database_digest()
                    if digest != before:
                        wrote.append(f"{method} {each.line} of “{kind}”: {written[-1]}")
                    written.clear()
    return shown, wrote


def _asked(addresses: list[Address], cast: Mapping[str, Actor]) -> Iterator[tuple[Address, str, Actor]]:
    """The addresses that are read, of what, and who asks: who may do most, or whose own it is."""
    for each in addresses:
        if each.method != "GET":
            continue
        if OWN & set(each.nouns):
            yield each, PRIVATE, cast["owner"]
        elif not each.nouns or {"link", "file"} & set(each.nouns):
            yield each, EVERYTHING, cast["administrator"]
        else:
            for kind in (OPEN, ARCHIVED, BINNED):
                yield each, kind, cast["administrator"]


def missed(addresses: list[Address], shown: set[str]) -> list[str]:
    """The addresses of which nothing was shown, so that nothing is known of them."""
    return sorted({each.line for each in addresses if each.method == "GET"} - shown - {ONCE})
