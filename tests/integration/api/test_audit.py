"""/audit: what was done and refused in matters of access, for administrators alone."""

from __future__ import annotations

from flask import Flask

from tests.assertions import assert_json
from tests.factories import make_project
from tests.integration.api.conftest import ApiClient, api_of
from webapp.models import Person
from webapp.services.audit import note


def test_an_administrator_reads_it_newest_first_and_narrowed(
    as_administrator_api: ApiClient, owner: Person
) -> None:
    note("export", about="/designs/FEAT-001.md", by=owner, details={"kind": "pigeons"})
    told = as_administrator_api.get("/audit?limit=1").json
    [event] = told["items"]
    assert (event["verb"], event["person_id"], event["by"]) == ("export", owner.id, owner.name)
    assert (event["result"], event["about"]) == ("done", "/designs/FEAT-001.md")
    assert told["total"] > 1
    for query in (f"person={owner.id}&verb=export", "q=pigeons", "result=done&verb=export"):
        assert [each["id"] for each in as_administrator_api.get(f"/audit?{query}").json["items"]] == [
            event["id"]
        ]
    assert as_administrator_api.get("/audit?day=2001-01-01").json["total"] == 0
    assert as_administrator_api.get("/audit?verb=spell").status_code == 422
    assert as_administrator_api.get("/audit?day=soon").status_code == 422


def test_nobody_else_does(app: Flask, as_author_api: ApiClient, administrator: Person) -> None:
    assert_json(as_author_api.get("/audit"), 403, '{"error": "Forbidden"}')
    narrowed = api_of(app, administrator, project=make_project())
    assert_json(narrowed.get("/audit"), 403, '{"error": "Forbidden"}')
    assert api_of(app, administrator).get("/audit").status_code == 200
