"""A full disk in the middle of an import: the error leaves the loop, and what was reported is in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from webapp import create_app
from webapp.config import Settings
from webapp.extensions import db
from webapp.models import Design, Document
from webapp.services.documents import document_text
from webapp.services.errors import Busy
from webapp.services.naming import SourceFile, source_file
from webapp.services.schema import upgrade_schema
from webapp.services.transfer import FileReport, import_designs

TEXT = b"# Design\n\n" + b"- [ ] one more task of many\n" * 200


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Flask]:
    """An application whose database may grow by no more than 200 pages: SQLite's own full disk."""
    app = create_app(Settings.from_environment({"data": str(tmp_path), "database_url": ""}), TESTING=True)
    with app.app_context():
        upgrade_schema()
        with db.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        db.engine.dispose()
        app.config["PAGES"] = pages + 200
        event.listen(db.engine, "connect", lambda connection, _: limit(app, connection))
        yield app
        db.session.remove()
        db.engine.dispose()


def test_an_import_ends_when_the_disk_is_full_and_goes_on_when_there_is_room(full: Flask) -> None:
    files = [source_file(f"FEAT-{number:03d}/design.md", lambda: TEXT) for number in range(1, 41)]

    reports, ended = run(files)

    assert ended
    assert 0 < len(reports) < len(files)
    assert stored() == [report.key for report in reports]
    assert all(document_text(document).encode() == TEXT for document in db.session.scalars(select(Document)))
    full.config["PAGES"] = 100_000
    db.session.remove()
    db.engine.dispose()
    reports, ended = run(files)
    assert not ended
    assert len(stored()) == len(files)
    assert db.session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def limit(app: Flask, connection: object) -> None:
    connection.execute(f"PRAGMA max_page_count={app.config['PAGES']}")  # type: ignore[attr-defined]


def run(files: list[SourceFile]) -> tuple[list[FileReport], bool]:
    """What was reported, and whether the database ended it."""
    reports: list[FileReport] = []
    try:
        reports.extend(import_designs(files))
    except Busy:
        return reports, True
    return reports, False


def stored() -> list[str]:
    return [design.key for design in db.session.scalars(select(Design).order_by(Design.number))]
