"""The index of the search: what it holds of a design, and that it follows whatever happens to it."""

from __future__ import annotations

import pytest

from tests.factories import make_design, make_person
from tests.indexed import assert_indexed, stored_lines
from tests.statements import statements
from webapp.extensions import db
from webapp.models import Design, Person, Row, SearchGram, SearchLine, SearchWord
from webapp.models.search import DESIGN_SHIFT, ENTRY, FULL_TEXT, HEADING, TEXT, TITLE
from webapp.models.types import utc_now
from webapp.services import searching
from webapp.services.bin import delete_designs, purge_bin, restore_design
from webapp.services.design_values.columns import set_owner
from webapp.services.design_values.title import set_title
from webapp.services.documents import document_text, documents_of
from webapp.services.editing import cells, documents, rows
from webapp.services.history import Action
from webapp.services.people import rename_person
from webapp.services.rebuilding import rebuild_stale
from webapp.services.reconciliation import reconcile_text
from webapp.services.searching import reindexing, spacing
from webapp.services.searching.lines import OWNER
from webapp.services.searching.reindexing import reindex
from webapp.services.searching.vocabulary import COMMON
from webapp.services.transactions import transaction
from webapp.services.undoing import undo_last
from webapp.utils.folding import CELL_END

pytestmark = pytest.mark.usefixtures("app")

SIGN_IN = """\
# FEAT-001: Sign in

Who may *enter*, and
[how](https://example.org/how).

## API Endpoints

| Method | Path | Notes |
|--------|------|-------|
| POST | `/sessions` | Ñandú \\| _TBD_ |
| - | - | - |

- Straße
  with more

```python
class Session(Base):
    token: str
```

<!-- kept -->
"""


@pytest.fixture
def design() -> Design:
    """A design with a line of every kind, and a second document."""
    return make_design(SIGN_IN, title="Sign in", documents={"tasks": "# Tasks\n\n- [ ] First\n"})


def test_every_heading_paragraph_row_item_and_line_of_code_is_a_line(design: Design) -> None:
    said = [(line.kind, line.register, line.text) for line in stored_lines(design)]

    assert said == [
        (0, None, "feat-001"),
        (TITLE, None, "sign in"),
        (HEADING, None, "feat-001: sign in"),
        (TEXT, None, "who may enter, and how https://example.org/how."),
        (HEADING, None, "api endpoints"),
        (ENTRY, "endpoints", CELL_END.join(["post", "/sessions", "nandu | tbd"])),
        (TEXT, None, CELL_END.join("---")),
        (TEXT, None, "strasse with more"),
        (ENTRY, "entities", "class session(base):"),
        (TEXT, None, "token: str"),
        (TEXT, None, "<!-- kept -->"),
        (HEADING, None, "tasks"),
        (ENTRY, "tasks", "first"),
    ]
    assert [line.text for line in stored_lines(design) if line.undecided] == [said[5][2]]
    assert [line.line for line in stored_lines(design) if line.text.startswith(("class", "token"))] == [1, 2]
    assert_indexed(design)


def test_a_line_is_found_inside_of_its_words(design: Design) -> None:
    for part in ("essio", "/sess", "tras", "how"):
        assert texts_with(part), part
    assert not texts_with("absent")


def test_a_long_item_is_found_to_its_end(design: Design) -> None:
    row = row_of("First")
    save(row, "text", "word " * 2_000 + "theend", base="First", by=make_person())

    assert [text[-6:] for text in texts_with("theend")] == ["theend"]
    assert_indexed(reload(design))


def test_a_saved_cell_is_one_line_changed_and_a_tick_none(design: Design) -> None:
    person, row = make_person(), row_of("POST")
    save(row, "c2", "/logins", base="`/sessions`", by=person)
    with statements("INSERT INTO search", "UPDATE search", "DELETE FROM search", "SELECT search") as sent:
        save(row, "c2", "/sessions", base="/logins", by=person)
    tables = [statement.split()[2 if statement.startswith("INSERT") else 1] for statement in sent]

    full_text = [FULL_TEXT] if db.engine.dialect.name == "sqlite" else []
    assert tables == [*full_text, "search_line", "search_gram", "search_word"]
    assert_indexed(reload(design))

    with statements("INSERT INTO search", "UPDATE search", "DELETE FROM search", "SELECT search") as sent:
        cells.tick_row(row_of("First").id, True, by=person)
    assert sent == []
    assert_indexed(reload(design))


