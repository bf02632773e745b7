"""What many tests assert, said once."""

from __future__ import annotations

import hashlib
import re

from werkzeug.test import TestResponse

from webapp.extensions import db

# Written by reading alone (when a session or a token was last used): no part of what people made.
LEFT_OUT = {("login_session", "seen_at"), ("api_token", "last_used_at")}
# Written by what is refused, and by what may be sent again; the limits of requests have no table.
LEFT_OUT_TABLES = {"audit_event", "given_answer"}


def assert_page(response: TestResponse, status: int = 200) -> str:
    """The answer is a whole page with this status. Returns its text."""
    assert response.status_code == status, response.text
    assert response.content_type == "text/html; charset=utf-8"
    assert response.text.startswith("<!DOCTYPE html>")
    return response.text


def assert_piece(response: TestResponse, status: int = 200) -> str:
    """The answer is a part of a page with this status. Returns its text."""
    assert response.status_code == status, response.text
    assert response.content_type == "text/html; charset=utf-8"
    assert "<html" not in response.text
    assert "<body" not in response.text
    return response.text


def assert_json(response: TestResponse, status: int, body: str) -> None:
    """The answer is exactly this JSON, byte for byte."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/json"
    assert response.data == body.encode()


def assert_goes_to(response: TestResponse, address: str) -> None:
    """The answer sends the browser to this address with a GET."""
    assert response.status_code == 303, response.text
    assert response.location == address


def database_digest(*also_left_out: tuple[str, str]) -> str:
    """A hash of every row of every table, but for what RELIABILITY D8 leaves out and the caller names."""
    digest = hashlib.sha256()
    left_out = LEFT_OUT.union(also_left_out)
    for table in db.metadata.sorted_tables:
        if table.name in LEFT_OUT_TABLES:
            continue
        columns = [column for column in table.columns if (table.name, column.name) not in left_out]
        query = db.select(*columns).order_by(*table.primary_key.columns)
        for row in db.session.execute(query):
            digest.update(repr((table.name, *row)).encode())
    db.session.rollback()
    return digest.hexdigest()


def without_tokens(text: str) -> str:
    """A page without its CSRF tokens, which differ from answer to answer."""
    return re.sub(r"I[jm][\w-]{40,}\.[\w-]+\.[\w-]+", "TOKEN", text)
