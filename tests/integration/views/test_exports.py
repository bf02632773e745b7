"""Designs given out as files: the exact bytes, under names that no header can be broken with."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from flask import Flask
from sqlalchemy import update

from tests.browser import Browser
from tests.factories import make_design, make_project
from webapp.extensions import db
from webapp.models import Row
from webapp.services.transactions import transaction

TEXT = "\ufeff# FEAT-001: Login\r\n\r\n| a |\r\n|---|\r\n| é\t|\r- x\n\nno end"


def test_a_design_is_its_main_documents_exact_bytes(as_reader: Browser) -> None:
    make_design(TEXT, documents={"tasks": "# Tasks\n"})

    answer = as_reader.get("/designs/FEAT-001.md")

    assert answer.status_code == 200
    assert answer.data == TEXT.encode()
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=FEAT-001-design.md"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(TEXT.encode()).hexdigest()}"'
    assert int(answer.headers["Content-Length"]) == len(TEXT.encode())


def test_another_document_is_given_out_by_its_name(as_reader: Browser) -> None:
    make_design(documents={"tasks": "# Tasks\r"})

    assert as_reader.get("/designs/FEAT-001/tasks.md").data == b"# Tasks\r"
    assert as_reader.get("/designs/FEAT-001/design.md").data == b"# Title\n"


def test_who_has_this_revision_is_not_sent_it_again(as_reader: Browser) -> None:
    make_design(TEXT)
    known = as_reader.get("/designs/FEAT-001.md").headers["ETag"]

    answer = as_reader.get("/designs/FEAT-001.md", headers={"If-None-Match": known})
    other = as_reader.get("/designs/FEAT-001.md", headers={"If-None-Match": '"another"'})

    assert (answer.status_code, answer.data) == (304, b"")
    assert (other.status_code, other.data) == (200, TEXT.encode())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("API notes", 'filename="FEAT-001-API notes.md"'),
        ("diseño", "filename=FEAT-001-diseno.md; filename*=UTF-8''FEAT-001-dise%C3%B1o.md"),
        ('quote";x=1', 'filename="FEAT-001-quote-;x=1.md"'),
        ("日本", "filename=FEAT-001-.md; filename*=UTF-8''FEAT-001-%E6%97%A5%E6%9C%AC.md"),
    ],
)
def test_a_documents_name_never_breaks_the_header(as_reader: Browser, name: str, said: str) -> None:
    make_design(documents={name: "# X\n"})

    answer = as_reader.get(f"/designs/FEAT-001/{name}.md")

    assert answer.data == b"# X\n"
    assert answer.headers["Content-Disposition"] == f"attachment; {said}"


def test_another_spelling_of_the_key_leads_to_the_one_that_counts(as_reader: Browser) -> None:
    make_design()

    answer = as_reader.get("/designs/feat-1.md")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/designs/FEAT-001.md"


@pytest.mark.parametrize(
    "path", ["/designs/FEAT-002.md", "/designs/FEAT-001/spec.md", "/designs/FEAT-003.md", "/projects/PAY.zip"]
)
def test_what_is_not_there_is_a_404(as_reader: Browser, path: str) -> None:
    make_design()
    make_design(number=3, deleted=True)

    assert as_reader.get(path).status_code == 404
    assert as_reader.get("/designs/FEAT-001.md").status_code == 200


@pytest.mark.parametrize(
    "path", ["/designs/FEAT-001.md", "/designs/FEAT-001/design.md", "/projects/FEAT.zip"]
)
def test_a_stranger_is_asked_to_sign_in(client: Browser, as_reader: Browser, path: str) -> None:
    make_design("# Secret\n")

    answer = client.get(path)

    assert answer.status_code in {302, 303}
    assert "/login" in answer.headers["Location"]
    assert b"Secret" not in answer.data
    assert as_reader.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/designs/FEAT-001.md", "/designs/FEAT-001/design.md", "/projects/FEAT.zip"]
)
def test_files_are_only_read(as_reader: Browser, path: str) -> None:
    make_design()

    assert as_reader.post(path).status_code == 405


def test_a_broken_store_gives_nothing_out(
    app: Flask, as_reader: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    make_design("- a\n- b\n")
    with transaction():
        db.session.execute(update(Row).values(source="- c\n"))

    answer = as_reader.get("/designs/FEAT-001.md")

    assert answer.status_code == 500
    assert b"- c" not in answer.data


def test_a_project_is_a_zip_of_folders_with_the_exact_bytes(as_reader: Browser) -> None:
    make_design(TEXT, title="Log in: how?", documents={"tasks": "# Tasks\r"})
    make_design("# B\n", title="日本語")
    make_design(number=9, deleted=True)
    make_design("# Other\n", project=make_project("PAY"))

    answer = as_reader.get("/projects/FEAT.zip")

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == "attachment; filename=FEAT.zip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "FEAT-001-log-in-how/design.md": TEXT.encode(),
            "FEAT-001-log-in-how/tasks.md": b"# Tasks\r",
            "FEAT-002-ri-ben-yu/design.md": b"# B\n",
        }


def test_an_empty_project_is_an_empty_zip(as_reader: Browser) -> None:
    make_project()

    answer = as_reader.get("/projects/FEAT.zip")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == []
