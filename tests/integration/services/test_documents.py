"""Documents: stored as pieces in a few statements, and given back byte for byte."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from unittest.mock import Mock

import pytest
from sqlalchemy import select, update

from tests.factories import make_design, make_document, make_project
from tests.statements import statements
from webapp.extensions import db
from webapp.markdown.html import Renderer
from webapp.markdown.reader import read
from webapp.models import Block, Document, Entry, Row, Section
from webapp.models.types import utc_now
from webapp.registers import entities
from webapp.services import documents, rendered
from webapp.services.errors import Damaged
from webapp.services.pages import load_page
from webapp.services.readings import read_text
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.md"))
CORPUS = sorted(Path(os.environ.get("DESIGNBOOK_CORPUS", "/nonexistent")).rglob("*.md"))

TEXT = """\
# FEAT-001: Login - Technical Design

## Endpoints

| Method | Path |
|:-------|------|
| GET | `/api/v1/users` |
| POST | `/api/v1/users` |

## Security

- [x] Rate limit
  - detail
- [ ] Tokens

## Open Questions

- [ ] Which database?

## Data Model

```python
class User:
    id: int
```
"""


def test_real_documents_come_back_byte_for_byte() -> None:
    for path in (*SAMPLES, *CORPUS):
        text = path.read_bytes().decode()

        document = main(text)
        db.session.expire_all()

        assert documents.document_text(document) == text, path
        assert documents.load_checked(document)[1] == read(text), path


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "\ufeff# T\r\n\r\n- a\r- b", "no end", "| a |\n|--|\n| 1 | 2 |", "\u2028"]
)
def test_an_odd_text_comes_back_byte_for_byte(text: str) -> None:
    document = main(text)

    assert documents.document_text(document) == text
    assert document.revision == hashlib.sha256(text.encode()).hexdigest()
    assert document.size == len(text.encode())


def test_pieces_are_stored_with_what_people_wrote_and_how_it_looks() -> None:
    document = main(TEXT)

    sections = db.session.scalars(select(Section).order_by(Section.position)).all()
    table, boxes, questions, code = db.session.scalars(select(Block).order_by(Block.id)).all()
    rows = db.session.scalars(select(Row).order_by(Row.id)).all()
    assert [section.title for section in sections] == ["", "FEAT-001: Login - Technical Design", *TITLES]
    assert sections[1].html.startswith('<a href="/designs/FEAT-001"')
    assert [(column["id"], column["name"], column["align"], column["role"]) for column in table.columns] == [
        ("c1", "Method", "left", "method"),
        ("c2", "Path", "", "path"),
    ]
    assert (table.kind, table.register) == ("table", "endpoints")
    assert (boxes.kind, boxes.register) == ("checklist", "security")
    assert (questions.kind, questions.register) == ("checklist", "questions")
    assert (code.kind, code.info, code.html[:4]) == ("code", "python", "<pre")
    assert rows[0].cells == {"c1": "GET", "c2": "`/api/v1/users`"}
    assert rows[0].html["c2"] == "<code>/api/v1/users</code>"
    assert [(row.cells, row.depth, row.done) for row in rows[2:5]] == [
        ({"text": "Rate limit"}, 0, True),
        ({"text": "detail"}, 1, None),
        ({"text": "Tokens"}, 0, False),
    ]
    assert document.renderer == rendered.signature("FEAT-001", frozenset({"FEAT"}))


TITLES = ["Endpoints", "Security", "Open Questions", "Data Model"]


def test_entries_point_to_the_pieces_that_state_them() -> None:
    document = main(TEXT)

    entries = db.session.scalars(select(Entry).where(Entry.document_id == document.id)).all()
    stated = {
        entry.register: db.session.get(Row, entry.row_id).source if entry.row_id else entry.line
        for entry in entries
    }
    assert stated["endpoints"] == "| POST | `/api/v1/users` |\n"
    assert stated["questions"] == "- [ ] Which database?\n"
    assert isinstance(stated["entities"], int)
    assert document.design.open_questions == 1


def test_a_long_entry_key_is_bounded_and_still_tells_designs_apart() -> None:
    long = "/".join(["segment"] * 200)
    table = "## Endpoints\n\n| Method | Path |\n|---|---|\n| GET | `/{}` |\n| GET | `/{}` |\n"

    main(table.format(long + "a", long + "b"))

    keys = db.session.scalars(select(Entry.key).where(Entry.register == "endpoints")).all()
    assert len(set(keys)) == 2
    assert all(len(key) <= 500 for key in keys)


def test_counters_count_all_documents_of_the_design() -> None:
    design = make_design("# T\n\n## Open Questions\n\n- [ ] One?\n- [x] Two?\n")

    make_document(design, "more", "# M\n\n## Open Questions\n\n- [ ] Three?\n")

    assert design.open_questions == 2


def test_storing_takes_as_many_statements_for_many_rows_as_for_few() -> None:
    keys = frozenset({"FEAT"})
    few, many = (read_text(TEXT + "\n## Tasks\n\n" + "- [ ] Do\n" * count, keys) for count in (1, 800))
    design = make_design()
    lengths = []

    for name, reading in (("few", few), ("many", many)):
        with transaction(), statements() as sent:
            documents.store_document(design, name, reading)
            db.session.flush()
        lengths.append(len(sent))

    assert lengths[0] == lengths[1] <= 24


def test_a_text_is_understood_once_for_its_blocks_and_its_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = Mock(side_effect=entities.read_tables)
    monkeypatch.setattr(entities, "read_tables", reads)

    reading = read_text("# T\n\n```sql\nCREATE TABLE a (id INT);\n```\n", frozenset())
    reading.derive()

    assert [entry.key for entry in reading.entries] == ["a"]
    assert reads.call_count == 1


def test_a_page_takes_as_many_queries_for_many_rows_as_for_few() -> None:
    few, many = (main(TEXT + "- [ ] Another question?\n" * count) for count in (1, 800))
    lengths = []

    for document in (few, many):
        db.session.rollback()
        with statements() as queries:
            load_page(document)
        lengths.append(len(queries))

    assert lengths[0] == lengths[1] <= 6


def test_a_page_has_the_stored_pieces_in_order_with_what_is_left() -> None:
    page = load_page(main(TEXT))

    assert [shown.section.title for shown in page.sections][2:] == TITLES
    (table,) = page.sections[2].blocks
    assert [row.cells["c1"] for row in table.rows] == ["GET", "POST"]
    assert (page.sections[3].left.done, page.sections[3].left.total) == (1, 2)


def test_what_was_deleted_is_not_on_the_page() -> None:
    document = main(TEXT)
    with transaction():
        db.session.execute(
            update(Row).where(Row.cells["text"].as_string() == "detail").values(deleted_at=utc_now())
        )

    page = load_page(document)

    assert [row.cells["text"] for row in page.sections[3].blocks[0].rows] == ["Rate limit", "Tokens"]


def test_html_of_an_older_renderer_is_drawn_again_for_the_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    document = main(TEXT)
    db.session.commit()
    monkeypatch.setattr("webapp.markdown.VERSION", 10_000)
    monkeypatch.setattr(Renderer, "inline", lambda self, markdown: f"new {markdown}")

    page = load_page(document)

    assert page.sections[2].section.html == "new Endpoints"
    assert page.sections[2].blocks[0].rows[0].html["c1"] == "new GET"
    assert page.sections[2].blocks[0].block.columns[0]["html"] == "new Method"
    with transaction():
        document.design.title = "Something is written"
    db.session.expire_all()
    assert db.session.scalars(select(Section.html).where(Section.title == "Endpoints")).one() == "Endpoints"


def test_a_new_project_makes_its_keys_links_on_the_next_page() -> None:
    document = main("# See PAY-001\n")
    make_project("PAY")

    page = load_page(document)

    assert 'href="/designs/PAY-001"' in page.sections[1].section.html


def test_a_new_project_leaves_documents_that_do_not_mention_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    document = main("# See FEAT-001 and PAYMENT\n")
    make_project("PAY")
    monkeypatch.setattr(Renderer, "inline", lambda self, markdown: "drawn again")

    page = load_page(document)

    assert "drawn again" not in page.sections[1].section.html


def test_a_text_that_is_not_what_was_saved_is_not_given_out() -> None:
    document = main(TEXT)
    with transaction():
        db.session.execute(update(Row).where(Row.position == "a0").values(source="something else\n"))

    with pytest.raises(Damaged, match="FEAT-001, document “design”"):
        documents.document_text(document)


def test_a_text_without_a_revision_is_checked_by_its_checksum() -> None:
    document = main(TEXT)
    revision = document.revision
    with transaction():
        db.session.execute(update(Document).values(revision=""))
    assert documents.document_text(document) == TEXT
    with transaction():
        db.session.execute(update(Row).where(Row.position == "a0").values(source="something else\n"))

    with pytest.raises(Damaged, match="FEAT-001, document “design”"):
        documents.document_text(document)
    with pytest.raises(Damaged, match="FEAT-001, document “design”"):
        documents.revision_of_document(document)
    assert documents.revision_of_document(document, TEXT) == revision


def test_who_asks_for_a_revision_writes_nothing() -> None:
    document = main(TEXT)
    revision = document.revision
    with transaction():
        db.session.execute(update(Document).values(revision=""))

    assert load_page(document).document.revision == revision

    db.session.commit()
    assert db.session.scalar(db.select(Document.revision)) == ""


def test_the_main_document_stands_first_whenever_it_comes() -> None:
    design = make_design(documents={"tasks": "# Tasks\n", "spec": "# Spec\n"})
    main_document = documents.documents_of(design)[0]
    with transaction():
        main_document.deleted_at = utc_now()

    make_document(design, "design", "# Again\n")

    assert [document.name for document in documents.documents_of(design)] == ["design", "tasks", "spec"]


def test_documents_are_found_by_the_key_of_their_design_in_one_query() -> None:
    make_design("# A\n", documents={"tasks": "# Tasks\n"})
    make_design("# B\n", deleted=True)
    db.session.rollback()

    with statements("SELECT") as queries:
        found = documents.find_documents("feat-1")
        names = [document.name for document in found]
        said = {(document.design.key, document.design.owner) for document in found}

    assert (names, said) == (["design", "tasks"], {("FEAT-001", None)})
    assert len(queries) == 1
    for nothing in ("FEAT-002", "FEAT-003", "PAY-001", "", "FEAT"):
        assert documents.find_documents(nothing) == []


def main(text: str) -> Document:
    return documents.documents_of(make_design(text))[0]
