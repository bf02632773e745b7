"""What checks say of stored designs follows every save; it is dismissed with a reason, and listed."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.checked import assert_checked
from tests.factories import make_design, make_document, make_person, make_project
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Clash, Design, Dismissal, Entry, Finding, Person, Row
from webapp.services import projects
from webapp.services.bin import delete_designs, purge_bin
from webapp.services.design_values.columns import set_status
from webapp.services.documents import documents_of
from webapp.services.editing.cells import set_cell, tick_row
from webapp.services.editing.documents import delete_document
from webapp.services.editing.rows import add_row, delete_row
from webapp.services.errors import Conflict, InvalidValue, Missing
from webapp.services.findings.dismissing import dismiss, find_clash, find_finding, take_back
from webapp.services.findings.listing import list_findings
from webapp.services.findings.narrowed import Narrowed
from webapp.services.findings.rebuilding import rebuild_findings
from webapp.services.findings.remarks import marks_of, remarks_of
from webapp.services.history import Action
from webapp.services.reconciliation import reconcile_text
from webapp.services.undoing import undo_last

pytestmark = pytest.mark.usefixtures("app")

TEXT = """\
# T

Why: _TBD_

## API Endpoints

| Method | Path | Auth |
|---|---|---|
| GET | /a | yes |
| POST | /b | |

## Files to Modify

| File |
|---|
| `src/app.py` |

## Tasks

- [ ] Write `src/mail.py`
- [ ] Something else

## Open Questions

