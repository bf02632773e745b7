"""What must hold of the index of the search: it has the lines that the stored texts have, and finds them."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.extensions import db
from webapp.models import Design, SearchGram, SearchLine, SearchWord
from webapp.models.search import DESIGN_SHIFT, FULL_TEXT, KIND_SHIFT
from webapp.services.documents import document_text, documents_of
from webapp.services.pieces import load_pieces
from webapp.services.readings import read_text
from webapp.services.rendered import project_keys
from webapp.services.searching.lines import Line, design_lines, document_lines, stating_of
from webapp.services.searching.vocabulary import COMMON, grams_of, words_of
from webapp.services.transactions import transaction


def assert_indexed(design: Design) -> None:
    """The lines of a design are those that its texts, read anew, have; letters, words and FTS5 know them."""
    wanted = list(wanted_lines(design))
    assert stored_lines(design) == wanted, "lines"
    _assert_vocabulary(design, wanted)
    if db.engine.dialect.name == "sqlite":
        with transaction():  # raises where the full-text table holds anything but what the lines do
            command = f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            db.session.execute(db.text(command))


def stored_lines(design: Design) -> list[Line]:
    """The lines of a design as they are stored, in their order."""
    found = [
        each
        for each in db.session.scalars(db.select(SearchLine))
        if each.id >> DESIGN_SHIFT & ((1 << KIND_SHIFT - DESIGN_SHIFT) - 1) == design.id
    ]
    order = sorted(found, key=lambda each: each.id & ((1 << DESIGN_SHIFT) - 1))
    return [
        Line(each.id >> KIND_SHIFT, *(getattr(each, name) for name in Line._fields[1:])) for each in order
    ]


def wanted_lines(design: Design) -> Iterator[Line]:
    """The lines that a design's stored texts have when they are read anew."""
    yield from design_lines(design.id, design.key, design.title, design.owner.name if design.owner else None)
    for document in documents_of(design):
        reading = read_text(document_text(document), project_keys())
        ids = load_pieces(document.id).ids
        yield from document_lines(document.id, reading.outline, ids, stating_of(reading.entries, ids))


def _assert_vocabulary(design: Design, lines: list[Line]) -> None:
    known = db.select(SearchGram.gram, SearchGram.kind).where(SearchGram.design_id.in_([design.id, COMMON]))
    grams = {tuple(each) for each in db.session.execute(known)}
    assert {(gram, line.kind) for line in lines for gram in grams_of(line.text)} <= grams, "grams"
    words = {word for line in lines for word in words_of(line.text)}
    assert words <= set(db.session.scalars(db.select(SearchWord.word))), "words"
