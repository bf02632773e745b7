"""Lines for spreadsheets: RFC 4180, and nothing that one of them would take for a formula."""

from __future__ import annotations

from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[str]) -> str:
    """A line with its CRLF. A cell that begins like a formula gets an apostrophe before it (OWASP)."""
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(text: str) -> str:
    harmless = f"'{text}" if text.startswith(_FORMULA) else text
    if any(sign in harmless for sign in ',"\r\n'):
        doubled = harmless.replace('"', '""')
        return f'"{doubled}"'
    return harmless