- [ ] Who pays?
"""


def codes() -> list[str]:
    return sorted(db.session.scalars(db.select(Finding.code)))


def row_of(text: str) -> int:
    rows = db.session.scalars(db.select(Row).where(Row.deleted_at.is_(None)).order_by(Row.id))
    return next(row.id for row in rows if text in row.source)


def test_a_new_design_is_checked_with_it() -> None:
    make_design(TEXT)
    assert codes() == ["endpoint-without-auth", "file-not-declared", "placeholder", "question-unanswered"]
    assert_checked()


def test_a_cell_takes_its_finding_away_and_brings_it_back(author: Person) -> None:
    make_design(TEXT)
    row = row_of("/b")
    set_cell(row, "c3", "no", base="", typed=True, by=author)
    assert "endpoint-without-auth" not in codes()
    set_cell(row, "c3", "", base="no", typed=True, by=author)
    assert codes().count("endpoint-without-auth") == 1
    assert_checked()


def test_what_stays_as_it_was_keeps_its_id(author: Person) -> None:
    design = make_design(TEXT)
    before = {each.subject: each.id for each in db.session.scalars(db.select(Finding))}
    document = documents_of(design)[0]
    action = Action(design, "text", author)
    reconcile_text(document, TEXT.replace("Who pays?", "Who pays? When?") + "\n- [ ] And how?\n", action)
    after = {each.subject: each.id for each in db.session.scalars(db.select(Finding))}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1
    assert_checked()


def test_what_no_check_tells_of_costs_no_statement(author: Person) -> None:
    make_design(TEXT)
    row = row_of("/a")
    with statements() as sent:
        set_cell(row, "c3", "no", base="yes", typed=True, by=author)
    assert not [each for each in sent if "finding" in each or "clash" in each]
    assert_checked()


def test_a_changed_key_is_asked_for_with_its_clashes_alone(author: Person) -> None:
    make_design(TEXT)
    row = row_of("/a")
    with statements() as sent:
        set_cell(row, "c2", "/c", base="/a", typed=True, by=author)
    asked = [each for each in sent if "finding" in each or "clash" in each or "advisory" in each]
    assert len(asked) <= 5, "\n".join(asked)
    assert_checked()


def test_rows_that_come_and_go_are_followed(author: Person) -> None:
    make_design(TEXT)
    row = row_of("/b")
    block = db.session.get_one(Row, row).block_id
    add_row(block, after=row, cells={"c1": "PUT", "c2": "no path"}, by=author)
    assert codes().count("endpoint-without-auth") == 1
    assert_checked()
    delete_row(row, by=author)
    assert_checked()
    undo_last(db.session.scalars(db.select(Design)).one(), by=author)
    assert_checked()


def test_a_task_that_names_another_file_is_asked_for_with_the_whole_design(author: Person) -> None:
    make_design(TEXT)
    row = row_of("Something else")
    set_cell(row, "text", "Write `src/new.py`", base="Something else", typed=True, by=author)
    assert codes().count("file-not-declared") == 2
    assert_checked()
    set_cell(row_of("src/app"), "c1", "`src/new.py`", base="`src/app.py`", typed=True, by=author)
    assert codes().count("file-not-declared") == 1
    assert_checked()


def test_a_row_may_say_how_a_migration_goes_back(author: Person) -> None:
    for plan in ("1. Copy\n2. Switch\n", "| Step | What |\n|---|---|\n| 1 | Copy |\n"):
        make_design(f"# T\n\n## Migration Plan\n\n{plan}")
        row = db.session.scalars(db.select(Row).order_by(Row.id.desc())).first()
        assert row
        column = max(row.cells)
        before = row.cells[column]
        assert codes() == ["migration-without-rollback"]
        set_cell(row.id, column, "Roll back if it fails", base=before, typed=True, by=author)
        assert codes() == []
        set_cell(row.id, column, before, base="Roll back if it fails", typed=True, by=author)
        assert codes() == ["migration-without-rollback"]
        assert_checked()
        delete_designs(db.session.scalars(db.select(Design)).all(), by=author)
        db.session.execute(db.delete(Finding))


def test_brackets_that_are_a_link_are_no_placeholder(author: Person) -> None:
    make_design("# T\n\n- see it\n- and that\n\n[such thing]: /x\n")
    row = row_of("see it")
    set_cell(row, "text", "see [such thing]", base="see it", typed=True, by=author)
    assert codes() == []
    set_cell(row, "text", "see [other thing]", base="see [such thing]", typed=True, by=author)
    assert codes() == ["placeholder"]
    assert_checked()


def test_a_tick_answers_a_question(author: Person) -> None:
    make_design(TEXT)
    tick_row(row_of("Who pays"), True, by=author)
    assert "question-unanswered" not in codes()
    assert_checked()


def test_a_file_that_another_document_declares_is_declared(author: Person) -> None:
    design = make_design(TEXT)
    make_document(design, "files", "# Files\n\n## Files to Create\n\n| File |\n|---|\n| `src/mail.py` |\n")
    assert "file-not-declared" not in codes()
    assert_checked()
    delete_document(documents_of(design)[1].id, by=author)
    assert "file-not-declared" in codes()
    assert_checked()


def test_another_template_is_followed() -> None:
    project = make_project(template="# T\n\n## Risks\n\nNone.\n")
    make_design("# T\n\n## API Endpoints\n\n| Method | Path | Auth |\n|---|---|---|\n| GET | /a | yes |\n")
    make_design("# T\n\n## Risks\n")
    assert codes() == ["empty-section"]
    row = "## API Endpoints\n\n| Method | Path | Auth |\n|---|---|---|\n| GET | /a | yes |\n"
    projects.set_template(project, data=f"# T\n\n{row}".encode(), version=project.version)
    assert db.session.scalars(db.select(Entry.from_template)).all() == [True]
    assert codes() == ["template-example"]
    assert_checked()
    projects.set_template(project, data=None, version=project.version)
    assert db.session.scalars(db.select(Entry.from_template)).all() == [False]
    assert_checked()


def test_all_of_it_can_be_made_anew() -> None:
    for _ in range(2):
        make_design(TEXT)
    before = codes()
    for model in (Finding, Clash):
        db.session.execute(db.delete(model) if model is Finding else db.update(Clash).values(digest="x"))
    db.session.execute(db.update(Entry).values(from_template=True))
    db.session.commit()
    told: list[tuple[int, int]] = []
    assert rebuild_findings(lambda done, of: told.append((done, of))) == 2
    assert told == [(1, 2), (2, 2)]
    assert codes() == before
    assert_checked()
    with statements("INSERT", "UPDATE", "DELETE") as sent:
        rebuild_findings()
    assert sent == []


def test_a_reason_holds_until_what_it_is_about_changes(author: Person) -> None:
    design = make_design(TEXT)
    finding = db.session.scalars(db.select(Finding).filter_by(code="endpoint-without-auth")).one()
    dismiss(finding, reason=" It is public. ", digest=finding.digest, by=author)
    [shown] = list_findings(author, narrowed=Narrowed(dismissed="yes")).items
    assert shown.dismissed is not None
    assert (shown.dismissed.reason, shown.dismissed.by) == ("It is public.", author.name)
    assert "Endpoint without auth" not in remarks_of(design, author).groups
    assert remarks_of(design, author).dismissed == 1

    set_cell(row_of("/b"), "c2", "/bb", base="/b", typed=True, by=author)
    assert list_findings(author, narrowed=Narrowed(dismissed="yes")).items == []
    assert "Endpoint without auth" in remarks_of(design, author).groups
    set_cell(row_of("/bb"), "c2", "/b", base="/bb", typed=True, by=author)
    assert len(list_findings(author, narrowed=Narrowed(dismissed="yes")).items) == 1


def test_a_reason_is_needed_and_short_and_about_what_was_seen(author: Person) -> None:
    make_design(TEXT)
    finding = db.session.scalars(db.select(Finding)).first()
    assert finding
    for reason in ("", "   ", "x" * 501, "two\nlines", "\0"):
        with pytest.raises(InvalidValue):
            dismiss(finding, reason=reason, digest=finding.digest, by=author)
    with pytest.raises(Conflict):
        dismiss(finding, reason="fine", digest="another", by=author)
    assert db.session.scalars(db.select(Dismissal)).all() == []
    dismiss(finding, reason="x" * 500, digest=finding.digest, by=author)
    dismiss(finding, reason="for another reason", digest=finding.digest, by=author)
    assert db.session.scalars(db.select(Dismissal.reason)).all() == ["for another reason"]
    take_back(finding)
    take_back(finding)
    assert db.session.scalars(db.select(Dismissal)).all() == []


def test_a_reason_for_what_was_put_right_meanwhile_is_not_kept(author: Person) -> None:
    make_design(TEXT)
    finding = db.session.scalars(db.select(Finding).filter_by(code="endpoint-without-auth")).one()
    digest = finding.digest
    db.session.expunge(finding)  # as one that was loaded a moment before
    set_cell(row_of("/b"), "c3", "no", base="", typed=True, by=author)
    with pytest.raises(Missing):
        dismiss(finding, reason="fine", digest=digest, by=author)


def test_a_design_in_the_bin_is_not_told_of(author: Person) -> None:
    design = make_design(TEXT)
    finding = db.session.scalars(db.select(Finding)).first()
    assert finding
    finding_id = finding.id
    assert find_finding(finding_id, author)[0] is finding
    delete_designs([design], by=author)
    assert find_finding(finding_id, author) == (None, [])
    page = list_findings(author, narrowed=Narrowed(dismissed="all"))
    assert (page.items, page.of, dict(page.counts["code"])) == ([], 0, {})


def test_what_is_emptied_from_the_bin_takes_its_findings_and_reasons_along(
    author: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    design, other = make_design(TEXT), make_design(TEXT)
    for each in db.session.scalars(db.select(Finding).filter_by(code="placeholder")).all():
        dismiss(each, reason="fine", digest=each.digest, by=author)
    delete_designs([design], by=author)
    monkeypatch.setattr("webapp.services.bin.KEPT_DAYS", -1)
    assert purge_bin() == 1
    assert set(db.session.scalars(db.select(Finding.design_id))) == {other.id}
    assert len(db.session.scalars(db.select(Dismissal)).all()) == 1


def test_the_list_is_narrowed_and_counts_what_each_choice_would_leave(author: Person) -> None:
    make_design(TEXT)
    make_design(TEXT, project=make_project("LIB", "Library"), status="Approved")
    everything = list_findings(author)
    assert everything.counts["project"] == {"FEAT": 6, "LIB": 6}
    assert everything.counts["status"] == {"Draft": 6, "Approved": 6}
    assert everything.counts["code"]["endpoint-clash"] == 2
    assert everything.total == everything.of == 10
    assert [each.is_clash for each in everything.items] == [True] * 2 + [False] * 8
    lib = list_findings(author, narrowed=Narrowed(project="LIB"))
    assert lib.total == 6
    assert lib.counts["project"] == {"FEAT": 6, "LIB": 6}
    assert lib.counts["status"] == {"Approved": 6}
    one = list_findings(author, narrowed=Narrowed(design="LIB-001", code="placeholder"))
    assert [each.places[0].key for each in one.items] == ["LIB-001"]


@pytest.mark.parametrize(
    ("q", "keys"),
    [
        ("who pays", {"FEAT-001", "LIB-001"}),
        ("pays -when project:LIB", {"LIB-001"}),
        ("status:approved tbd", {"LIB-001"}),
        ("design:FEAT-001 question", {"FEAT-001"}),
        ("-status:approved placeholder", {"FEAT-001"}),
        ("nothing says this", set()),
        ("in:endpoints", set()),
        ("%", set()),
    ],
)
def test_what_is_typed_narrows_the_list(author: Person, q: str, keys: set[str]) -> None:
    make_design(TEXT)
    make_design(TEXT, project=make_project("LIB", "Library"), status="Approved")
    found = list_findings(author, q=q)
    assert {place.key for each in found.items for place in each.places} == keys
    assert bool(found.unknown) == (q == "in:endpoints")


def test_a_page_beyond_the_end_is_the_last_one(author: Person) -> None:
    make_design("# T\n\n" + "\n\n".join(f"Number {number}: TBD" for number in range(120)))
    first, last = list_findings(author), list_findings(author, page=999)
    assert (first.pages, first.first, first.last, len(first.items)) == (3, 1, 50, 50)
    assert (last.page, last.first, last.last, len(last.items)) == (3, 101, 120, 20)
    assert len(list_findings(author, whole=True).items) == 120


def test_marks_stand_by_their_entries(author: Person) -> None:
    one, two = make_design(TEXT), make_design(TEXT)
    entries = {entry.id: entry for entry in db.session.scalars(db.select(Entry))}
    marks = marks_of(entries.keys(), author)
    told = {
        (entries[number].design_id, entries[number].key): [each.code for each in marks[number]]
        for number in marks
    }
    assert told[one.id, "GET /a"] == ["endpoint-clash"]
    assert told[two.id, "POST /b"] == ["endpoint-clash", "endpoint-without-auth"]
    with statements() as sent:
        marks_of(entries.keys(), author)
    assert len(sent) <= 4


def test_remarks_are_in_the_order_of_the_text(author: Person) -> None:
    design = make_design(
        "# T\n\nFirst TBD\n\n## B\n\nSecond TBD\n", documents={"notes": "# N\n\nThird TBD\n"}
    )
    groups = remarks_of(design, author).groups
    assert [(each.places[0].document, each.places[0].section) for each in groups["Placeholder"]] == [
        ("design", "T"),
        ("design", "B"),
        ("notes", "N"),
    ]


def test_a_clash_is_told_to_who_reads_two_of_its_designs(app: Flask, author: Person) -> None:
    one, two = make_design(TEXT), make_design(TEXT)
    clash = db.session.scalars(db.select(Clash)).first()
    assert clash
    clash_id = clash.id
    assert find_clash(clash_id, author)[0] is clash
    assert len(remarks_of(one, author).clashes) == 2
    set_status(two, "Rejected", base="Draft", by=author)
    assert db.session.scalars(db.select(Clash)).all() == []
    assert find_clash(clash_id, make_person()) == (None, [])
