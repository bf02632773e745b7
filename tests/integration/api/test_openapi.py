"""The OpenAPI document: there for everybody, of every route, with what each may answer."""

from __future__ import annotations

from tests.integration.api.conftest import ApiClient


def test_the_description_is_there_for_everybody(as_stranger_api: ApiClient) -> None:
    answer = as_stranger_api.get("/openapi.json")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["openapi"] == "3.1.0"
    again = as_stranger_api.get("/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
