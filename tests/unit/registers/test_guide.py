"""docs/registers.md says what the code does."""

from __future__ import annotations

from pathlib import Path

from webapp.registers.guide import guide

DOCUMENT = Path(__file__).parents[3] / "docs" / "registers.md"


def test_the_document_is_what_the_code_writes() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == guide(), (
        "run: python -m webapp.registers.guide > docs/registers.md"
    )
