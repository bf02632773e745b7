"""What is refused changes nothing, and what is allowed is done, in one set-up (RELIABILITY S02, D1, D8).

test_authz_matrix.py asks every address and does nothing; here each request that writes to designs is sent as
it is meant: by who may not, and then by who may.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests.assertions import database_digest
from tests.browser import Browser
from tests.conftest import signed_in
from tests.edits import EDITS, WRITES, Edit, Ids, make_ready
from tests.factories import make_design, make_project
from tests.security.cast import make_people
from webapp.extensions import db
from webapp.models import Block, Design, Member, Person, Project, Row, Section
from webapp.services import permissions
from webapp.services.documents import documents_of
from webapp.services.permissions import forget_rights
from webapp.services.pieces import load_pieces
from webapp.services.transactions import transaction

OWNERS = frozenset(
    {
        *("design status", "design owner", "design contributors", "many designs"),
        *("delete design", "delete designs", "restore design", "lock design"),
    }
)
"""What of WRITES is its owner's."""
NAMED: dict[str, type[Row] | type[Block] | type[Section]] = {"row": Row, "block": Block, "section": Section}
"""The fields that name pieces of designs, by what they name."""


@pytest.fixture
def people(app: Flask) -> dict[str, Person]:
    """Everybody by role."""
    return make_people()


def ready(name: str, owner: Browser, people: dict[str, Person]) -> tuple[Ids, Edit]:
    """The document of tests/edits.py in a project for members only, and a request with all that it needs."""
    ids, edit = make_ready(name, owner)
    with transaction():
        project = db.session.scalars(db.select(Project).filter_by(key="FEAT")).one()
        project.open_role = None
        db.session.add(Member(project_id=project.id, person_id=ids.person, role="author"))
        for role in ("reader", "author", "owner", "maintainer"):
            given = "author" if role == "owner" else role
            db.session.add(Member(project_id=project.id, person_id=people[role].id, role=given))
        for design in db.session.scalars(db.select(Design).filter_by(project_id=project.id)):
            design.owner_id = people["owner"].id
        forget_rights()
    if name == "design owner":
        edit.data.update(base=str(people["owner"].id), value=str(people["author"].id))
    return ids, edit


@pytest.mark.parametrize("name", WRITES)
def test_a_refusal_writes_nothing_and_an_allowed_twin_does(
    app: Flask, people: dict[str, Person], name: str
) -> None:
    owner = signed_in(app, people["owner"])
    _, edit = ready(name, owner, people)
    refused = {"outsider": {403, 404}, "reader": {403}} | ({"author": {403}} if name in OWNERS else {})
    if name == "new design":  # which project is meant is a field: one that may not be chosen is none
        refused["outsider"] = refused["reader"] = {403, 404, 422}
    for who, statuses in refused.items():
        assert let_through(signed_in(app, people[who]), edit, statuses) == [], who
    before = database_digest()
    answer = owner.piece(edit.method, edit.path, data=edit.data)
    assert answer.status_code in {200, 201, 204, 303}, answer.text[:300]
    assert database_digest() != before, answer.text[:500]


@pytest.mark.parametrize("name", ["cell", "tick", "delete design", "new design"])
def test_a_gate_that_lets_readers_write_is_found(
    app: Flask, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _, edit = ready(name, signed_in(app, people["owner"]), people)
    reader = signed_in(app, people["reader"])
    rights = replace(permissions.rights_of(people["maintainer"]), administers=True)
    monkeypatch.setattr(permissions, "rights_of", lambda person: rights)
    assert "wrote" in let_through(reader, edit, {403})


@pytest.mark.parametrize("name", sorted(name for name in EDITS if name not in {"add document"}))
def test_a_piece_that_is_hidden_is_named_as_one_that_there_is_not(
    app: Flask, people: dict[str, Person], name: str
) -> None:
    owner = signed_in(app, people["owner"])
    _, edit = ready(name, owner, people)
    hidden = hidden_pieces()
    before = database_digest()
    for field, model in NAMED.items():
        if field in edit.data:
            answers = [
                owner.piece(edit.method, edit.path, data={**edit.data, field: str(number)})
                for number in (hidden[model], 987_654_321)
            ]
            assert answers[0].status_code in {404, 422}
            assert (answers[0].status_code, answers[0].data) == (answers[1].status_code, answers[1].data)
    assert database_digest() == before


def test_what_is_done_to_several_designs_is_refused_with_the_one_that_is_hidden(
    app: Flask, people: dict[str, Person]
) -> None:
    owner = signed_in(app, people["owner"])
    ids, edit = ready("many designs", owner, people)
    hidden_pieces()
    before = database_digest()
    for path in ("/designs/values", "/designs/deletion"):
        sent = {"status": "Rejected"} if path.endswith("values") else {}
        hidden, missing = (
            owner.piece("POST", path, data={**sent, "designs": [ids.key, key]})
            for key in ("HID-001", "NON-001")
        )
        assert hidden.status_code == 404
        assert hidden.data == missing.data
    assert database_digest() == before
    assert owner.piece(edit.method, edit.path, data=edit.data).status_code == 200


def test_a_maintainer_takes_no_cell_back_in_a_locked_design(app: Flask, people: dict[str, Person]) -> None:
    owner, maintainer = (signed_in(app, people[name]) for name in ("owner", "maintainer"))
    ids, edit = ready("undo batch", owner, people)
    assert owner.piece("POST", f"/designs/{ids.key}/lock", data={"locked": "yes"}).status_code == 204
    before = database_digest()
    assert maintainer.piece(edit.method, edit.path).status_code == 403
    assert database_digest() == before
    assert owner.piece(edit.method, edit.path).status_code == 200
    assert database_digest() != before


def let_through(browser: Browser, edit: Edit, statuses: set[int]) -> list[str]:
    """What was answered in another way than refused, as a page, a piece and JSON, and whether it wrote."""
    before = database_digest()
    answers = [
        browser.open(edit.path, method=edit.method, data=edit.data),
        browser.piece(edit.method, edit.path, data=edit.data),
        browser.open(edit.path, method=edit.method, json={**edit.data, "stray": 1}),
    ]
    wrong = [each.text[:300] for each in answers if each.status_code not in statuses | {415}]
    return [*wrong, *(["wrote"] if database_digest() != before else [])]


def hidden_pieces() -> dict[type[Row] | type[Block] | type[Section], int]:
    """A row, a block and a section of a design in a project that nobody is a member of."""
    project = make_project("HID", "Hidden")
    with transaction():
        project.open_role = None
        forget_rights()
    design = make_design("# Hidden\n\n| A | B |\n|---|---|\n| 1 | 2 |\n", project=project)
    ids = load_pieces(documents_of(design)[0].id).ids
    return {Row: ids.rows[-1][0][0], Block: ids.blocks[-1][0], Section: ids.sections[-1]}
