"""What a named request was answered is told again as far as it may be by now, and is kept within bounds."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from tests.assertions import assert_json, database_digest
from tests.factories import make_design, make_project
from tests.integration.api.closing import open_for
from tests.integration.api.conftest import ApiClient
from webapp.api.imports import NAMED_MAX
from webapp.extensions import db
from webapp.models import Batch, Design, GivenAnswer, Person
from webapp.services import given_answers

LOST = '{"error": "Resource not found"}'
FILES = {
    "files": [
        {"path": "OPS-001.md", "text": "# OPS-001: A new wombat\n"},
        {"path": "FEAT-001.md", "text": "# FEAT-001: Ours\n"},
    ]
}


def kept() -> list[str]:
    return list(db.session.scalars(db.select(GivenAnswer.key).order_by(GivenAnswer.key)))


def told(answer: Any) -> dict[str, str]:
    return {each["path"]: each["status"] for each in answer.json["files"]}


def said(answer: Any, path: str) -> dict[str, Any]:
    return next(each for each in answer.json["files"] if each["path"] == path)


def test_an_import_is_told_again_as_it_was(as_author_api: ApiClient) -> None:
    make_project("OPS", "Operations")
    make_project()
    first = as_author_api.post("/imports", FILES, key="once")
    again = as_author_api.post("/imports", FILES, key="once")
    assert told(first) == {"OPS-001.md": "new", "FEAT-001.md": "new"}
    assert (again.status_code, again.data) == (200, first.data)


@pytest.mark.parametrize(
    ("role", "why"), [(None, "there is no project OPS"), ("reader", "you may read OPS-001")]
)
def test_an_import_is_told_again_without_what_its_person_may_not_bring_in_any_more(
    as_author_api: ApiClient, role: str | None, why: str
) -> None:
    make_design(
        "# OPS-001: The old wombat\n", title="The old wombat", project=make_project("OPS", "Operations")
    )
    make_project()
    first = as_author_api.post("/imports", FILES, key="once")
    assert told(first) == {"OPS-001.md": "updated", "FEAT-001.md": "new"}
    assert "wombat" in first.text

    open_for(role, make_project("OPS", "Operations"))
    before = database_digest()
    again = as_author_api.post("/imports", FILES, key="once")
    assert told(again) == {"OPS-001.md": "refused", "FEAT-001.md": "new"}
    assert said(again, "OPS-001.md")["reason"].startswith(why)
    assert said(again, "FEAT-001.md") == said(first, "FEAT-001.md")
    assert "wombat" not in again.text
    assert database_digest() == before

    open_for("author", make_project("OPS", "Operations"))
    assert as_author_api.post("/imports", FILES, key="once").data == first.data


def test_an_undo_in_several_designs_is_not_told_again_where_one_was_lost(
    as_owner_api: ApiClient, owner: Person
) -> None:
    lost, ours = make_project("OPS", "Operations"), make_project()
    designs = [make_design(title="wombat", project=each, owner=owner) for each in (lost, ours)]
    sent = {"ids": [each.id for each in designs], "status": "Approved"}
    assert as_owner_api.patch("/designs", sent).status_code == 200
    batch = db.session.scalars(db.select(Batch.id).where(Batch.design_id == designs[1].id)).all()[-1]
    first = as_owner_api.post(f"/changes/{batch}/undo", {}, key="once")
    assert first.json["design_id"] == designs[0].id
    assert as_owner_api.post(f"/changes/{batch}/undo", {}, key="once").data == first.data

    open_for(None, lost)
    assert_json(as_owner_api.post(f"/changes/{batch}/undo", {}, key="once"), 404, LOST)


def test_an_archive_counts_as_the_files_that_are_in_it(as_author_api: ApiClient) -> None:
    make_project()
    refused = as_author_api.send("POST", "/imports", key="many", data=archive_of(NAMED_MAX + 1))
    assert refused.status_code == 422
    assert refused.json["details"][0]["field"] == "Idempotency-Key"
    assert db.session.scalar(db.select(db.func.count(Design.id))) == 0
    assert as_author_api.send("POST", "/imports", key="many", data=archive_of(NAMED_MAX)).status_code == 200
    assert db.session.scalar(db.select(db.func.count(Design.id))) == NAMED_MAX


def archive_of(count: int) -> dict[str, Any]:
    """A form with an archive of so many designs."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in range(1, count + 1):
            archive.writestr(f"FEAT-{number:03}.md", "# A\n")
    packed.seek(0)
    return {"files": (packed, "all.zip"), "project": "FEAT"}


def test_an_answer_that_is_too_long_to_be_kept_does_nothing(
    as_author_api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project()
    length = len(as_author_api.post("/designs", {"title": "A"}).data)
    before = database_digest()
    monkeypatch.setattr(given_answers, "ANSWER_BYTES_MAX", length - 1)
    refused = as_author_api.post("/designs", {"title": "B"}, key="long")
    assert refused.status_code == 422
    assert refused.json["details"][0]["field"] == "Idempotency-Key"
    assert (database_digest(), kept()) == (before, [])
    monkeypatch.setattr(given_answers, "ANSWER_BYTES_MAX", length)
    assert as_author_api.post("/designs", {"title": "B"}, key="long").status_code == 201
    assert kept() == ["long"]


@pytest.mark.parametrize("bound", ["ANSWERS_MAX", "ANSWERS_BYTES_MAX"])
def test_a_persons_oldest_answers_go(
    as_author_api: ApiClient, as_owner_api: ApiClient, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    make_project()
    first = as_owner_api.post("/designs", {"title": "A"}, key="anothers")
    most = 2 if bound == "ANSWERS_MAX" else 2 * len(first.data) + len(first.data) // 2
    monkeypatch.setattr(given_answers, bound, most)
    monkeypatch.setattr(given_answers, "LOOKED_EVERY", 3)
    for key in ("d", "c", "b"):
        assert as_author_api.post("/designs", {"title": key.upper()}, key=key).status_code == 201
    assert kept() == ["anothers", "b", "c"]
    again = as_author_api.post("/designs", {"title": "B"}, key="b")
    assert again.json["title"] == "B"
    assert db.session.scalar(db.select(db.func.count(Design.id)).where(Design.title == "B")) == 1


def test_a_long_answer_is_looked_at_at_once(
    as_author_api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project()
    monkeypatch.setattr(given_answers, "ANSWERS_MAX", 1)
    for key in ("b", "a"):
        assert as_author_api.post("/designs", {"title": "A"}, key=key).status_code == 201
    assert kept() == ["a", "b"]
    monkeypatch.setattr(given_answers, "LARGE", 100)
    assert as_author_api.post("/designs", {"title": "A"}, key="c").status_code == 201
    assert kept() == ["c"]