def test_a_row_that_begins_to_state_an_entry_changes_its_kind_and_stays_in_its_place(design: Design) -> None:
    before = [line.piece for line in stored_lines(design)]
    dashes = next(row for row in db.session.scalars(db.select(Row)) if row.cells.get("c2") == "-")

    save(dashes, "c2", "/users", base="-", by=make_person())

    (line,) = [line for line in stored_lines(design) if line.piece_id == dashes.id and line.what == "row"]
    assert (line.kind, line.register) == (ENTRY, "endpoints")
    assert [line.piece for line in stored_lines(design)] == before
    assert_indexed(reload(design))

    save(dashes, "c2", "-", base="/users", by=make_person())
    assert [line.kind for line in stored_lines(design) if line.piece == ("row", dashes.id, 0)] == [TEXT]
    assert_indexed(reload(design))


def test_a_save_whose_line_is_missing_mends_its_design(design: Design) -> None:
    row = row_of("First")
    with transaction():
        searching.writing.forget_design(design.id)

    save(row, "text", "Second", base="First", by=make_person())

    assert_indexed(reload(design))


def test_a_new_row_moves_no_other_line(design: Design) -> None:
    before = ids_of()

    first = row_of("POST")
    rows.add_row(first.block_id, after=first.id, cells={"c1": "GET", "c2": "/me"}, by=make_person())

    after = ids_of()
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1
    assert_indexed(reload(design))


def test_lines_are_numbered_anew_where_no_room_is_left(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spacing, "STEP", 2)
    first, person = row_of("POST"), make_person()
    with transaction():
        searching.writing.forget_design(design.id)
        searching.writing.index_whole(design)

    for number in range(5):
        rows.add_row(first.block_id, after=first.id, cells={"c1": "GET", "c2": f"/{number}"}, by=person)

    assert_indexed(reload(design))


def test_what_comes_under_another_heading_unread_knows_its_section() -> None:
    design = make_design("# T\n\n## A\n\nfirst\n\n## A\n\nsecond\n")
    document = documents_of(design)[0]

    reconcile_text(document, "# T\n\n## A\n\nfirst\n\nsecond\n", Action(design, "edit"))

    first, second = (line for line in stored_lines(design) if line.text in ("first", "second"))
    assert first.section_id == second.section_id
    assert_indexed(reload(design))


def test_documents_come_move_go_and_come_back_with_their_lines(design: Design) -> None:
    person = make_person()

    new = documents.add_document(design, name="notes", text="# Notes\n\nA note.\n", by=person)
    (notes,) = new.added("document")
    assert_indexed(reload(design))
    assert stored_lines(design)[-1].text == "a note."

    documents.move_document(notes, after=documents_of(design)[0].id, by=person)
    assert_indexed(reload(design))
    assert stored_lines(design)[-1].text == "first"

    documents.delete_document(notes, by=person)
    assert not texts_with("a note")
    assert_indexed(reload(design))

    undo_last(design, by=person)
    assert texts_with("a note")
    assert_indexed(reload(design))


def test_title_and_owner_of_a_design_are_lines_of_it(design: Design) -> None:
    person = make_person(name="Ana Núñez")
    set_owner(design, person.id, base=None, by=person)
    set_title(design, "Way in", base="Sign in", by=person)

    of_design = [(line.line, line.text) for line in stored_lines(design) if line.kind == TITLE]
    assert of_design == [(0, "way in"), (OWNER, "ana nunez")]
    assert_indexed(reload(design))

    rename_person(person, name="Ana Pérez")
    assert texts_with("perez")
    assert not texts_with("nunez")
    assert_indexed(reload(design))

    set_owner(design, None, base=person.id, by=person)
    assert not texts_with("perez")
    assert_indexed(reload(design))


def test_a_design_in_the_bin_keeps_its_lines_until_it_is_emptied(design: Design) -> None:
    person = make_person()
    delete_designs([design], by=person)
    assert texts_with("strasse")
    restore_design(reload(design), by=person)
    assert_indexed(reload(design))

    delete_designs([design], by=person)
    with transaction():
        reload(design).deleted_at = utc_now().replace(year=2020)
    purge_bin()

    assert db.session.scalars(db.select(SearchLine)).all() == []
    assert not texts_with("strasse")


