"""S13: what was deleted over the API stays deleted, whatever is asked about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.conftest import make_account
from tests.integration.api.asked import told
from tests.integration.api.conftest import ApiClient
from tests.security.robustness.library import NEWEST, Library
from webapp.services.tokens import make_token
from webapp.utils.addresses import API

COMES_BACK = {
    "POST /rows/{row_id}/restoration": "This is what puts a row back.",
}
"""What is asked about something deleted and may find it."""
GIVES_WAY = {
    "/projects/{project_id}/template": "The template that ships comes in the place of a project’s own.",
    "/findings/{finding_id}/dismissal": "The finding stays, and counts again.",
    "/clashes/{clash_id}/dismissal": "The clash stays, and counts again.",
}
"""What is deleted and has something else behind it."""


@pytest.fixture
def client(app: Flask) -> Iterator[tuple[ApiClient, Library]]:
    """A program that may do everything, and what there is for it."""
    person = make_account("asking@example.org", "Asking Everything", admin=True)
    stored, token = make_token(person, name="test", scope="write", project=None)
    return ApiClient(app, token), Library(person, stored.id)


def test_what_was_deleted_stays_deleted(client: tuple[ApiClient, Library]) -> None:
    api, library = client
    operations = dict(told(api.get("/openapi.json"))["paths"])
    paths = {path.removeprefix(API.rstrip("/")): item for path, item in operations.items()}
    deleting = [path for path, item in paths.items() if "delete" in item]
    assert set(deleting) > set(GIVES_WAY)
    found = []
    for path in sorted(set(deleting) - set(GIVES_WAY)):
        names = deleted(api, library, path, parameters(paths[path]))
        for below, item in paths.items():
            if below == path or below.startswith(f"{path}/"):
                found += asked_again(api, below, item, names)
    assert len(found) > 30
    assert {each for each in found if each[1] != 404 and each[0] not in COMES_BACK} == set()


def deleted(api: ApiClient, library: Library, path: str, parts: list[str]) -> dict[str, Any]:
    """Delete what is at such a path, and say what it was. What must stay, as a main document, stays."""
    for _ in range(NEWEST):
        names = library.path("DELETE", path, dict.fromkeys(parts, 0))
        assert api.get(path.format(**names)).status_code == 200, path
        if api.delete(path.format(**names), match="*").status_code == 204:
            return names
    raise AssertionError(f"Nothing could be deleted at {path}.")


def asked_again(
    api: ApiClient, path: str, item: dict[str, Any], names: dict[str, Any]
) -> Iterator[tuple[str, int]]:
    """Each operation of a path, and what it answers to a request that is wrong in everything else."""
    names = dict.fromkeys(parameters(item), 1) | {"column_id": "c1"} | names
    for method in item.keys() - {"parameters"}:
        sent = None if method == "get" else {"stray": 1}
        answer = api.send(method.upper(), path.format(**names), sent, match="*")
        yield f"{method.upper()} {path}", answer.status_code


def parameters(item: dict[str, Any]) -> list[str]:
    """The names in a path."""
    return [each["name"] for each in item.get("parameters", []) if each["in"] == "path"]


@pytest.mark.parametrize("path", GIVES_WAY)
def test_what_gives_way_is_deleted_once(client: tuple[ApiClient, Library], path: str) -> None:
    api, library = client
    (name,) = path.split("{")[1].split("}")[:1]
    where = path.format(**library.path("DELETE", path, {name: 0}))
    first = api.delete(where, match="*").status_code
    assert (first, api.delete(where, match="*").status_code) in {(204, 404), (200, 200)}
