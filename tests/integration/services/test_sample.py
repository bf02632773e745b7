"""The sample project: loaded whole or not at all, once, with what its texts do not say."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.assertions import database_digest
from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import Batch, Design, Project
from webapp.services import sample
from webapp.services.designs import create_design
from webapp.services.documents import document_text, documents_of
from webapp.services.errors import Conflict, InvalidValue
from webapp.services.importing import import_design
from webapp.services.projects import default_project_key, find_project, rename_project
from webapp.services.sample import SAMPLE, load_sample
from webapp.services.titles import set_title
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")


def test_eight_designs_come_in_with_the_exact_bytes_of_their_files() -> None:
    loaded = load_sample(by=None)

    assert (loaded.project.key, loaded.project.name) == ("LIB", "Town library (sample)")
    assert loaded.designs == len(the_designs()) == 8
    assert texts() == {(file.parent.name[:7], file.stem): file.read_bytes() for file in SAMPLE.glob("*/*.md")}
    assert len(texts()) == 12


def test_documents_stand_in_their_order() -> None:
    load_sample(by=None)

    names = [[document.name for document in documents_of(design)] for design in the_designs()]
    assert names == [["design", "spec", "tasks"], ["design", "spec", "tasks"], *[["design"]] * 6]


def test_whoever_loads_it_owns_its_designs() -> None:
    person = make_person()

    load_sample(by=person)

    assert {design.owner for design in the_designs()} == {person}
    assert {(batch.verb, batch.person_id) for batch in db.session.scalars(select(Batch))} == {
        ("import", person.id)
    }


def test_it_has_what_the_texts_do_not_say() -> None:
    load_sample(by=None)

    by_key = {design.key: design for design in the_designs()}
    reserve, lockers = by_key["LIB-001"], by_key["LIB-008"]
    assert (reserve.title, reserve.status, reserve.priority) == ("Reserve a book", "Approved", "P1")
    assert (reserve.tasks, reserve.tasks_done, reserve.open_questions) == (17, 11, 2)
    assert reserve.created_at == datetime(2026, 6, 8, 7, 42, tzinfo=UTC)
    assert reserve.updated_at == datetime(2026, 11, 20, 10, 4, tzinfo=UTC)
    assert {document.updated_at for document in documents_of(reserve)} == {reserve.updated_at}
    assert (reserve.parent, lockers.parent) == (None, reserve)
    assert len({design.status for design in the_designs()}) == 6


def test_the_next_design_has_the_next_number_and_the_sample_is_no_default() -> None:
    load_sample(by=None)
    make_project()

    assert create_design(the_project(), title="Night return", by=None).key == "LIB-009"
    assert default_project_key() == "FEAT"


def test_a_second_time_nothing_changes() -> None:
    load_sample(by=None)
    person = make_person()
    before = database_digest()

    again = load_sample(by=person)

    assert again.designs == 0
    assert again.message == "The sample project LIB is there already. Nothing was changed."
    assert database_digest() == before


def test_it_is_known_again_whatever_people_made_of_it() -> None:
    load_sample(by=None)
    rename_project(the_project(), name="Our library", version=the_project().version)
    with transaction():
        for design in the_designs()[1:]:
            design.deleted_at = design.updated_at
        set_title(the_designs()[0], "Another title")
    before = database_digest()

    assert load_sample(by=None).designs == 0
    assert database_digest() == before


def test_a_project_of_the_same_key_that_is_not_the_sample_is_left_alone() -> None:
    make_design(project=make_project("LIB", "Libraries we use"))
    before = database_digest()

    with pytest.raises(Conflict, match="there is a project LIB already that is not the sample"):
        load_sample(by=None)

    assert database_digest() == before


def test_where_one_design_fails_none_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    before = database_digest()
    taken: list[str] = []

    def fail_at_the_last(group, readings, *, by):  # type: ignore[no-untyped-def]
        taken.append(str(group.key))
        if len(taken) == 8:
            raise InvalidValue("text", "It cannot be kept.")
        return import_design(group, readings, by=by)

    monkeypatch.setattr(sample, "import_design", fail_at_the_last)
    with pytest.raises(InvalidValue):
        load_sample(by=None)
    assert taken[-1] == "LIB-008"
    assert database_digest() == before

    monkeypatch.undo()
    assert load_sample(by=None).designs == 8


def test_several_people_at_the_same_moment_get_one_sample(app: Flask) -> None:
    start = threading.Barrier(4)
    counts: list[int] = []

    def load() -> None:
        with app.app_context():
            start.wait()
            counts.append(load_sample(by=None).designs)
            db.session.remove()

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 0, 0, 8]
    assert len(the_designs()) == 8


def the_project() -> Project:
    project = find_project("LIB")
    assert project is not None
    return project


def the_designs() -> list[Design]:
    return list(db.session.scalars(select(Design).order_by(Design.number)))


def texts() -> dict[tuple[str, str], bytes]:
    return {
        (design.key, document.name): document_text(document).encode()
        for design in the_designs()
        for document in documents_of(design)
    }