def test_what_was_stored_before_there_was_an_index_gets_one_at_the_start(design: Design) -> None:
    empty = make_design("", title="Empty")
    with transaction():
        for each in (design, empty):
            searching.writing.forget_design(each.id)
        for document in documents_of(design):
            document.renderer = ""

    rebuild_stale()

    assert_indexed(reload(design))
    assert_indexed(reload(empty))


def test_a_gram_of_many_designs_is_common_and_never_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching.vocabulary, "ADD_GRAMS", searching.vocabulary.adding_grams(3))
    designs = [make_design("# Title\n\nzq\n") for _ in range(4)]

    of_gram = db.select(SearchGram.design_id).where(SearchGram.gram == "zq", SearchGram.kind == TEXT)
    assert sorted(db.session.scalars(of_gram)) == [COMMON, designs[0].id, designs[1].id]
    for design in designs:
        assert_indexed(design)


def test_making_the_index_anew_leaves_a_right_one_as_it_is(design: Design) -> None:
    before = ids_of()

    steps = list(reindex())

    assert ids_of() == before
    assert (steps[-1].done, steps[-1].lines, steps[-1].mended) == (1, len(before) + 2, 0)
    assert_indexed(design)


def test_making_it_anew_mends_whatever_is_wrong(design: Design) -> None:
    another = make_design("# Another\n\n- [ ] Task of it\n", title="Another", owner=make_person(name="Eva"))
    purged = make_design("# Purged\n", title="Purged", deleted=True)
    texts = [document_text(document) for document in documents_of(design)]
    with transaction():
        db.session.execute(db.delete(SearchGram))
        db.session.execute(db.delete(SearchWord))
        db.session.add(SearchWord(word="stray"))
        lines = db.session.scalars(db.select(SearchLine).order_by(SearchLine.id)).all()
        lines[3].text = "something else"
        db.session.delete(lines[4])
        db.session.add(SearchLine(id=99 << DESIGN_SHIFT, what="design", piece_id=99, text="nobody"))
        reload(purged).deleted_at = utc_now().replace(year=2020)

    *_, last = reindex()

    assert last.mended >= 2
    assert not texts_with("nobody")
    assert db.session.get(SearchWord, "stray") is None
    assert [document_text(document) for document in documents_of(design)] == texts
    for each in (design, another):
        assert_indexed(reload(each))


def test_what_is_saved_while_it_is_made_anew_is_not_missed(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindexing, "DESIGNS_AT_ONCE", 1)
    person = make_person(name="Zoe")
    other = make_design("# Other\n", title="Other", owner=person)

    for step in reindex():
        if step.done == 1 and step.doing == reindexing.DESIGNS:
            save(row_of("First"), "text", "wholly ẍ", base="First", by=person)
            rename_person(person, name="Quique")
            make_design("# Newest ŷ\n", title="Newest")

    for each in db.session.scalars(db.select(Design)):
        assert_indexed(each)
    assert reload(other).owner == person


def save(row: Row, column: str, text: str, *, base: str, by: Person) -> None:
    """Save a cell as any text, as a paste does."""
    cells.set_cell(row.id, column, text, base=base, typed=False, by=by)


def texts_with(part: str) -> list[str]:
    """The lines that hold three characters and more, as the full-text index finds them."""
    if db.engine.dialect.name == "sqlite":
        query = f"SELECT text FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH :part"  # noqa: S608
        return list(db.session.scalars(db.text(query), {"part": f'"{part}"'}))
    return list(db.session.scalars(db.select(SearchLine.text).where(SearchLine.text.contains(part))))


def ids_of() -> dict[tuple[str, int, int], int]:
    """The lines of a design's documents by what they are of, with their ids."""
    stored = db.session.scalars(db.select(SearchLine).where(SearchLine.what != "design"))
    return {(line.what, line.piece_id, line.line): line.id for line in stored}


def row_of(text: str) -> Row:
    """The row that has this cell."""
    return next(row for row in db.session.scalars(db.select(Row)) if text in row.cells.values())


def reload(design: Design) -> Design:
    """The design as it is stored now."""
    return db.session.get_one(Design, design.id, populate_existing=True)
