"""Reconcile: from a changed text to rows, with ids that stay and changes that can be taken back."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import make_design, make_person
from tests.laws import assert_design_laws
from tests.statements import statements
from webapp.extensions import db
from webapp.markdown.reader import read
from webapp.models import Batch, Block, Change, Design, Document, Entry, Row, Section
from webapp.services.documents import document_text, documents_of, load_checked
from webapp.services.errors import Damaged, InvalidValue
from webapp.services.history import Action
from webapp.services.pages import load_page
from webapp.services.reconciliation import reconcile_text
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

SAMPLES = Path(__file__).parents[2] / "samples"
CORPUS = Path(os.environ.get("DESIGNBOOK_CORPUS", "/nonexistent"))
MODELS: dict[str, Any] = {"section": Section, "block": Block, "row": Row}

TEXT = """\
# FEAT-001: Login - Technical Design

Some words.

## API Endpoints

| Method | Path |
|--------|------|
| GET | `/users` |
| POST | `/users` |
| PUT | `/users/{id}` |

## Security Checklist

- [ ] Rate limit
- [ ] Tokens
  - rotate them

## Open Questions

- [ ] Which database?
"""


def test_a_changed_cell_touches_one_row_and_keeps_every_id() -> None:
    document = main(TEXT)
    before = living(document)

    change(document, TEXT.replace("| POST | `/users` |", "| POST | `/people` |"))

    after = living(document)
    assert list(after) == list(before)
    assert [after[key]["version"] - before[key]["version"] for key in before] == [
        1 if before[key].get("cells") == {"c1": "POST", "c2": "`/users`"} else 0 for key in before
    ]
    assert [(one.what, one.before["cells"], one.after["cells"]) for one in changes()] == [
        ("row", {"c1": "POST", "c2": "`/users`"}, {"c1": "POST", "c2": "`/people`"})
    ]
    row = db.session.get(Row, changes()[0].piece_id)
    assert row is not None
    assert row.html["c2"] == "<code>/people</code>"


def test_an_equal_text_writes_nothing_at_all() -> None:
    document = main(TEXT)
    action = Action(document.design, "edit")
    db.session.commit()

    with statements("INSERT", "UPDATE", "DELETE") as writes:
        assert reconcile_text(document, TEXT, action) is False

    assert writes == []
    assert action.batch_id is None


def test_the_batch_says_who_what_and_where() -> None:
    person = make_person()
    document = main(TEXT)

    with transaction():
        assert reconcile_text(document, TEXT + "\nmore\n", Action(document.design, "edit", person)) is True

    batch = db.session.scalars(select(Batch)).one()
    assert (batch.design_id, batch.person_id, batch.verb) == (document.design_id, person.id, "edit")


def test_the_document_and_its_design_know_that_they_changed() -> None:
    document = main(TEXT)
    before = (document.revision, document.version, document.updated_at)

    change(document, TEXT.replace("- [ ] Which database?", "- [x] Which database?"))

    assert document.revision != before[0]
    assert document.size == len(TEXT)
    assert document.version == before[1] + 1
    assert document.updated_at == document.design.updated_at > before[2]
    assert document.design.open_questions == 0


def test_a_deleted_row_is_kept_for_later_and_shown_no_more() -> None:
    document = main(TEXT)

    change(document, TEXT.replace("- [ ] Tokens\n  - rotate them\n", ""))

    gone = db.session.scalars(select(Row).where(Row.deleted_at.is_not(None)).order_by(Row.id)).all()
    assert [row.cells["text"] for row in gone] == ["Tokens", "rotate them"]
    assert [(one.what, one.after) for one in changes() if one.piece_id == gone[0].id] == [("row", None)]
    shown = [
        row.cells
        for section in load_page(document).sections
        for block in section.blocks
        for row in block.rows
    ]
    assert gone[0].cells not in shown


def test_a_new_row_between_two_moves_neither() -> None:
    document = main(TEXT)
    before = living(document)

    change(document, TEXT.replace("| PUT |", "| DELETE | `/users/{id}` |\n| PUT |"))

    after = living(document)
    assert {key: value for key, value in after.items() if key in before} == before
    assert len(after) == len(before) + 1


def test_a_moved_row_keeps_its_id_and_version_and_the_others_their_places() -> None:
    document = main(TEXT)
    before = living(document)
    put = "| PUT | `/users/{id}` |\n"

    change(document, TEXT.replace(put, "").replace("| GET |", put + "| GET |"))

    (moved,) = changes()
    after = living(document)
    assert moved.before["cells"] == {"c1": "PUT", "c2": "`/users/{id}`"}
    assert {name for name in moved.before if moved.before[name] != moved.after[name]} == {"position"}
    assert after["row", moved.piece_id]["version"] == before["row", moved.piece_id]["version"]
    assert {key: value for key, value in after.items() if key != ("row", moved.piece_id)} == {
        key: value for key, value in before.items() if key != ("row", moved.piece_id)
    }


def test_a_column_keeps_its_id_when_another_comes_before_it() -> None:
    document = main(TEXT)

    change(
        document,
        TEXT.replace("| Method | Path |", "| Auth | Method | Path |")
        .replace("|--------|------|", "|--|--------|------|")
        .replace("| GET |", "| yes | GET |")
        .replace("| POST |", "| yes | POST |")
        .replace("| PUT |", "| yes | PUT |"),
    )

    table = the_table()
    assert [(column["id"], column["name"], column["role"]) for column in table.columns] == [
        ("c3", "Auth", "auth"),
        ("c1", "Method", "method"),
        ("c2", "Path", "path"),
    ]
    assert table.column_seq == 3
    rows = db.session.scalars(select(Row.cells).where(Row.block_id == table.id).order_by(Row.position))
    assert next(iter(rows)) == {"c3": "yes", "c1": "GET", "c2": "`/users`"}


def test_a_deleted_columns_id_is_not_given_again() -> None:
    document = main(TEXT)
    narrow = "\n".join(
        line.rpartition("|")[0].rpartition("|")[0] + "|" if "|" in line else line for line in TEXT.split("\n")
    )

    change(document, narrow)
    change(document, TEXT.replace("Path", "Address"))

    assert [column["id"] for column in the_table().columns] == ["c1", "c3"]


def test_the_title_follows_the_heading_of_the_main_document() -> None:
    document = main(TEXT)

    change(document, TEXT.replace("Login", "Sign-in"))

    design = db.session.get(Design, document.design_id)
    assert design is not None
    assert (design.title, design.version) == ("Sign-in", 2)
    assert "sign-in" in design.filter_text
    assert [(one.before, one.after) for one in changes() if one.what == "design"] == [
        ({"title": "Title"}, {"title": "Sign-in"})
    ]


@pytest.mark.parametrize(
    "text", ["no heading\n", TEXT.replace(": Login - Technical Design", ""), "## Only two\n"]
)
def test_a_text_without_a_title_leaves_the_title_alone(text: str) -> None:
    document = main(TEXT)

    change(document, text)

    assert document.design.title == "Title"


def test_other_documents_do_not_name_the_design() -> None:
    design = make_design(TEXT, documents={"tasks": "# Tasks\n"})

    change(documents_of(design)[1], "# Another title\n")

    assert design.title == "Title"


def test_entries_follow_the_text() -> None:
    document = main(TEXT)

    change(document, TEXT.replace("`/users/{id}`", "`/people/{id}`"))

    keys = db.session.scalars(
        select(Entry.key).where(Entry.register == "endpoints", Entry.document_id == document.id)
    )
    assert any("people" in key for key in keys)
    assert not any("users/{" in key for key in keys)


def test_a_definition_elsewhere_draws_other_rows_again_without_changing_them() -> None:
    document = main("- [docs]\n\n[docs]: https://one.example\n")

    change(document, "- [docs]\n\n[docs]: https://two.example\n")

    row = db.session.scalars(select(Row)).one()
    assert "two.example" in row.html["text"]
    assert row.version == 1
    assert [one.what for one in changes()] == ["block"]


@pytest.mark.parametrize("text", ["a\0b", "x" * 1_000_001, "\ud800"])
def test_a_text_that_cannot_be_kept_is_refused_and_nothing_changes(text: str) -> None:
    document = main(TEXT)

    with pytest.raises(InvalidValue):
        reconcile_text(document, text, Action(document.design, "edit"))

    assert document_text(document) == TEXT
    assert changes() == []


def test_a_broken_store_is_not_built_upon() -> None:
    document = main(TEXT)
    with transaction():
        db.session.execute(db.update(Row).values(source="- other\n"))

    with pytest.raises(Damaged):
        reconcile_text(document, TEXT + "\nmore\n", Action(document.design, "edit"))

    assert changes() == []


def test_many_changed_rows_take_as_many_statements_as_few() -> None:
    lengths = []
    for count in (3, 600):
        items = [f"- item {number}\n" for number in range(count)]
        document = main("# T\n\n" + "".join(items))
        text = "# T\n\n" + "".join(
            item.replace("item", "thing") if number % 2 else item for number, item in enumerate(items)
        )
        with statements("INSERT", "UPDATE", "DELETE") as writes, transaction():
            reconcile_text(document, text, Action(document.design, "edit"))
        lengths.append(len(writes))

    assert lengths[0] == lengths[1] <= 12


FRAGMENTS = st.sampled_from(
    [
        "# One\n",
        "## Two\n",
        "text\n",
        "\n",
        "- a\n",
        "- b\n",
        "  - c\n",
        "1. d\n",
        "- [ ] e\n",
        "- [x] e\n",
        "* f\n",
        "| x | y |\n|---|---|\n",
        "| 1 | 2 |\n",
        "| 2 | 3 |\n",
        "```\ncode\n```\n",
        "---\n",
        "[ref]: /url\n",
        "<!-- c -->\n",
        "- g\r",
        "> q\r\n",
        "end",
    ]
)
TEXTS = st.lists(FRAGMENTS, max_size=12).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_whatever_the_texts_are_they_agree_and_can_be_taken_back(texts: list[str]) -> None:
    document = main(texts[0])
    states = [text_and_pieces(document)]

    for text in texts[1:]:
        change(document, text)
        assert document_text(document) == text
        assert load_checked(document)[1] == read(text)
        states.append(text_and_pieces(document))

    assert_taken_back(document, states)


def test_a_history_of_real_edits_is_replayed_and_taken_back() -> None:
    for folder in histories():
        versions = [path.read_bytes().decode() for path in folder]
        document = main(versions[0])
        states = [text_and_pieces(document)]
        kept = total = 0
        for text in versions[1:]:
            before = {key for key in living(document) if key[0] == "row"}
            change(document, text)
            after = {key for key in living(document) if key[0] == "row"}
            assert document_text(document) == text
            assert load_checked(document)[1] == read(text)
            kept, total = kept + len(before & after), total + min(len(before), len(after))
            states.append(text_and_pieces(document))
        assert kept >= 0.9 * total
        assert_taken_back(document, states)


def test_a_document_can_become_any_other() -> None:
    texts = [
        path.read_bytes().decode()
        for path in (*sorted(SAMPLES.glob("*.md")), *sorted(CORPUS.rglob("*.md"))[::4])
    ]
    document = main(TEXT)

    for text in texts:
        change(document, text)
        assert document_text(document) == text
        assert load_checked(document)[1] == read(text)


def test_texts_that_come_at_the_same_moment_follow_one_another(app: Flask) -> None:
    document_id = main(TEXT).id
    db.session.commit()
    texts = [TEXT.replace("Some words", f"Words of {number}") for number in range(8)]
    start = threading.Barrier(len(texts))

    def write(text: str) -> None:
        with app.app_context():
            document = db.session.get(Document, document_id)
            assert document is not None
            start.wait()
            change(document, text)
            db.session.remove()

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    document = db.session.get(Document, document_id)
    assert document is not None
    assert document_text(document) in texts
    assert document.version == 1 + len(texts)
    assert len(db.session.scalars(select(Batch)).all()) == len(texts)


def test_who_reads_meanwhile_sees_one_moment(app: Flask) -> None:
    document_id = main(TEXT).id
    db.session.remove()
    document = db.session.get(Document, document_id)
    assert document is not None

    def write() -> None:
        with app.app_context():
            found = db.session.get(Document, document_id)
            assert found is not None
            change(found, TEXT + "\nmore\n")
            db.session.remove()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()

    assert document_text(document) == TEXT
    db.session.rollback()
    db.session.expire_all()
    assert document_text(document) == TEXT + "\nmore\n"


def histories() -> list[list[Path]]:
    """Successive versions of real documents; of our samples each one, edited, where there are none."""
    real = [sorted(folder.glob("*.md")) for folder in sorted(CORPUS.glob("history/*"))]
    return real or [[path, path] for path in sorted(SAMPLES.glob("*.md"))]


def assert_taken_back(document: Document, states: list[tuple[str, dict[Any, Any]]]) -> None:
    """From the newest state, the changes of each batch in turn give the state before, piece by piece."""
    pieces = states[-1][1]
    batches = db.session.scalars(
        select(Batch).where(Batch.design_id == document.design_id).order_by(Batch.id.desc())
    ).all()
    earlier = [before for before, after in pairwise(states) if before[0] != after[0]]
    for batch, (text, before) in zip(batches, reversed(earlier), strict=True):
        for one in batch.changes:
            if one.what not in MODELS:
                continue
            if one.before is None:
                del pieces[one.what, one.piece_id]
            else:
                pieces[one.what, one.piece_id] = one.before
        assert pieces == before
        assert joined(pieces, document.id) == text


def text_and_pieces(document: Document) -> tuple[str, dict[tuple[str, int], dict[str, Any]]]:
    return document_text(document), {key: written(key[0], value) for key, value in living(document).items()}


def written(what: str, values: dict[str, Any]) -> dict[str, Any]:
    """What a change keeps of a piece."""
    derived = {"id", "document_id", "html", "register", "version", "updated_at", "deleted_at"}
    kept = {
        name: value
        for name, value in values.items()
        if name not in derived or (what, name) == ("section", "document_id")
    }
    if "columns" in kept:
        kept["columns"] = [
            {name: column[name] for name in ("id", "name", "align")} for column in kept["columns"]
        ]
    return kept


def joined(pieces: dict[tuple[str, int], dict[str, Any]], document_id: int) -> str:
    """The text that pieces are, put together by nothing but what they say themselves."""
    family: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    parents = {"section": "document_id", "block": "section_id", "row": "block_id"}
    for (what, piece_id), values in pieces.items():
        family[what, values[parents[what]]].append((values["position"], piece_id))
    text = ""
    for _, section in sorted(family["section", document_id]):
        text += pieces["section", section]["source"] + pieces["section", section]["tail"]
        for _, block in sorted(family["block", section]):
            text += pieces["block", block]["source"]
            text += "".join(pieces["row", row]["source"] for _, row in sorted(family["row", block]))
            text += pieces["block", block]["tail"]
    return text


def main(text: str) -> Document:
    return documents_of(make_design(text))[0]


def change(document: Document, text: str) -> None:
    with transaction():
        reconcile_text(document, text, Action(document.design, "edit"))


def changes() -> list[Any]:
    return list(db.session.scalars(select(Change).order_by(Change.id)))


def the_table() -> Block:
    return db.session.scalars(select(Block).where(Block.kind == "table", Block.deleted_at.is_(None))).one()


def living(document: Document) -> dict[tuple[str, int], dict[str, Any]]:
    """Every piece that is not deleted, by table and id, with all its columns."""
    found = {}
    for what, model in MODELS.items():
        query = select(*model.__table__.columns).where(
            model.document_id == document.id, model.deleted_at.is_(None)
        )
        for row in db.session.execute(query.order_by(model.id)):
            found[what, row.id] = dict(row._mapping)
    return found


def test_what_an_unchanged_list_states_stays_however_much_else_is_rewritten() -> None:
    tasks = "# T\n\n## Tasks\n\n- [ ] One\n- [x] Two\n\n## Rest\n\n"
    document = main(tasks + "".join(f"words {number}\n\n" for number in range(600)))

    reconcile_text(
        document, document_text(document).replace("words", "others"), Action(document.design, "edit")
    )

    assert_design_laws(document.design)
    assert (document.design.tasks, document.design.tasks_done) == (2, 1)
