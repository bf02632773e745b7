"""What a body names and is not there is a field that is wrong (422); a path that leads nowhere is 404."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import pytest

from tests.edits import Ids, make_edited
from tests.factories import make_design, make_project
from tests.integration.api.asked import fields, told
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Block, Document, Row, Section
from webapp.services.documents import document_text
from webapp.services.permissions import forget_rights

NOTHING = 987_654_321
HIDDEN_TEXT = "# Hidden\n\n| A |\n|---|\n| b |\n"

WRITES: dict[str, tuple[str, str, str, Callable[[Ids, int], dict[str, object]]]] = {
    "a new section": (
        "POST",
        "/documents/{document}/sections",
        "section after",
        lambda _, lost: {"title": "T", "level": 2, "after": lost},
    ),
    "a section": ("PATCH", "/sections/{later}", "section after", lambda _, lost: {"after": lost}),
    "a new block": (
        "POST",
        "/sections/{endpoints}/blocks",
        "block after",
        lambda _, lost: {"kind": "prose", "text": "x", "after": lost},
    ),
    "a block": ("PATCH", "/blocks/{prose}", "block after", lambda _, lost: {"after": lost}),
    "a block of another section": (
        "PATCH",
        "/blocks/{prose}",
        "section section_id",
        lambda _, lost: {"section_id": lost},
    ),
    "a new row": (
        "POST",
        "/blocks/{table}/rows",
        "row after",
        lambda _, lost: {"cells": {"Path": "/x"}, "after": lost},
    ),
    "a row": ("PATCH", "/rows/{get}", "row after", lambda _, lost: {"after": lost}),
    "a row of another block": ("PATCH", "/rows/{get}", "block block_id", lambda _, lost: {"block_id": lost}),
    "a row to be behind one": (
        "PATCH",
        "/rows/{get}",
        "row after",
        lambda at, lost: {"block_id": at.table, "after": lost},
    ),
}


@pytest.fixture
def at(app: object) -> Ids:
    return make_edited()


@pytest.fixture
def lost(at: Ids, as_owner_api: ApiClient) -> dict[str, dict[str, int]]:
    """Ids that cannot be named, by why and by what they are of."""
    assert as_owner_api.delete(f"/rows/{at.post}", match="*").status_code == 204
    assert as_owner_api.delete(f"/blocks/{at.items}", match="*").status_code == 204
    gone = told(as_owner_api.post(f"/documents/{at.document}/sections", {"title": "Gone", "level": 2}), 201)[
        "id"
    ]
    assert as_owner_api.delete(f"/sections/{gone}", match="*").status_code == 204
    hidden = make_design(HIDDEN_TEXT, title="Hidden", project=make_project("HID", "Hidden"))
    hidden.project.open_role = None
    db.session.commit()
    forget_rights()
    foreign = make_design(HIDDEN_TEXT, title="Another")
    return {
        "nothing": dict.fromkeys(("section", "block", "row"), NOTHING),
        "deleted": {"section": gone, "block": at.items, "row": at.post},
        "another document": pieces(foreign.id),
        "hidden": pieces(hidden.id),
    }


def pieces(design_id: int) -> dict[str, int]:
    """A piece of each kind of a design."""
    return {
        name: db.session.scalars(
            db.select(model.id)
            .join(Document)
            .where(Document.design_id == design_id)
            .order_by(model.id.desc())
        ).first()
        or NOTHING
        for name, model in (("section", Section), ("row", Row))
    } | {
        "block": db.session.scalars(
            db.select(Block.id).join(Document).where(Document.design_id == design_id, Block.kind == "table")
        ).one()
    }


@pytest.mark.parametrize("write", WRITES)
def test_what_a_body_names_and_is_not_there_is_told_by_its_field(
    at: Ids, as_owner_api: ApiClient, lost: dict[str, dict[str, int]], write: str
) -> None:
    method, path, named, body = WRITES[write]
    what, field = named.split()
    before = text(at)
    told_of_nothing = None
    for why, ids in lost.items():
        answer = as_owner_api.send(method, path.format(**asdict(at)), body(at, ids[what]))
        assert fields(answer) == [field], why
        told_of_nothing = told_of_nothing or answer.json
        assert answer.json == told_of_nothing, why
    assert text(at) == before


def test_of_many_writes_it_is_told_which_names_what_is_not_there(
    at: Ids, as_owner_api: ApiClient, lost: dict[str, dict[str, int]]
) -> None:
    design = db.session.get_one(Document, at.document).design_id
    tick = {"do": "tick", "row_id": at.get, "done": None}
    for ids in lost.values():
        for write, field in (
            ({"do": "move", "row_id": at.get, "after": ids["row"]}, "after"),
            ({"do": "move", "row_id": at.get, "block_id": ids["block"]}, "block_id"),
            ({"do": "add", "block_id": at.table, "cells": {"Path": "/x"}, "after": ids["row"]}, "after"),
        ):
            answer = as_owner_api.post(f"/designs/{design}/writes", {"writes": [tick, write]})
            assert fields(answer) == [f"writes.1.{field}"]


def test_a_path_that_leads_nowhere_is_not_found(
    at: Ids, as_owner_api: ApiClient, lost: dict[str, dict[str, int]]
) -> None:
    for ids in lost.values():
        if ids is lost["another document"]:
            continue
        assert as_owner_api.patch(f"/rows/{ids['row']}", {"after": at.get}).status_code == 404
        assert as_owner_api.patch(f"/blocks/{ids['block']}", {"after": at.prose}).status_code == 404
        assert as_owner_api.patch(f"/sections/{ids['section']}", {"after": at.later}).status_code == 404


@pytest.mark.parametrize("field", ["owner_id", "parent_id", "contributor_ids"])
def test_a_value_of_a_design_that_names_nothing_is_told_by_its_field(
    at: Ids, as_owner_api: ApiClient, field: str
) -> None:
    design = db.session.get_one(Document, at.document).design
    value = [NOTHING] if field == "contributor_ids" else NOTHING
    assert fields(as_owner_api.patch(f"/designs/{design.id}", {field: value})) == [field]


def test_a_new_design_and_a_new_view_name_a_project_that_is_there(as_owner_api: ApiClient) -> None:
    make_project()
    project = make_project("HID", "Hidden")
    project.open_role = None
    db.session.commit()
    forget_rights()
    for project_id in (NOTHING, project.id):
        assert fields(as_owner_api.post("/designs", {"title": "T", "project_id": project_id})) == [
            "project_id"
        ]
        view = {"list": "designs", "name": "Mine", "project_id": project_id}
        assert fields(as_owner_api.post("/views", view)) == ["project_id"]


def test_a_view_is_of_a_list_that_is_there(at: Ids, as_owner_api: ApiClient) -> None:
    hidden = make_design(project=make_project("HID", "Hidden"))
    hidden.project.open_role = None
    db.session.commit()
    forget_rights()
    for key in (hidden.key, "HID-999"):
        answer = as_owner_api.post("/views", {"list": f"changes/{key}", "name": "Changes"})
        assert fields(answer) == ["list"]
    view = {"list": f"changes/{at.key}", "name": "Changes"}
    assert told(as_owner_api.post("/views", view), 201)["list"] == view["list"]


def text(at: Ids) -> str:
    """The document as it is stored."""
    db.session.expire_all()
    return document_text(db.session.get_one(Document, at.document))
