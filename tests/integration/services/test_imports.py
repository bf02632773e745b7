"""Held uploads and their import in steps: interrupted anywhere, it goes on and nothing comes in twice."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import make_person, make_project
from webapp.extensions import db
from webapp.models import Design, Person
from webapp.services import imports, uploads
from webapp.services.errors import Busy, InvalidValue, Missing
from webapp.services.imports import prepare_import, run_import
from webapp.services.uploads import KEPT_SECONDS, alone, drop_upload, find_upload

FILES = [("one.md", b"# One\n"), ("two.md", b"# Two\n"), ("three.md", b"# Three\n")]


@pytest.fixture
def person(app: Flask) -> Person:
    make_project()
    return make_person()


@pytest.fixture(autouse=True)
def one_design_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "STEP_SECONDS", 0)


def titles() -> list[str]:
    return sorted(db.session.scalars(db.select(Design.title)))


def hold(data: Path, person: Person) -> str:
    return prepare_import(data, FILES, project="FEAT", by=person).token


def run_to_the_end(data: Path, token: str, person: Person) -> int:
    """How many steps it took."""
    for steps in range(1, 10):
        if run_import(data, token, by=person).finished:
            return steps
    raise AssertionError("The import does not end")


def test_each_step_brings_in_one_design(tmp_path: Path, person: Person) -> None:
    token = hold(tmp_path, person)
    assert titles() == []
    assert run_to_the_end(tmp_path, token, person) == 3
    assert titles() == ["One", "Three", "Two"]


def test_several_designs_come_in_at_once_while_there_is_time(
    tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "STEP_SECONDS", 60)
    assert run_to_the_end(tmp_path, hold(tmp_path, person), person) == 1
    assert len(titles()) == 3


def test_an_upload_that_another_request_just_removed_is_in_nobodys_way(
    tmp_path: Path, person: Person
) -> None:
    first = find_upload(tmp_path, hold(tmp_path, person), by=person)
    # It is listed, and gone when it is looked at.
    (first.folder.parent / "gone").symlink_to(tmp_path / "nowhere")

    second = hold(tmp_path, person)

    assert find_upload(tmp_path, second, by=person).names == first.names


def test_the_files_of_one_design_are_one_step(tmp_path: Path, person: Person) -> None:
    files = [
        ("FEAT-007-pay/tasks.md", b"# Tasks\n"),
        ("one.md", b"# One\n"),
        ("FEAT-007-pay/design.md", b"# Pay\n"),
        ("docs/tasks.md", b"# T\n"),
        ("docs/design.md", b"# D\n"),
    ]
    upload = prepare_import(tmp_path, files, project="FEAT", by=person)
    assert sorted(sorted(step) for step in upload.steps) == [[0, 2], [1], [3, 4]]
    run_to_the_end(tmp_path, upload.token, person)
    assert titles() == ["D", "One", "Pay"]


def test_what_is_refused_takes_nothing_with_it_and_stays_refused(tmp_path: Path, person: Person) -> None:
    files = [
        ("docs/design.md", b"# D\n"),
        ("docs/tasks.md", b"\0"),
        ("b.md", b"\xff"),
        ("one.md", b"# One\n"),
        ("twins/TASKS.md", b"# Tasks\n"),
        ("twins/tasks.md", b"# Tasks\n"),
    ]
    upload = prepare_import(tmp_path, files, project="FEAT", by=person)
    planned = {report.path: report.status for report in upload.plan}
    run_to_the_end(tmp_path, upload.token, person)
    reports = find_upload(tmp_path, upload.token, by=person).reports
    assert {report.path: report.status for report in reports} == planned
    assert planned == {
        "docs/design.md": "refused",
        "docs/tasks.md": "refused",
        "b.md": "refused",
        "one.md": "new",
        "twins/TASKS.md": "new",
        "twins/tasks.md": "refused",
    }
    assert len(titles()) == 2


@pytest.mark.parametrize("done_before", [0, 1, 2])
def test_a_busy_database_stops_the_import_and_a_second_run_ends_it(
    tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch, done_before: int
) -> None:
    token = hold(tmp_path, person)
    for _ in range(done_before):
        run_import(tmp_path, token, by=person)
    with monkeypatch.context() as broken:
        broken.setattr(imports, "import_designs", _refuse)
        with pytest.raises(Busy):
            run_import(tmp_path, token, by=person)
    assert len(titles()) == done_before
    assert len(find_upload(tmp_path, token, by=person).reports) == done_before
    assert run_to_the_end(tmp_path, token, person) == 3 - done_before
    assert len(titles()) == 3


def _refuse(*args: object, **kwargs: object) -> None:
    raise Busy("The database is busy.")


def test_a_result_that_was_half_written_does_not_count(tmp_path: Path, person: Person) -> None:
    token = hold(tmp_path, person)
    upload = run_import(tmp_path, token, by=person)
    (upload.folder / "result-1.new").write_text('[{"path": "tw')
    assert len(find_upload(tmp_path, token, by=person).reports) == 1
    assert run_to_the_end(tmp_path, token, person) == 2
    assert len(find_upload(tmp_path, token, by=person).reports) == 3
    assert len(titles()) == 3


def test_two_tabs_do_not_import_the_same_design(tmp_path: Path, person: Person) -> None:
    token = hold(tmp_path, person)
    with alone(find_upload(tmp_path, token, by=person)) as free:
        assert free
        assert run_import(tmp_path, token, by=person).reports == []
        assert titles() == []
    assert len(run_import(tmp_path, token, by=person).reports) == 1
    assert len(titles()) == 1


def test_a_cancelled_import_stops_at_the_next_step(tmp_path: Path, person: Person) -> None:
    token = hold(tmp_path, person)
    run_import(tmp_path, token, by=person)
    drop_upload(tmp_path, token, by=person)
    with pytest.raises(Missing):
        run_import(tmp_path, token, by=person)
    assert len(titles()) == 1


@pytest.mark.parametrize("name", ["upload.json", "result-0.json"])
def test_an_upload_that_is_removed_while_it_is_read_is_missing(
    tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    token, other = hold(tmp_path, person), hold(tmp_path, person)
    run_import(tmp_path, token, by=person)
    read_text = Path.read_text

    def remove_first(path: Path) -> str:
        if path.parent.name == token and path.name == name:
            shutil.rmtree(path.parent)
        return read_text(path)

    monkeypatch.setattr(Path, "read_text", remove_first)

    with pytest.raises(Missing):
        find_upload(tmp_path, token, by=person)
    assert find_upload(tmp_path, other, by=person).token == other


def test_files_that_vanish_while_they_are_read_stop_the_import(tmp_path: Path, person: Person) -> None:
    token = hold(tmp_path, person)
    for number in range(3):
        (find_upload(tmp_path, token, by=person).folder / str(number)).unlink()
    with pytest.raises(Missing):
        run_import(tmp_path, token, by=person)
    assert titles() == []


def test_everybodys_old_uploads_go_when_somebody_comes(tmp_path: Path, person: Person) -> None:
    old, young = hold(tmp_path, person), hold(tmp_path, person)
    folder = find_upload(tmp_path, old, by=person).folder
    os.utime(folder, (time.time() - KEPT_SECONDS - 60,) * 2)
    hold(tmp_path, make_person())
    with pytest.raises(Missing):
        find_upload(tmp_path, old, by=person)
    assert find_upload(tmp_path, young, by=person).names == ["one.md", "two.md", "three.md"]


def test_somebody_elses_upload_is_missing(tmp_path: Path, person: Person) -> None:
    token = hold(tmp_path, person)
    assert find_upload(tmp_path, token, by=person)
    with pytest.raises(Missing):
        find_upload(tmp_path, token, by=make_person())


@pytest.mark.parametrize("token", ["", ".", "..", "x" * 21, "{own}\n", "{own}/", "../{id}/{own}"])
def test_a_token_never_leads_elsewhere(tmp_path: Path, person: Person, token: str) -> None:
    own = hold(tmp_path, person)
    with pytest.raises(Missing):
        find_upload(tmp_path, token.format(own=own, id=person.id), by=person)
    assert find_upload(tmp_path, own, by=person)


@pytest.mark.parametrize("limit", ["FILES_MAX", "BYTES_MAX"])
def test_too_much_at_once_is_refused_and_nothing_is_held(
    tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(imports, limit, 2)
    with pytest.raises(InvalidValue, match="bring in"):
        hold(tmp_path, person)
    assert not list(tmp_path.rglob("upload.json"))
    monkeypatch.setattr(imports, limit, 100)
    hold(tmp_path, person)
    assert len(list(tmp_path.rglob("upload.json"))) == 1


def test_the_plan_is_what_was_seen_when_the_files_were_chosen(tmp_path: Path, person: Person) -> None:
    upload = find_upload(tmp_path, hold(tmp_path, person), by=person)
    assert [(report.path, report.status) for report in upload.plan] == [
        ("one.md", "new"),
        ("three.md", "new"),
        ("two.md", "new"),
    ]
    assert (upload.started, upload.finished, upload.reports) == (False, False, [])
    assert uploads.HELD_MAX > 1
