"""A token of one project sees that project alone: a canary in another one is in no answer."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.factories import make_design, make_project
from tests.integration.api.conftest import PREFIX, ApiClient, api_of
from webapp.extensions import db
from webapp.models import Design, Person, Row
from webapp.services.editing.cells import set_cell
from webapp.services.saved_views import save_view

TEXT = """\
# T

## API Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /{word} | |

## Files

| File | Action |
|---|---|
| src/{word}.py | create |

{word} is TBD.
"""
ASKED = (
    *("/search?q=canary", "/search?q=project:OPS", "/search?q=canery"),
    *("/findings?dismissed=all", "/findings?q=canary", "/changes?q=canary"),
    *("/registers/endpoints?q=canary", "/registers/files?prefix=src", "/views?q=canary"),
    *("/people?q=canary", "/designs?q=canary"),
)


@pytest.fixture
def other(app: Flask, author: Person) -> Design:
    """A design of another project that is full of canaries, and what was done there."""
    project = make_project("OPS", "canary project")
    design = make_design(TEXT.format(word="canary"), title="canary", project=project, owner=author)
    row = db.session.scalars(db.select(Row).order_by(Row.id)).first()
    assert row is not None
    set_cell(row.id, "c3", "canary", base="", typed=True, by=author)
    save_view("designs", name="canary", query="q=canary", project=project, by=author)
    make_design(TEXT.format(word="sparrow"), title="Ours")
    return design


def test_the_canary_is_nowhere(app: Flask, author: Person, other: Design) -> None:
    narrowed = api_of(app, author, project=make_project())
    for path in (*ASKED, *every_list(app)):
        answer = narrowed.get(path)
        assert answer.status_code in {200, 403}, (path, answer.text)
        assert "canary" not in answer.text.replace("q=canary", ""), path
        assert "OPS" not in answer.text, path


def test_the_same_person_without_a_project_sees_it(app: Flask, author: Person, other: Design) -> None:
    everywhere = api_of(app, author)
    seen = [path for path in (*ASKED, *every_list(app)) if "canary" in everywhere.get(path).text]
    wanted = {"/search?q=canary", "/changes", "/registers/endpoints", "/findings", "/views", "/designs"}
    assert wanted <= set(seen)


def test_what_there_is_is_counted_without_it(app: Flask, author: Person, other: Design) -> None:
    narrowed: ApiClient = api_of(app, author, project=make_project())
    counted = {each["name"]: each["entries"] for each in narrowed.get("/registers").json["items"]}
    assert (counted["endpoints"], counted["files"]) == (1, 1)
    assert narrowed.get("/registers/endpoints").json["facets"]["project"] == {"FEAT": 1}
    assert narrowed.get("/changes").json["total"] == 0
    assert set(narrowed.get("/findings").json["facets"]["project"]) == {"FEAT"}


def every_list(app: Flask) -> list[str]:
    """The addresses that can be read without an id; each register by its name."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIX)]
    plain = [each.rule for each in rules if "GET" in (each.methods or ()) and "<" not in each.rule]
    registers = [f"{PREFIX}/registers/{name}" for name in ("endpoints", "files")]
    return [re.sub(f"^{PREFIX}", "", each) for each in (*plain, *registers) if "openapi" not in each]


def test_what_a_request_was_answered_elsewhere_is_not_told_again(
    app: Flask, author: Person, other: Design
) -> None:
    sent = {"files": [{"path": "OPS-002.md", "text": "# canary\n"}], "project": "OPS"}
    wide, narrowed = api_of(app, author), api_of(app, author, project=make_project())
    assert "canary" in wide.post("/imports", sent, key="one").text
    refused = narrowed.post("/imports", sent, key="one")
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json["details"]] == ["Idempotency-Key"]
    assert "canary" not in refused.text
    assert wide.post("/imports", sent, key="one").status_code == 200
