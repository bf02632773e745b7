"""A request to the API sets what its body may hold, and nothing else: 422 with its name (RELIABILITY S05)."""

from __future__ import annotations

from flask import Flask

from tests.assertions import database_digest
from tests.security.cast import make_cast, make_people
from tests.security.matrix.addresses import all_addresses
from tests.security.matrix.things import OPEN, make_things

TRIED = ("approved_by", "created_at", "document_id", "password_hash", "version")
NO_JSON = ("/text", "/template", "/imports")
"""Takes Markdown or files."""


def test_what_no_body_holds_is_refused_by_its_name(app: Flask) -> None:
    people = make_people()
    cast = make_cast(app, people)
    things = make_things(app, people, cast["owner"].browser)
    administrator, tried, wrong = cast["administrator"], 0, []
    before = database_digest()
    for each in all_addresses(app):
        if not each.is_of_api or each.method not in {"POST", "PUT", "PATCH"} or each.line.endswith(NO_JSON):
            continue
        path = each.path(things[OPEN].programs)
        for sent in (
            {"json": dict.fromkeys(TRIED, 1)},
            {"json": {}, "query_string": dict.fromkeys(TRIED, 1)},
        ):
            tried += 1
            answer = administrator.ask(each.method, path, **sent)
            told = str(answer.get_json())
            if answer.status_code in {404, 405}:
                continue
            if answer.status_code != 422 or not all(name in told for name in TRIED):
                wrong.append((str(each), list(sent), answer.status_code, told[:80]))
    assert database_digest() == before
    assert not wrong, "\n".join(map(str, wrong))
    assert tried > 40
