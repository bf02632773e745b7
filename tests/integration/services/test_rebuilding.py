"""What an older version derived is derived again, and nothing that people wrote changes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from tests.factories import make_design, make_project
from webapp.extensions import db
from webapp.markdown.html import Renderer
from webapp.models import Block, Change, Document, Entry, Row, Section
from webapp.services.documents import document_text, documents_of
from webapp.services.rebuilding import rebuild_stale
from webapp.services.transactions import transaction

pytestmark = pytest.mark.usefixtures("app")

TEXT = (
    "# FEAT-001: Login\n\n## API Endpoints\n\n| Method | Path |\n|---|---|\n| GET | `/a` |\n\n- see PAY-001\n"
)


def test_documents_of_another_version_are_drawn_and_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    document = documents_of(make_design(TEXT))[0]
    before = versions()
    monkeypatch.setattr("webapp.registers.VERSION", 10_000)
    monkeypatch.setattr(Renderer, "inline", lambda self, markdown: f"new {markdown}")
    with transaction():
        db.session.execute(update(Entry).values(key="old"))
        db.session.execute(update(Block).values(register=None))

    assert rebuild_stale() == 1

    db.session.expire_all()
    assert db.session.scalars(select(Row.html).order_by(Row.id)).first() == {
        "c1": "new GET",
        "c2": "new `/a`",
    }
    assert db.session.scalars(select(Section.html).where(Section.level == 2)).one() == "new API Endpoints"
    assert db.session.scalars(select(Block.register).order_by(Block.id)).first() == "endpoints"
    assert "old" not in db.session.scalars(select(Entry.key)).all()
    assert versions() == before
    assert db.session.scalars(select(Change)).all() == []
    assert document_text(document) == TEXT
    assert rebuild_stale() == 0


def test_documents_of_this_version_are_left_alone() -> None:
    make_design(TEXT)
    make_project("PAY")

    assert rebuild_stale() == 0


def test_a_broken_document_is_left_as_it_is_and_the_others_are_rebuilt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_design(TEXT)
    make_design("- a\n")
    with transaction():
        db.session.execute(update(Row).where(Row.cells["text"].as_string() == "a").values(source="- b\n"))
    monkeypatch.setattr("webapp.markdown.VERSION", 10_000)

    assert rebuild_stale() == 1

    assert len(set(db.session.scalars(select(Document.renderer)))) == 2


def versions() -> list[tuple[Any, ...]]:
    """The ids and versions of all pieces and documents."""
    return [
        tuple(row)
        for model in (Document, Section, Block, Row)
        for row in db.session.execute(select(model.id, model.version).order_by(model.id))
    ]
