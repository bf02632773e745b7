"""What the codec refuses, and why."""

from __future__ import annotations


class Unreadable(Exception):
    """A text that cannot be kept: it is not UTF-8 or holds a NUL. `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"Line {line}: {message}")
        self.message = message
        self.line = line


class Unwritable(Exception):
    """An edit that no way of writing it down would read back as meant. Nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
