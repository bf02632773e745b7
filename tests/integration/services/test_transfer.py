"""Import: which designs files become, each of them all or nothing."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import Batch, Design, Document, Person, Project, Row, Section
from webapp.services.design_values.lock import set_locked
from webapp.services.documents import document_text, documents_of
from webapp.services.errors import InvalidValue
from webapp.services.naming import SourceFile, held_file, source_file
from webapp.services.projects import archive_project, set_open_role
from webapp.services.transfer import FileReport, import_designs, plan_import

pytestmark = pytest.mark.usefixtures("app")

DESIGN = (
    b"# FEAT-001: Login - Technical Design\r\n\r\n"
    b"## API Endpoints\r\n\r\n| Method | Path |\r\n|--|--|\r\n| GET | /a |\r\n"
)
TASKS = b"# FEAT-001: Tasks\n\n## Tasks\n\n- [x] Write the model\n- [ ] Write the view"

TOO_WIDE = "the table under “T” has 101 columns, and a table has at most 100; split it."


def test_a_folder_becomes_a_design_with_its_documents_and_the_exact_bytes() -> None:
    reports = brought_in({"FEAT-001-auth/tasks.md": TASKS, "FEAT-001-auth/design.md": DESIGN})

    design = the_design("FEAT-001")
    assert reports == [
        FileReport("FEAT-001-auth/design.md", "new", "FEAT-001", "Login", "design", "", 2, 1, 1),
        FileReport("FEAT-001-auth/tasks.md", "new", "FEAT-001", "Login", "tasks", "", 2, 2, 2),
    ]
    assert texts(design) == {"design": DESIGN, "tasks": TASKS}
    assert (design.title, design.owner, design.tasks, design.tasks_done) == ("Login", None, 2, 1)
    assert the_batches(design) == [("import", None, ["document", "document"])]


def test_the_person_who_imports_owns_the_new_design() -> None:
    person = make_person()
    make_project()

    brought_in({"FEAT-001/design.md": DESIGN}, by=person)

    assert the_design("FEAT-001").owner == person
    assert the_batches(the_design("FEAT-001")) == [("import", person.id, ["document"])]


def test_a_file_without_a_key_gets_the_next_number() -> None:
    make_project().next_number = 7

    (report,) = brought_in({"notes/login.md": b"# Login\n"})

    assert (report.key, report.title, report.document) == ("FEAT-007", "Login", "design")
    assert db.session.scalars(select(Project.next_number)).one() == 8


def test_a_file_without_a_heading_is_called_by_its_name() -> None:
    (report,) = brought_in({"payment-web_hooks.md": b"text\n"})

    assert report.title == the_design("FEAT-001").title == "Payment web hooks"


def test_numbers_of_files_are_never_given_again() -> None:
    brought_in({"FEAT-041/design.md": b"# A\n", "other.md": b"# B\n"})

    assert sorted(db.session.scalars(select(Design.number))) == [41, 42]
    assert db.session.scalars(select(Project.next_number)).one() == 43


def test_a_number_below_the_next_leaves_the_sequence_alone() -> None:
    make_design(number=10)

    brought_in({"FEAT-003/design.md": b"# A\n"})

    assert db.session.scalars(select(Project.next_number)).one() == 11


def test_a_missing_project_is_made() -> None:
    brought_in({"PAY-001-refunds/design.md": b"# Refunds, see PAY-001\n"})

    project = db.session.scalars(select(Project)).one()
    assert (project.key, project.name, project.next_number) == ("PAY", "PAY", 2)
    heading = db.session.scalars(select(Section.html).where(Section.level == 1)).one()
    assert 'href="/designs/PAY-001"' in heading


def test_the_named_project_takes_what_has_no_key() -> None:
    (report,) = brought_in({"login.md": b"# Login\n"}, project="ops")

    assert report.key == "OPS-001"


def test_a_project_that_cannot_be_one_is_refused_before_anything() -> None:
    with pytest.raises(InvalidValue, match="A key is a letter"):
        brought_in({"login.md": b"# Login\n"}, project="no key")

    assert nothing_is_stored()


def test_a_design_that_exists_is_updated_as_one_batch_and_keeps_its_rows() -> None:
    brought_in({"FEAT-001/design.md": DESIGN, "FEAT-001/tasks.md": TASKS})
    before = rows()

    reports = brought_in(
        {
            "FEAT-001/design.md": DESIGN.replace(b"Login", b"Sign-in"),
            "FEAT-001/tasks.md": TASKS.replace(b"[ ]", b"[x]"),
            "FEAT-001/notes.md": b"# Notes\n",
        },
        by=make_person(),
    )

    design = the_design("FEAT-001")
    assert [(report.document, report.status) for report in reports] == [
        ("design", "updated"),
        ("tasks", "updated"),
        ("notes", "new"),
    ]
    assert rows() == before
    assert (design.title, design.tasks_done, design.owner) == ("Sign-in", 2, None)
    assert texts(design)["tasks"] == TASKS.replace(b"[ ]", b"[x]")
    assert [(verb, changed) for verb, _, changed in the_batches(design)] == [
        ("import", ["document", "document"]),
        ("import", ["section", "design", "row", "document"]),
    ]


def test_the_same_files_again_write_nothing() -> None:
    files = {"FEAT-001/design.md": DESIGN, "FEAT-001/tasks.md": TASKS}
    brought_in(files)
    before = digest()

    reports = brought_in(files)

    assert [report.status for report in reports] == ["unchanged", "unchanged"]
    assert digest() == before


def test_documents_that_are_not_among_the_files_stay() -> None:
    brought_in({"FEAT-001/design.md": DESIGN, "FEAT-001/tasks.md": TASKS})

    brought_in({"FEAT-001/design.md": DESIGN + b"more\n"})

    assert list(texts(the_design("FEAT-001"))) == ["design", "tasks"]


def test_a_document_of_any_name_comes_back_under_the_name_it_was_fetched_by() -> None:
    brought_in({"FEAT-001-auth/design.md": DESIGN, "FEAT-001-auth/my notes.md": b"Old\n"})

    (report,) = brought_in({"FEAT-001-my notes.md": b"New\n"})

    assert (report.status, report.document) == ("updated", "my notes")
    assert texts(the_design("FEAT-001")) == {"design": DESIGN, "my notes": b"New\n"}


def test_a_document_is_known_again_whatever_its_case() -> None:
    brought_in({"FEAT-001/README.md": b"# A\n"})

    (report,) = brought_in({"FEAT-001/Readme.md": b"# B\n"})

    assert report.status == "updated"
    assert texts(the_design("FEAT-001")) == {"README": b"# B\n"}


def test_a_key_in_the_bin_is_refused_and_one_outside_is_not() -> None:
    make_design(number=1, deleted=True)
    make_design(number=2)

    reports = brought_in({"FEAT-001/design.md": DESIGN, "FEAT-002/design.md": DESIGN})

    assert [(report.key, report.status) for report in reports] == [
        ("FEAT-001", "refused"),
        ("FEAT-002", "updated"),
    ]
    assert reports[0].reason == (
        "FEAT-001 is in the bin, and its number is not given again: give the file or its folder another key."
    )
    assert texts(the_design("FEAT-001")) == {"design": b"# Title\n"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"# A\n\nb\0c\n", "line 3: a NUL character cannot be stored; remove it."),
        (b"# A\n\xff\n", "line 2: this is not UTF-8 text; save the file as UTF-8."),
        (b"x" * 1_000_001, "it has more than 1 MB, the most that a document may have; split it."),
        (b"## T\n" + b"|a" * 101 + b"|\n" + b"|-" * 101 + b"|\n", TOO_WIDE),
    ],
)
def test_a_file_that_cannot_be_kept_stops_its_design_and_no_other(content: bytes, reason: str) -> None:
    reports = brought_in(
        {"FEAT-001/design.md": DESIGN, "FEAT-001/tasks.md": content, "FEAT-002/design.md": b"# B\n"}
    )

    assert [report.status for report in reports] == ["refused", "refused", "new"]
    assert "left out because FEAT-001/tasks.md was refused" in reports[0].reason
    assert reports[1].reason == reason
    assert db.session.scalars(select(Design.number)).all() == [2]


@pytest.mark.parametrize(
    "content", [b"x" * 1_000_000, b"|a" * 100 + b"|\n" + b"|-" * 100 + b"|\n", b"\xef\xbb\xbf"]
)
def test_a_file_just_within_the_limits_comes_in(content: bytes) -> None:
    (report,) = brought_in({"FEAT-001/design.md": content})

    assert report.status == "new"
    assert texts(the_design("FEAT-001")) == {"design": content}


def test_the_second_file_for_a_document_is_refused_and_both_are_named() -> None:
    reports = brought_in({"FEAT-001-a/design.md": b"# A\n", "FEAT-001-b/design.md": b"# B\n"})

    assert [report.status for report in reports] == ["new", "refused"]
    assert reports[1].path == "FEAT-001-b/design.md"
    assert reports[1].reason == (
        "FEAT-001-a/design.md is “design” of this design already; rename one of the two."
    )
    assert texts(the_design("FEAT-001")) == {"design": b"# A\n"}


def test_a_plan_says_what_the_import_then_does_and_writes_nothing() -> None:
    make_design(number=1, deleted=True)
    make_design("# Title\n", number=2)
    make_design("# Title\n", number=3)
    files = {
        "FEAT-001/design.md": b"# A\n",
        "FEAT-002/design.md": b"# Title\n",
        "FEAT-003/design.md": b"# Other\n",
        "FEAT-003/tasks.md": TASKS,
        "FEAT-009/design.md": DESIGN,
        "OPS-001/design.md": b"# \xff",
        "first.md": b"# First\n",
        "second.md": b"no heading\n",
        "third.md": b"# " + b"A long title " * 40,
    }
    before = digest()

    planned = list(plan_import(sources(files)))

    assert digest() == before
    assert planned == brought_in(files)
    assert [(report.key, report.status) for report in planned] == [
        ("FEAT-001", "refused"),
        ("FEAT-002", "unchanged"),
        ("FEAT-003", "updated"),
        ("FEAT-003", "new"),
        ("FEAT-009", "new"),
        ("OPS-001", "refused"),
        ("FEAT-010", "new"),
        ("FEAT-011", "new"),
        ("FEAT-012", "new"),
    ]


def test_a_title_that_gives_way_is_said_with_the_file_that_replaces_it() -> None:
    make_design("# Payment webhooks\n", title="Payment webhooks", number=1, documents={"tasks": "# T\n"})
    files = {"FEAT-001/design.md": b"# FEAT-001: Custom Database Connection\n", "FEAT-001/tasks.md": TASKS}

    planned = list(plan_import(sources(files)))

    assert planned == brought_in(files)
    assert [(report.document, report.title, report.replaces) for report in planned] == [
        ("design", "Custom Database Connection", "Payment webhooks"),
        ("tasks", "Custom Database Connection", ""),
    ]
    assert the_design("FEAT-001").title == "Custom Database Connection"


@pytest.mark.parametrize(
    ("stored", "content"),
    [
        ("# Login\n", b"# Login\n\nMore.\n"),
        ("# Login\n", b"No heading.\n"),
        ("# What the text says\n", b"# What the text says\n\nMore.\n"),
        ("# What the text says\n", b"# What the text says\n"),
    ],
)
def test_a_title_that_stays_is_not_said_to_be_replaced(stored: str, content: bytes) -> None:
    make_design(stored, title="Login", number=1)

    planned = list(plan_import(sources({"FEAT-001.md": content})))

    assert planned == brought_in({"FEAT-001.md": content})
    assert [(report.title, report.replaces) for report in planned] == [("Login", "")]
    assert the_design("FEAT-001").title == "Login"


def test_files_are_reported_one_by_one_while_they_come_in() -> None:
    reports = import_designs(sources({"FEAT-001/design.md": DESIGN, "FEAT-002/design.md": DESIGN}))

    next(reports)

    assert db.session.scalars(select(Design.number)).all() == [1]
    assert len(list(reports)) == 1


def test_a_file_takes_a_handful_of_statements_whatever_its_length() -> None:
    make_project()
    lengths = []
    paths = {1: DESIGN, 2: DESIGN.replace(b"/a", b"/b")}  # so that they do not clash

    for number, count in ((1, 1), (2, 900)):
        files = sources(
            {f"FEAT-00{number}/design.md": paths[number] + b"\n## Tasks\n\n" + b"- [ ] Do it\n" * count}
        )
        with Statements() as statements:
            list(import_designs(files))
        reads = ("SELECT", "BEGIN", "SET LOCAL")
        writes = [statement for statement in statements.sent if not statement.startswith(reads)]
        lengths.append((len(statements.sent), len(writes)))

    assert lengths[0] == lengths[1]
    assert lengths[0] <= (36, 20)


def test_one_key_from_several_people_at_the_same_moment_is_one_design(app: Flask) -> None:
    make_project()
    db.session.commit()
    start = threading.Barrier(6)
    reports: list[FileReport] = []

    def bring_in(number: int) -> None:
        with app.app_context():
            files = {"FEAT-001/design.md": DESIGN + b"%d\n" % number, "loose.md": b"# Loose\n"}
            start.wait()
            reports.extend(brought_in(files))
            db.session.remove()

    threads = [threading.Thread(target=bring_in, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    said = [report.status for report in reports if report.key == "FEAT-001"]
    assert said.count("new") == 1
    assert set(said) <= {"new", "updated", "refused"}
    assert texts(the_design("FEAT-001"))["design"].startswith(DESIGN)
    assert sorted(db.session.scalars(select(Design.number))) == [1, 2, 3, 4, 5, 6, 7]


def test_an_error_anywhere_leaves_nothing_of_the_design_and_the_next_try_succeeds() -> None:
    brought_in({"FEAT-001/design.md": DESIGN})
    texts_now = {"design": DESIGN + b"\n- new\n", "spec": b"# Spec\n\n- a\n", "tasks": TASKS}
    files = {f"FEAT-001/{name}.md": text for name, text in texts_now.items()}
    before = digest()
    for place in range(1, 200):
        with Statements(fail_at=place) as statements:
            try:
                brought_in(files)
            except OperationalError:
                pass
            else:
                break
        db.session.remove()
        assert digest() == before, f"statement {place} failed: {statements.sent[-1]}"
    assert place > 10
    assert texts(the_design("FEAT-001")) == texts_now


def test_an_error_ends_the_import_and_burns_no_number() -> None:
    make_project()
    files = {"a.md": b"# A\n", "b.md": b"# B\n", "c.md": b"# C\n"}
    with pytest.raises(OperationalError), Statements(fail_at=3, only="INSERT INTO document"):
        brought_in({f"{name}{number}": data for number in range(2) for name, data in files.items()} | files)

    db.session.remove()
    assert db.session.scalars(select(Design.number).order_by(Design.number)).all() == [1, 2]
    assert db.session.scalars(select(Project.next_number)).one() == 3


def brought_in(files: dict[str, bytes], **options: Any) -> list[FileReport]:
    return list(import_designs(sources(files), **options))


def sources(files: dict[str, bytes]) -> list[SourceFile]:
    return [source_file(path, lambda data=data: data) for path, data in files.items()]


def the_design(key: str) -> Design:
    db.session.expire_all()
    project, number = key.split("-")
    return db.session.scalars(
        select(Design).join(Design.project).where(Project.key == project, Design.number == int(number))
    ).one()


def texts(design: Design) -> dict[str, bytes]:
    return {document.name: document_text(document).encode() for document in documents_of(design)}


def the_batches(design: Design) -> list[tuple[str, int | None, list[str]]]:
    batches = db.session.scalars(select(Batch).where(Batch.design_id == design.id).order_by(Batch.id))
    return [(batch.verb, batch.person_id, [change.what for change in batch.changes]) for batch in batches]


def rows() -> list[tuple[int, dict[str, str]]]:
    found = db.session.execute(select(Row.id, Row.cells).where(Row.deleted_at.is_(None)).order_by(Row.id))
    return [(row_id, cells) for row_id, cells in found]


def nothing_is_stored() -> bool:
    return all(
        not db.session.scalar(select(func.count()).select_from(model))
        for model in (Project, Design, Document)
    )


def digest() -> dict[str, list[str]]:
    """Every row of every table."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in db.metadata.sorted_tables
        }


