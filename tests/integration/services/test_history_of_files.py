"""Real edits: what people changed from one version of a file to the next is made by the services.

A step counts where both versions have the same pieces and only say other things: ticks, cells, titles and
texts. After it the document is the next version, byte for byte.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.factories import make_design, make_person
from tests.laws import assert_design_laws
from tests.replaying import Replay
from webapp.markdown.outline import LIST_KINDS, TEXT_KINDS, Outline
from webapp.markdown.reader import read
from webapp.models import Person
from webapp.services.documents import document_text, documents_of
from webapp.services.editing.blocks import set_block_text
from webapp.services.editing.cells import set_cell, tick_row
from webapp.services.editing.sections import set_section_title
from webapp.services.pieces import load_pieces

pytestmark = pytest.mark.usefixtures("app")

SAMPLES = Path(__file__).parents[2] / "samples"
FOLDERS = [SAMPLES, *filter(None, [Path(os.environ.get("DESIGNBOOK_CORPUS", ""))])]
HISTORIES = [
    history
    for folder in FOLDERS
    if (folder / "history").is_dir()
    for history in sorted((folder / "history").iterdir())
]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.name)
def test_every_step_of_ticks_and_cells_gives_the_next_version(history: Path) -> None:
    by = make_person()
    made = 0
    for before, after in pairwise(versions(history)):
        if not same_pieces(read(before), read(after)):
            continue
        design = make_design(before)
        document = documents_of(design)[0]
        replay = Replay(design)

        edits = take_step(document.id, read(after), by)

        assert document_text(documents_of(design)[0]).encode() == after.encode()
        assert_design_laws(design)
        assert len({change.batch_id for change in replay.follow()}) == edits > 0
        made += 1
    assert made or history.name == "export-tasks", "no step of this history is made of edits alone"


def versions(history: Path) -> list[str]:
    return [path.read_bytes().decode() for path in sorted(history.glob("*.md"))]


def same_pieces(one: Outline, other: Outline) -> bool:
    return list(pieces_of(one)) == list(pieces_of(other))


def pieces_of(outline: Outline) -> Iterator[tuple[object, ...]]:
    """What a step of ticks, cells and texts leaves alone."""
    for section in outline.sections:
        yield "section", section.level
        for block in section.blocks:
            kind = "list" if block.kind in LIST_KINDS else block.kind
            yield "block", kind, block.columns, [row.depth for row in block.rows]


def take_step(document_id: int, wanted: Outline, by: Person) -> int:
    """Make every edit from the stored document to the wanted one; how many there were."""
    pieces = load_pieces(document_id)
    edits = 0
    for number, section in enumerate(wanted.sections):
        stored = pieces.sections[number]
        if section.title != stored.title:
            set_section_title(stored.id, section.title, base=stored.title, by=by)
            edits += 1
        for place, block in enumerate(section.blocks):
            old = pieces.blocks[number][place]
            if block.kind in TEXT_KINDS and block.source != old.source:
                set_block_text(old.id, block.source, base=old.source, by=by)
                edits += 1
            names = [column["id"] for column in old.columns] or ["text"]
            for row, was in zip(block.rows, pieces.rows[number][place], strict=True):
                if row.done is not None and row.done != was.done:
                    tick_row(was.id, row.done, by=by)
                    edits += 1
                for name, text in zip(names, row.cells, strict=True):
                    if text != (base := was.cells.get(name, "")):
                        set_cell(was.id, name, text, base=base, typed=False, by=by)
                        edits += 1
    return edits
