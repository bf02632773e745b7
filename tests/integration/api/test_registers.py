"""/registers: the same rows, filters, counts and orders as on the page."""

from __future__ import annotations

import pytest

from tests.assertions import assert_json
from tests.factories import make_design, make_project
from tests.integration.api.closing import make_closed_project
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Row
from webapp.registers import NAMES

TEXT = """\
# T

## API Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /a | yes |
| POST | /b | yes |
| DELETE | /b/{id} | |
"""


def test_the_registers_are_listed_with_their_counts(as_author_api: ApiClient) -> None:
    make_design(TEXT)
    told = as_author_api.get("/registers").json
    assert [each["name"] for each in told["items"]] == list(NAMES)
    counted = {each["name"]: each["entries"] for each in told["items"]}
    assert (counted["endpoints"], counted["files"]) == (3, 0)
    assert told["total"] == len(NAMES)
    assert [each["name"] for each in as_author_api.get("/registers?limit=1&offset=1").json["items"]] == [
        NAMES[1]
    ]


def test_a_row_says_what_is_stated_and_where(as_author_api: ApiClient) -> None:
    design = make_design(TEXT, title="Hooks")
    told = as_author_api.get("/registers/endpoints").json
    row = db.session.scalars(db.select(Row).order_by(Row.id)).first()
    assert row is not None
    first = told["items"][0]
    assert (first["row_id"], first["design_id"], first["key"]) == (row.id, design.id, "FEAT-001")
    assert (first["title"], first["document"], first["status"]) == ("Hooks", "design", "Draft")
    assert first["values"]["method"] == "GET"
    assert first["values"]["path"] == "/a"
    assert told["total"] == 3
    assert told["facets"]["method"] == {"GET": 1, "POST": 1, "DELETE": 1}


def test_it_is_narrowed_sorted_and_parted(as_author_api: ApiClient) -> None:
    make_design(TEXT)
    make_design("# U\n\n## Endpoints\n\n| Method | Path |\n|---|---|\n| GET | /c |\n", status="Approved")
    make_design(TEXT, project=make_project("OPS", "Operations"))

    def paths(query: str) -> list[str]:
        answer = as_author_api.get(f"/registers/endpoints?{query}")
        assert answer.status_code == 200, answer.text
        return [each["values"]["path"] for each in answer.json["items"]]

    assert paths("project=FEAT&method=GET") == ["/a", "/c"]
    assert paths("project=FEAT&sort=-path") == ["/c", "/b/{id}", "/b", "/a"]
    assert paths("status=Approved") == ["/c"]
    assert paths("project=FEAT&prefix=/b") == ["/b", "/b/{id}"]
    assert paths("q=method:delete project:OPS") == ["/b/{id}"]
    assert paths("project=FEAT&limit=2&offset=1") == ["/b", "/b/{id}"]
    assert paths("offset=2147483647") == []
    assert as_author_api.get("/registers/endpoints?limit=1").json["total"] == 7


def test_what_means_nothing_here_is_said(as_author_api: ApiClient) -> None:
    make_design(TEXT)
    told = as_author_api.get("/registers/endpoints?q=in:files").json
    assert told["total"] == 0
    assert len(told["remarks"]) == 1


@pytest.mark.parametrize(
    ("name", "query", "field"),
    [
        ("endpoints", "severity=high", "severity"),
        ("tasks", "prefix=/a", "prefix"),
        ("endpoints", "sort=severity", "sort"),
        ("endpoints", "status=Wild", "status"),
        ("endpoints", "limit=0", "limit"),
        ("endpoints", "limit=-1", "limit"),
        ("endpoints", "offset=-1", "offset"),
        ("endpoints", "page=2", "page"),
    ],
)
def test_what_it_cannot_be_asked_for_is_refused_by_name(
    as_author_api: ApiClient, name: str, query: str, field: str
) -> None:
    answer = as_author_api.get(f"/registers/{name}?{query}")
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["details"]] == [field]


def test_a_register_that_is_none_is_missing_before_anything_is_looked_at(as_author_api: ApiClient) -> None:
    assert_json(as_author_api.get("/registers/spells?limit=0"), 404, '{"error": "Resource not found"}')


def test_what_is_out_of_sight_is_neither_listed_nor_counted(
    as_author_api: ApiClient, as_administrator_api: ApiClient
) -> None:
    make_design(TEXT, project=make_closed_project())
    told = as_author_api.get("/registers/endpoints").json
    assert (told["items"], told["total"], told["facets"]["method"]) == ([], 0, {})
    assert {each["entries"] for each in as_author_api.get("/registers").json["items"]} == {0}
    assert as_administrator_api.get("/registers/endpoints").json["total"] == 3
