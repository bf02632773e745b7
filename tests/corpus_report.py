"""How many real documents a run read: said at its end, so that an empty folder cannot pass for a test."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = os.environ.get("DESIGNBOOK_CORPUS", "")
_read: set[str] = set()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """One of several processes tells the one that reports."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["documents_read"] = sorted(_read)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """The one that reports hears of it, but from a process that broke off."""
    _read.update(getattr(node, "workeroutput", {}).get("documents_read", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The line at the end of the run."""
    if not FOLDER:
        terminalreporter.write_line(
            "Real documents: none, DESIGNBOOK_CORPUS is not set; own samples were read."
        )
        return
    there = sum(1 for _ in Path(FOLDER).rglob("*.md"))
    terminalreporter.write_line(f"Real documents: {len(_read)} of {there} files of {FOLDER} were read.")


def _note_opening(event: str, arguments: tuple[object, ...]) -> None:
    """Whichever test opens a document, by whatever function, is seen here."""
    if event == "open" and isinstance(arguments[0], str | os.PathLike):
        path = os.fspath(arguments[0])
        if isinstance(path, str) and path.startswith(FOLDER) and path.endswith(".md"):
            _read.add(path)


if FOLDER:
    sys.addaudithook(_note_opening)
