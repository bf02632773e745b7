"""/imports: files come in as JSON or as a form, each design as a whole or not at all."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from tests.assertions import assert_json, database_digest
from tests.factories import make_design, make_project
from tests.integration.api.closing import make_closed_project, open_for
from tests.integration.api.conftest import ApiClient, api_of
from tests.integration.api.meanwhile import elsewhere
from webapp.extensions import db
from webapp.models import Design, GivenAnswer, Person, Project
from webapp.models.types import utc_now
from webapp.services import transfer
from webapp.services.documents import document_text, documents_of
from webapp.services.import_targets import Outcome, Readings
from webapp.services.importing import import_design
from webapp.services.naming import Group
from webapp.services.transactions import transaction

TEXT = "# FEAT-007: Hooks\r\n\r\nWords.\r\n"


def body(*files: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"files": [{"path": path, "text": text} for path, text in files], "project": "FEAT", **more}


def titles() -> list[str]:
    return list(db.session.scalars(db.select(Design.title).order_by(Design.id)))


@pytest.fixture(autouse=True)
def project(app: Flask) -> None:
    """There is a project to import into."""
    make_project()


def test_files_come_in_byte_for_byte_and_each_is_told_of(as_author_api: ApiClient, author: Person) -> None:
    files = (("FEAT-007-hooks/design.md", TEXT), ("FEAT-007-hooks/tasks.md", "# Tasks\n"))
    answer = as_author_api.post("/imports", body(*files))
    assert answer.status_code == 200
    told = {each["path"]: (each["status"], each["key"], each["document"]) for each in answer.json["files"]}
    assert told == {
        "FEAT-007-hooks/design.md": ("new", "FEAT-007", "design"),
        "FEAT-007-hooks/tasks.md": ("new", "FEAT-007", "tasks"),
    }
    design = db.session.scalars(db.select(Design)).one()
    assert design.owner_id == author.id
    assert document_text(documents_of(design)[0]) == TEXT
    again = as_author_api.post("/imports", body(*files))
    assert {each["status"] for each in again.json["files"]} == {"unchanged"}


def test_a_dry_run_says_the_same_and_writes_nothing(as_author_api: ApiClient) -> None:
    before = database_digest()
    dry = as_author_api.post("/imports", body(("FEAT-007.md", TEXT), dry_run=True))
    assert dry.json["dry_run"] is True
    assert [each["status"] for each in dry.json["files"]] == ["new"]
    assert database_digest() == before
    wet = as_author_api.post("/imports", body(("FEAT-007.md", TEXT)))
    assert wet.json["files"] == dry.json["files"]


def test_a_form_with_files_does_the_same(as_author_api: ApiClient) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as zipped:
        zipped.writestr("FEAT-008/design.md", "# Eight\n")
    archive.seek(0)
    data = {
        "project": "FEAT",
        "dry_run": "false",
        "files": [(BytesIO(TEXT.encode()), "FEAT-007.md"), (archive, "more.zip")],
    }
    answer = as_author_api.post("/imports", data=data, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    assert [each["status"] for each in answer.json["files"]] == ["new", "new"]
    assert titles() == ["Hooks", "Eight"]


def test_what_is_no_field_of_the_form_is_refused_by_name(as_author_api: ApiClient) -> None:
    before = database_digest()
    for data, field in (
        ({"owner_id": "1", "files": [(BytesIO(b"# A\n"), "a.md")]}, "owner_id"),
        ({"other": [(BytesIO(b"# A\n"), "a.md")]}, "other"),
        ({"dry_run": "maybe", "files": [(BytesIO(b"# A\n"), "a.md")]}, "dry_run"),
        ({"project": "FEAT"}, "files"),
    ):
        answer = as_author_api.post("/imports", data=data, content_type="multipart/form-data")
        assert answer.status_code == 422, answer.text
        assert [each["field"] for each in answer.json["details"]] == [field]
    assert database_digest() == before


def test_a_refused_design_keeps_no_other_out(as_author_api: ApiClient) -> None:
    files = (
        ("FEAT-001/design.md", "# One\n"),
        ("FEAT-001/tasks.md", "\0"),
        ("FEAT-002/design.md", "# Two\n"),
    )
    answer = as_author_api.post("/imports", body(*files))
    told = {each["path"]: each["status"] for each in answer.json["files"]}
    assert told == {files[0][0]: "refused", files[1][0]: "refused", files[2][0]: "new"}
    assert titles() == ["Two"]


def test_an_import_that_names_itself_is_done_once(as_author_api: ApiClient) -> None:
    files = (("notes.md", "# Without a key\n"), ("bad/design.md", "\0"))
    first = as_author_api.post("/imports", body(*files), key="once")
    again = as_author_api.post("/imports", body(*files), key="once")
    assert first.status_code == 200, first.text
    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert titles() == ["Without a key"]
    assert db.session.scalars(db.select(GivenAnswer.key)).all() == ["once"]
    many = [(f"FEAT-{number:03}.md", "# A\n") for number in range(100, 151)]
    assert as_author_api.post("/imports", body(*many), key="many").status_code == 422


def test_nothing_comes_into_what_one_may_only_read(as_reader_api: ApiClient) -> None:
    project = make_project()
    design = make_design("# FEAT-001: Old\n", title="Old")
    open_for("reader", project)
    before = database_digest()
    answer = as_reader_api.post("/imports", body(("FEAT-001.md", "# FEAT-001: New\n")))
    assert answer.status_code == 403 or {each["status"] for each in answer.json["files"]} == {"refused"}
    assert database_digest() == before
    open_for("author", project)
    assert as_reader_api.post("/imports", body(("FEAT-001.md", "# FEAT-001: New\n"))).status_code == 200
    assert db.session.get_one(Design, design.id, populate_existing=True).title == "New"


def test_what_is_out_of_sight_is_neither_changed_nor_told(as_author_api: ApiClient) -> None:
    make_design("# SECRET-001: canary\n", title="canary", project=make_closed_project())
    before = database_digest()
    for dry_run in (True, False):
        sent = body(("SECRET-001.md", "# SECRET-001: Mine\n"), dry_run=dry_run)
        answer = as_author_api.post("/imports", sent)
        assert {each["status"] for each in answer.json["files"]} == {"refused"}, answer.text
        assert "canary" not in answer.text
    assert database_digest() == before


def test_a_token_of_one_project_imports_into_that_alone(app: Flask, author: Person) -> None:
    make_project("OPS", "Operations")
    client = api_of(app, author, project=make_project())
    answer = client.post("/imports", body(("OPS-001.md", "# A\n"), ("FEAT-001.md", "# B\n")))
    told = {each["path"]: each["status"] for each in answer.json["files"]}
    assert told == {"OPS-001.md": "refused", "FEAT-001.md": "new"}
    assert titles() == ["B"]


def test_a_token_that_may_only_read_imports_nothing(with_read_token: ApiClient) -> None:
    before = database_digest()
    answer = with_read_token.post("/imports", body(("FEAT-001.md", "# A\n")))
    assert_json(answer, 403, '{"error": "Forbidden"}')
    assert database_digest() == before


def form_of(text: str, *, name: str = "FEAT-007.md", **fields: str) -> dict[str, Any]:
    """A form with one file, parted by a line that no other sending of it has."""
    return {"data": {"files": (BytesIO(text.encode()), name), "project": "FEAT", **fields}}


def test_a_named_form_is_compared_by_what_it_says(as_author_api: ApiClient) -> None:
    first = as_author_api.send("POST", "/imports", key="one", **form_of(TEXT))
    again = as_author_api.send("POST", "/imports", key="one", **form_of(TEXT))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.data == first.data
    assert [each["status"] for each in again.json["files"]] == ["new"]


@pytest.mark.parametrize(
    "other",
    [
        form_of("# Another\n"),
        form_of(TEXT, name="FEAT-008.md"),
        form_of(TEXT, dry_run="true"),
        {"json": {"files": [{"path": "FEAT-007.md", "text": TEXT}], "project": "FEAT"}},
    ],
    ids=["text", "name", "field", "JSON"],
)
def test_a_named_form_is_no_other_one(as_author_api: ApiClient, other: dict[str, Any]) -> None:
    assert as_author_api.send("POST", "/imports", key="one", **form_of(TEXT)).status_code == 200
    before = database_digest()
    refused = as_author_api.send("POST", "/imports", key="one", **other)
    assert refused.status_code == 422
    assert refused.json["details"][0]["field"] == "Idempotency-Key"
    assert database_digest() == before


@pytest.mark.parametrize("take_away", ["role", "person"])
def test_what_is_taken_away_while_files_come_in_is_gone_for_the_next_one(
    app: Flask, as_author_api: ApiClient, author: Person, monkeypatch: pytest.MonkeyPatch, take_away: str
) -> None:
    real, person_id, project_id = import_design, author.id, make_project().id
    came: list[Group] = []

    def take(group: Group, readings: Readings, *, by: Person | None = None) -> Outcome:
        came.append(group)
        if len(came) == 2:
            elsewhere(app, lambda: _take_away(take_away, project_id, person_id))
        return real(group, readings, by=by)

    monkeypatch.setattr(transfer, "import_design", take)
    files = [(f"FEAT-00{number}.md", TEXT) for number in range(1, 5)]
    told = as_author_api.post("/imports", body(*files)).json["files"]
    assert [each["status"] for each in told] == ["new", "refused", "refused", "refused"]
    assert len(titles()) == 1


def _take_away(what: str, project_id: int, person_id: int) -> None:
    with transaction():
        if what == "role":
            db.session.get_one(Project, project_id).open_role = "reader"
        else:
            db.session.get_one(Person, person_id).suspended_at = utc_now()
