"""Whole documents: one in Spanish of our own, and every real one there is."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from webapp.markdown.reader import read
from webapp.registers import Counters, counters, entries, recognise
from webapp.registers.text import fold, plain

TESTS = Path(__file__).parents[2]
SAMPLES = TESTS / "samples"
DOCUMENTS = sorted(Path(os.environ.get("DESIGNBOOK_CORPUS") or SAMPLES).rglob("*.md"))

# Tables that teams write with these very names, and what they must be taken for.
HEADS = {
    ("file", "action", "description"): "files",
    ("file", "changes"): "files",
    ("file", "purpose"): "files",
    ("archivo", "cambios"): "files",
    ("dependency", "version", "purpose"): "packages",
    ("paquete", "version", "proposito"): "packages",
    ("error", "http code", "user message"): "errors",
    ("error case", "user message", "technical action"): "errors",
    ("error case", "handling"): "errors",
    ("caso de error", "codigo http", "respuesta"): "errors",
    ("id", "task", "status", "sp", "notes"): "tasks",
    ("metodo", "ruta", "descripcion", "autenticacion"): "endpoints",
    ("test", "steps", "expected result", "status"): "tests",
    ("threat", "severity", "mitigation"): "security",
    ("option", "pros", "cons", "decision"): None,
    ("metric", "value"): None,
    ("metrica", "valor"): None,
    ("field", "value"): None,
    ("symbol", "meaning"): None,
    ("phase", "tasks", "done", "progress"): None,
    ("id", "requirement", "priority"): None,
    ("depends on", "status"): None,
    ("blocker", "impact", "action"): None,
    ("component", "responsibility"): None,
    ("resource", "monthly cost"): None,
    ("milestone", "target date", "status"): None,
}


def test_a_spanish_design_states_what_an_english_one_would() -> None:
    found = entries(read((SAMPLES / "diseno-avisos.md").read_text(encoding="utf-8")))
    assert Counter(entry.register for entry in found) == {
        "files": 6,
        "entities": 4,
        "endpoints": 3,
        "services": 1,
        "packages": 1,
        "errors": 2,
        "security": 2,
        "performance": 2,
        "tests": 2,
        "tasks": 4,
        "questions": 2,
        "references": 1,
    }
    assert counters(found) == Counters(tasks=4, tasks_done=0, open_questions=2)
    assert [entry.values.get("auth") for entry in found if entry.register == "endpoints"] == [
        "yes",
        "yes",
        "no",
    ]
    assert [entry.values.get("action") for entry in found if entry.register == "files"] == [
        None, None, None, "create", "modify", "modify"
    ]  # fmt: skip
    assert [entry.key for entry in found if entry.register == "entities"] == [
        "avisos", "avisos", "avisos", "avisos"
    ]  # fmt: skip


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_document_is_read_and_its_tables_are_told_apart(path: Path) -> None:
    outline = read(path.read_bytes().decode("utf-8"))
    for entry in entries(outline):
        block = outline.sections[entry.section].blocks[entry.block]
        assert entry.values
        assert entry.row is None or entry.row < len(block.rows)
    for section, headings in zip(outline.sections, outline.heading_paths(), strict=True):
        for block in section.blocks:
            head = tuple(fold(plain(column)) for column in block.columns)
            if block.kind == "table" and head in HEADS:
                assert recognise(headings, block).register == HEADS[head], (path.name, headings, head)
