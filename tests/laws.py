"""What must hold of every stored document after every edit, whoever made it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.indexed import assert_indexed
from webapp import registers
from webapp.extensions import db
from webapp.markdown.reader import read
from webapp.models import Design, Document, Entry
from webapp.registers.entry import Entry as Fact
from webapp.services.checksums import checksum
from webapp.services.documents import document_text, documents_of
from webapp.services.pieces import Pieces, load_pieces
from webapp.services.readings import Reading, read_text, revision_of
from webapp.services.rendered import LIST_COLUMN, REST, project_keys


def assert_design_laws(design: Design) -> None:
    """Every document of a design keeps the laws; its counters and its index are those of its texts."""
    db.session.expire_all()
    readings = [assert_laws(document) for document in documents_of(design)]
    facts: list[Fact] = [entry for reading in readings for entry in reading.entries]
    counted = registers.counters(facts)
    assert (design.tasks, design.tasks_done, design.open_questions) == (
        counted.tasks,
        counted.tasks_done,
        counted.open_questions,
    )
    assert_indexed(design)


def assert_laws(document: Document) -> Reading:
    """What is stored is what a fresh reading of its text gives; returns that reading."""
    pieces = load_pieces(document.id)
    text = document_text(document)
    assert pieces.text == text
    assert read(text) == pieces.outline(), "agreement"
    assert document.checksum == checksum(pieces), "checksum"
    assert document.revision in ("", revision_of(text.encode())), "revision"
    assert document.size == len(text.encode()), "size"
    reading = read_text(text, project_keys())
    _assert_places(pieces)
    _assert_derived(pieces, reading)
    assert stored_entries(document) == wanted_entries(reading, pieces), "entries"
    return reading


def stored_entries(document: Document) -> Counter[tuple[Any, ...]]:
    """The entries of a document, however often each is stored."""
    found = db.session.scalars(db.select(Entry).where(Entry.document_id == document.id))
    return Counter(
        (one.block_id, one.row_id, one.line, one.register, one.key, tuple(sorted(one.values.items())))
        for one in found
    )


def wanted_entries(reading: Reading, pieces: Pieces) -> Counter[tuple[Any, ...]]:
    """The entries that a reading states, with the ids of the pieces that state them."""
    ids = pieces.ids
    return Counter(
        (
            ids.blocks[fact.section][fact.block],
            None if fact.row is None else ids.rows[fact.section][fact.block][fact.row],
            fact.line,
            fact.register,
            fact.key,
            tuple(sorted(fact.values.items())),
        )
        for fact in reading.entries
    )


def _assert_places(pieces: Pieces) -> None:
    """No two siblings share a position: which comes first would hang on their ids."""
    families = [pieces.sections, *pieces.blocks, *(rows for blocks in pieces.rows for rows in blocks)]
    for family in families:
        positions = [piece.position for piece in family]
        assert positions == sorted(set(positions)), "positions"


def _assert_derived(pieces: Pieces, reading: Reading) -> None:
    drawn, recognised = reading.drawn, reading.recognised
    for number, section in enumerate(pieces.sections):
        assert section.html == drawn.sections[number]
        for place, block in enumerate(pieces.blocks[number]):
            known = recognised[number][place]
            assert block.register == known.register
            assert block.html == drawn.blocks[number][place]
            assert [column["html"] for column in block.columns] == drawn.columns[number][place]
            assert [column["role"] for column in block.columns] == known.roles[: len(block.columns)]
            names = [column["id"] for column in block.columns] or [LIST_COLUMN, REST]
            assert len(set(names)) == len(names)
            for row, html in zip(pieces.rows[number][place], drawn.rows[number][place], strict=True):
                assert row.html == {name: text for name, text in zip(names, html, strict=True) if text}
