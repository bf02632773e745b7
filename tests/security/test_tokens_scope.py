"""How far a token reaches: docs/roles.md, “How tokens act”, at every address (RELIABILITY S03)."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import make_project
from tests.security.cast import STRANGER, Actor, give_token, make_cast, make_people, suspend
from tests.security.matrix.addresses import Address, all_addresses
from tests.security.matrix.asking import Matrix, values_of
from tests.security.matrix.expected import Expected, read_expected, read_tokens
from tests.security.matrix.things import KINDS, MEMBERS, OPEN, make_things
from webapp.api import gate
from webapp.extensions import db
from webapp.models import Member, Person, Project
from webapp.services.permissions import forget_rights
from webapp.services.transactions import transaction
from webapp.views import pdf

READS_PAGE, READS_MARKDOWN, READS_API, WRITES_API = (
    *("reads a page", "reads Markdown", "reads the API", "writes in the API"),
)
STATUS = {"no": 403, "hidden": 404, "sign in": 401}


@pytest.fixture
def cast(app: Flask) -> dict[str, Person]:
    """Everybody by role."""
    return make_people()


@pytest.fixture
def matrix(app: Flask, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> Matrix:
    """The world of the matrix, in which the maintainer has tokens of each kind, and none has a cookie."""
    monkeypatch.setattr(pdf, "press", lambda job: b"%PDF-")
    browsers = make_cast(app, cast)
    things = make_things(app, cast, browsers["owner"].browser)
    stranger = browsers[STRANGER].browser
    return Matrix(
        read_expected(),
        {name: Actor(name, stranger, token) for name, token in make_tokens(cast).items()},
        things,
    )


def make_tokens(cast: dict[str, Person]) -> dict[str, str]:
    """A token of each kind that docs/roles.md tells of, of the maintainer."""
    maintainer = cast["maintainer"]
    return {
        "none": "",
        "read": give_token(maintainer, scope="read"),
        "write": give_token(maintainer),
        "of another project": give_token(maintainer, project=project_of(OPEN)),
        "expired": give_token(maintainer, expired=True),
        "revoked": give_token(maintainer, revoked=True),
        "of somebody suspended": give_token(cast["suspended"]),
        "unknown": f"dbk_{'A' * 43}",
    }


def what_it_does(address: Address) -> str:
    """The column of the table that an address belongs to."""
    if address.is_of_api:
        return WRITES_API if address.is_unsafe else READS_API
    return READS_MARKDOWN if address.line.endswith((".md", ".zip")) else READS_PAGE


def of_things(app: Flask, expected: Expected) -> list[Address]:
    """Every address that leads to a design or a project, which a maintainer may ask."""
    return [
        each
        for each in all_addresses(app)
        if expected.answers.get((expected.deeds.get((each.method, each.line), ""), MEMBERS, "maintainer"))
        == "yes"
    ]


def asked(matrix: Matrix, addresses: list[Address]) -> list[str]:
    """What the tokens did that docs/roles.md does not say of them."""
    wrong, table = [], read_tokens()
    for address in addresses:
        path = address.path(values_of(matrix.things[MEMBERS], address))
        for name, actor in matrix.cast.items():
            answer = table[name, what_it_does(address)]
            given = actor.ask(
                address.method,
                path,
                headers={"Accept": "application/json", **bearer(actor.token)},
                **({"json": {"owner_id": 1}} if address.is_unsafe else {}),
            )
            refused = given.status_code in {401, 403, 404}
            if refused if answer == "yes" else given.status_code != STATUS[answer]:
                wrong.append(f"{address} with a token “{name}”: {given.status_code} instead of {answer}")
    return wrong


def test_each_token_reaches_as_far_as_is_written(app: Flask, matrix: Matrix) -> None:
    addresses = of_things(app, matrix.expected)
    assert {what_it_does(each) for each in addresses} == {
        READS_PAGE,
        READS_MARKDOWN,
        READS_API,
        WRITES_API,
    }
    with matrix.watched():
        wrong = asked(matrix, addresses)
    assert not wrong, "\n".join(wrong)
    assert not matrix.wrong, "\n".join(matrix.wrong)


def test_a_gate_that_looks_at_no_scope_is_found(
    app: Flask, matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "SAFE", gate.SAFE | {"POST", "PUT", "PATCH", "DELETE"})
    wrong = asked(matrix, [each for each in of_things(app, matrix.expected) if each.line.endswith("/copies")])
    assert any("with a token “read”: 422 instead of no" in each for each in wrong)


def test_a_token_never_does_more_than_its_person_may_now(matrix: Matrix, cast: dict[str, Person]) -> None:
    thing, writer = matrix.things[MEMBERS].programs, matrix.cast["write"]
    path = f"/api/v1/rows/{thing['row']}"

    def tried() -> tuple[int, int]:
        read = writer.ask("GET", path, headers=bearer(writer.token))
        written = writer.ask("PATCH", path, headers=bearer(writer.token), json={"stray": 1})
        return read.status_code, written.status_code

    def become(role: str | None) -> None:
        with transaction():
            member = db.session.get_one(Member, (thing["project"], cast["maintainer"].id))
            if role is None:
                db.session.delete(member)
            else:
                member.role = role
            forget_rights()

    assert tried() == (200, 422)
    become("reader")
    assert tried() == (200, 403)
    become(None)
    assert tried() == (404, 404)
    suspend(cast["maintainer"])
    assert tried() == (401, 401)


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "Authorization"])
def test_a_token_in_an_address_is_none(matrix: Matrix, name: str) -> None:
    writer = matrix.cast["write"]
    path = f"/api/v1/designs/{matrix.things[MEMBERS].programs['design']}"
    assert writer.browser.get(path, query_string={name: writer.token}).status_code == 401
    assert writer.browser.get(path, headers=bearer(writer.token)).status_code == 200


def test_no_token_makes_another(matrix: Matrix) -> None:
    writer = matrix.cast["write"]
    with matrix.watched():
        answer = writer.browser.post("/api/v1/tokens", headers=bearer(writer.token), json={"name": "More"})
    assert answer.status_code == 405
    assert matrix.wrong == []


def bearer(token: str) -> dict[str, str]:
    """The header that a program sends."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def project_of(kind: str) -> Project:
    """The project of a kind of things, made here where it is not there yet."""
    return make_project(KINDS[kind])
