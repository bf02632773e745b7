"""How SQLite looks up what belongs to one design: never by reading what belongs to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from webapp import create_app
from webapp.config import Settings
from webapp.extensions import db
from webapp.models import Block, Design, Person, Row
from webapp.services.editing.around import find_stored, look_around
from webapp.services.entries import count_entries
from webapp.services.facts import count_by_register
from webapp.services.listing import list_designs
from webapp.services.naming import SourceFile
from webapp.services.people import add_person
from webapp.services.projects import create_project
from webapp.services.registering import narrowing
from webapp.services.registering.listing import list_rows
from webapp.services.registering.narrowing import Narrowing
from webapp.services.searching.answering import find
from webapp.services.transfer import import_designs
from webapp.utils.queries import parse

TEMPLATE = Path(__file__).parents[3] / "templates" / "design.md"


@pytest.fixture
def sqlite_app(tmp_path: Path) -> Iterator[Flask]:
    """An application on SQLite, whichever database the other tests have, with one design."""
    app = create_app(Settings.from_environment({"data": str(tmp_path), "database_url": ""}))
    with app.app_context():
        db.create_all()
        list(import_designs([SourceFile("FEAT-001/design.md", ("FEAT-001",), TEMPLATE.read_bytes)]))
        yield app
        db.session.remove()
        db.engine.dispose()


def plan_of(work: Any) -> list[str]:
    """What SQLite would do for the statements that `work` sends."""
    sent: list[tuple[str, Any]] = []

    def listen(connection: Any, cursor: Any, statement: str, values: Any, *rest: Any) -> None:
        sent.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    explained = [
        db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        for statement, values in sent
        if statement.startswith("SELECT")
    ]
    return [step.detail for steps in explained for step in steps]


@pytest.mark.parametrize("count", [count_entries, count_by_register])
def test_what_a_design_states_is_counted_by_its_documents(sqlite_app: Flask, count: Any) -> None:
    design = db.session.get_one(Design, 1)
    plan = plan_of(lambda: count(design))
    assert "SEARCH entry USING INDEX ix_entry_document_id (document_id=?)" in plan
    assert not any("ix_entry_register_key" in step or step.startswith("SCAN") for step in plan)
    assert design.tasks == 12


def test_a_row_is_read_with_those_around_it_alone(sqlite_app: Flask) -> None:
    items = db.select(Row.id).join(Block, Block.id == Row.block_id).where(Block.kind == "checklist")
    row_id = db.session.scalars(items.order_by(Row.id).offset(1)).first()
    assert row_id

    plan = plan_of(lambda: look_around(find_stored(row_id)))

    assert plan.count("SEARCH row USING INDEX ix_row_block_position (block_id=? AND position>?)") == 1
    assert not any(step.startswith("SCAN") or "ix_row_document_position" in step for step in plan)


class TestForSomebodyWhoMayNotReadEveryProject:
    """Designs and entries of projects that they may not read cost next to nothing."""

    @pytest.fixture
    def reader(self, sqlite_app: Flask) -> Person:
        create_project("SEC", open_role=None)
        return add_person("reader@example.org")

    def test_the_designs_changed_last_are_walked_to(self, reader: Person) -> None:
        plan = plan_of(lambda: list_designs(person=reader))
        assert "SCAN design USING INDEX ix_design_updated_at_id_project_id" in plan

    def test_a_search_walks_to_the_designs_changed_last(self, reader: Person) -> None:
        plan = plan_of(lambda: find(parse("status:draft"), person=reader))
        assert "SCAN design USING INDEX ix_design_updated_at_id_project_id" in plan
        assert not any("TEMP B-TREE" in step for step in plan)

    def test_of_few_designs_what_they_state_is_looked_up(self, reader: Person) -> None:
        plan = plan_of(lambda: list_rows(Narrowing("endpoints", reader)))
        assert not any("ix_entry_register_sort" in step for step in plan)
        assert "SEARCH entry USING INDEX ix_entry_design_id_register (design_id=?)" in plan

    def test_of_more_a_register_is_walked_and_the_design_asked_first(
        self, reader: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(narrowing, "FEW_DESIGNS", 0)
        plan = plan_of(lambda: list_rows(Narrowing("endpoints", reader)))
        walked = plan.index("SEARCH entry USING INDEX ix_entry_register_sort (register=?)")
        assert plan[walked + 1] == "SEARCH design USING INTEGER PRIMARY KEY (rowid=?)"