class Statements:
    """Counts the statements sent to the database meanwhile, and makes one of them fail."""

    def __init__(self, fail_at: int = 0, only: str = "") -> None:
        self.sent: list[str] = []
        self.fail_at = fail_at
        self.only = only

    def __enter__(self) -> Statements:
        event.listen(db.engine, "before_cursor_execute", self.listen)
        return self

    def __exit__(self, *error: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self.listen)

    def listen(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if self.only not in statement:
            return
        self.sent.append(statement)
        if len(self.sent) == self.fail_at:
            raise OperationalError(statement, {}, Exception("the disk fell off"))


@pytest.fixture
def author() -> Person:
    """An author of FEAT, who reads PAY, and may not know of SEC; each has a design."""
    for key, role in (("FEAT", "author"), ("PAY", "reader"), ("SEC", None)):
        project = make_project(key)
        make_design("# Stored\n", title="Stored", project=project, owner=make_person())
        set_open_role(project, role, project.version)
    return make_person()


def test_what_somebody_may_not_make_or_change_is_refused_and_the_rest_comes_in(author: Person) -> None:
    files = {
        f"{key}/design.md": f"# {key}: Sent\n".encode()
        for key in ("FEAT-001", "FEAT-002", "PAY-001", "PAY-002", "SEC-001", "SEC-002", "NEW-001")
    }
    sources = [held_file(path, data) for path, data in files.items()]

    planned = list(plan_import(sources, by=author))
    reports = list(import_designs(sources, by=author))

    assert planned == reports
    assert {report.key: report.status for report in reports} == {
        **dict.fromkeys(("PAY-001", "PAY-002", "SEC-001", "SEC-002", "NEW-001"), "refused"),
        "FEAT-001": "updated",
        "FEAT-002": "new",
    }
    titles = {each.key: each.title for each in db.session.scalars(select(Design))}
    assert titles == {"FEAT-001": "Sent", "FEAT-002": "Sent", "PAY-001": "Stored", "SEC-001": "Stored"}
    assert db.session.scalars(select(Project.key).order_by(Project.key)).all() == ["FEAT", "PAY", "SEC"]


def test_what_may_not_be_known_of_is_refused_in_the_words_for_what_is_not_there(author: Person) -> None:
    files = {f"{key}/tasks.md": b"# Sent\n" for key in ("SEC-001", "SEC-009", "NIL-001")}
    sources = [held_file(path, data) for path, data in files.items()]

    for reports in (plan_import(sources, by=author), import_designs(sources, by=author)):
        said = {
            (each.reason.replace("NIL", "SEC"), each.title, each.replaces, each.sections) for each in reports
        }
        assert len(said) == 1


@pytest.mark.parametrize("is_archived", [True, False])
def test_what_is_locked_or_archived_is_not_imported_over(author: Person, is_archived: bool) -> None:
    design = the_design("FEAT-001")
    assert design.owner
    if is_archived:
        archive_project(design.project, design.project.version)
    else:
        set_locked(design, True, by=design.owner)

    (report,) = import_designs([held_file("FEAT-001/design.md", b"# Sent\n")], by=author)

    assert (report.status, the_design("FEAT-001").title) == ("refused", "Stored")
    assert report.reason.startswith("you may read FEAT-001 and not change it")


def test_an_administrator_makes_projects_by_importing() -> None:
    (report,) = import_designs([held_file("NEW-001/design.md", b"# Sent\n")], by=make_person("administrator"))

    assert report.status == "new"
    assert the_design("NEW-001").title == "Sent"
