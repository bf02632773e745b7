"""What is far too much is refused in few words and little time, however small its pieces are."""

from __future__ import annotations

import json

import pytest

from tests.assertions import database_digest
from tests.factories import make_design
from tests.integration.api.conftest import ApiClient
from tests.work import calls_of

MANY = 50_000
READ = 12
"""How many calls it takes at most to read one object out of JSON."""
ANSWER_MAX = 50_000
"""Bytes: a hundred messages with the names that they are about."""
WRITE = '{"do": "change", "row_id": "x", "strange": 1}'


def many(piece: str) -> str:
    """The rest of an object of which a list is the last value."""
    return f"[{', '.join([piece] * MANY)}]}}"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/designs", '{"priority": "P1", "ids": ' + many('"a"')),
        ("POST", "/designs/{id}/writes", '{"writes": ' + many(WRITE)),
        ("PATCH", "/designs/{id}", '{"contributor_ids": ' + many("{}")),
        ("POST", "/imports", '{"files": ' + many("1")),
    ],
)
def test_of_a_list_that_is_too_long_nothing_is_looked_at(
    as_author_api: ApiClient, method: str, path: str, body: str
) -> None:
    where, before = path.format(id=make_design().id), database_digest()

    def send() -> None:
        answer = as_author_api.send(method, where, data=body, content_type="application/json")
        assert answer.status_code == 422
        [told] = answer.json["details"]
        assert "of these" in told["message"]

    assert calls_of(send) < READ * MANY
    assert database_digest() == before


def test_an_object_of_very_many_names_is_no_object(as_author_api: ApiClient) -> None:
    where = f"/designs/{make_design().id}"
    for count, status in ((MANY, 400), (900, 422)):
        body = json.dumps({f"strange{number}": 1 for number in range(count)})
        answer = as_author_api.send("PATCH", where, data=body, content_type="application/json")
        assert answer.status_code == status
        assert len(answer.data) < ANSWER_MAX


def test_of_very_many_mistakes_a_hundred_are_told(as_author_api: ApiClient) -> None:
    body = {"writes": [{"do": "change", "row_id": "x", "strange": number} for number in range(500)]}
    answer = as_author_api.post(f"/designs/{make_design().id}/writes", body)
    assert answer.status_code == 422
    assert len(answer.json["details"]) == 100
