"""A request that names itself does its work once, also where it is sent again before it was answered."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import make_project
from tests.integration.api.conftest import ApiClient
from webapp.extensions import db
from webapp.models import Design, Person
from webapp.services.tokens import make_token

AT_ONCE = 4


def send_at_once(app: Flask, author: Person, keys: list[str]) -> list[TestResponse]:
    """The same design asked for by as many programs as there are keys, all at one moment."""
    body = {"project_id": make_project().id, "title": "Once"}
    token, start = make_token(author, name="test", scope="write")[1], threading.Barrier(len(keys))
    db.session.remove()

    def send(key: str) -> TestResponse:
        with app.app_context():
            program = ApiClient(app, token)
            start.wait()
            return program.post("/designs", body, key=key)

    with ThreadPoolExecutor(len(keys)) as threads:
        return list(threads.map(send, keys))


def count_designs() -> int:
    """How many designs there are."""
    return db.session.scalar(db.select(db.func.count(Design.id))) or 0


def test_the_same_request_at_the_same_moment_is_done_once_and_answered_alike(
    app: Flask, author: Person
) -> None:
    answers = send_at_once(app, author, ["one"] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {201}
    assert len({(answer.data, answer.headers["Location"], answer.headers["ETag"]) for answer in answers}) == 1
    assert count_designs() == 1


def test_requests_of_other_names_at_the_same_moment_are_all_done(app: Flask, author: Person) -> None:
    answers = send_at_once(app, author, [f"number-{number}" for number in range(AT_ONCE)])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.headers["Location"] for answer in answers}) == AT_ONCE == count_designs()
