"""docs/findings.md says what the code does."""

from __future__ import annotations

import re

from webapp.checks import CODES
from webapp.checks.guide import guide
from webapp.config import ROOT
from webapp.registers import NAMES

DOCUMENT = ROOT / "docs" / "findings.md"


def test_the_document_is_what_the_code_writes() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == guide(), (
        "run: python -m webapp.checks.guide > docs/findings.md"
    )


def test_the_document_lists_every_code_once() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", guide(), re.MULTILINE) == list(CODES)


def test_every_check_is_told_in_whole_sentences() -> None:
    for code, check in CODES.items():
        assert code == check.code
        assert check.register is None or check.register in NAMES
        # A broken rule brings a sentence of its own.
        assert check.sentence.endswith((".", "{reason}"))
        assert check.remedy.endswith(".")
        assert "|" not in check.sentence + check.remedy + check.example
