"""/search: what the box finds, for programs."""

from __future__ import annotations

import pytest

from tests.factories import make_design
from tests.integration.api.closing import make_closed_project
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Row

TEXT = "# T\n\n## Endpoints\n\n| Method | Path |\n|---|---|\n| GET | /pigeons |\n"


def test_a_design_is_found_by_a_row_and_leads_to_it(as_author_api: ApiClient) -> None:
    design = make_design(TEXT, title="Post")
    row = db.session.scalars(db.select(Row)).one()
    told = as_author_api.get("/search?q=pigeon").json
    [found] = told["items"]
    assert (found["id"], found["key"], found["title"], found["more"]) == (
        design.id,
        "FEAT-001",
        "Post",
        False,
    )
    [hit] = found["rows"]
    assert (hit["what"], hit["id"], hit["register"]) == ("row", row.id, "endpoints")
    assert hit["cells"] == ["GET", "/pigeons"]
    assert hit["address"].startswith(f"/designs/FEAT-001#row-{row.id}")
    assert (told["total"], told["corrected"], told["remarks"]) == (1, None, [])


def test_what_is_found_is_parted(as_author_api: ApiClient) -> None:
    for _ in range(3):
        make_design(TEXT)
    every = [each["id"] for each in as_author_api.get("/search?q=pigeons").json["items"]]
    parts = [as_author_api.get(f"/search?q=pigeons&limit=1&offset={at}").json for at in range(4)]
    assert [each["id"] for part in parts for each in part["items"]] == every
    assert {part["total"] for part in parts} == {3}


def test_a_misspelt_word_is_corrected_and_said_so(as_author_api: ApiClient) -> None:
    make_design(TEXT)
    told = as_author_api.get("/search?q=pigoens").json
    assert (told["total"], told["corrected"]) == (1, "pigeons")


def test_nothing_asked_finds_nothing_and_what_means_nothing_is_said(as_author_api: ApiClient) -> None:
    make_design(TEXT)
    assert as_author_api.get("/search").json["total"] == 0
    told = as_author_api.get("/search?q=status:wild").json
    assert told["total"] == 0
    assert len(told["remarks"]) == 1


@pytest.mark.parametrize("q", ["x" * 1001, "%00", " ".join(f"w{number}" for number in range(60))])
def test_what_cannot_be_looked_for_is_refused(as_author_api: ApiClient, q: str) -> None:
    answer = as_author_api.get(f"/search?q={q}")
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json["details"]} == {"q"}


def test_what_is_out_of_sight_is_not_found(as_author_api: ApiClient, as_administrator_api: ApiClient) -> None:
    make_design(TEXT, project=make_closed_project())
    for q in ("pigeons", "pigoens", "SECRET-001", "project:SECRET"):
        assert as_author_api.get(f"/search?q={q}").json | {"corrected": None} == {
            "items": [],
            "total": 0,
            "limit": 20,
            "offset": 0,
            "corrected": None,
            "remarks": [],
        }
    assert as_author_api.get("/search?q=pigoens").json["corrected"] is None
    assert as_administrator_api.get("/search?q=pigeons").json["total"] == 1
