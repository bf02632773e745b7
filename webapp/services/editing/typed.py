"""What people type, checked before anything is done with it: the same rules for every text and database."""

from __future__ import annotations

import re
from typing import Any

from webapp import registers
from webapp.services.errors import InvalidValue

CELL_MAX = 20_000
"""How many characters a cell, an item or a heading may have."""

BLOCK_MAX = 100_000
"""How many characters the text of one block may have."""

# Tab and line ends are the only control characters that a text has a use for.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALF = re.compile(r"[\ud800-\udfff]")


def check_typed(text: str, *, field: str = "text", most: int = CELL_MAX) -> None:
    """Raise InvalidValue(field, …) for a text that is too long or holds what cannot be kept."""
    if len(text) > most:
        raise InvalidValue(
            field,
            f"This has {len(text):,} characters and may have {most:,}. Shorten it, or part it in several.",
        )
    if found := _CONTROL.search(text):
        raise InvalidValue(
            field, f"There is a control character (U+{ord(found[0]):04X}) in this text. Take it out."
        )
    if _HALF.search(text):
        raise InvalidValue(field, "There is half a character (a lone surrogate) in this text. Type it again.")


def check_rule(block: Any, column_id: str, text: str, *, field: str = "text") -> None:
    """Raise InvalidValue(field, …) for a text that breaks the rule of its column of a stored block."""
    role = next((column["role"] for column in block.columns if column["id"] == column_id), "")
    check = registers.rule_for(block.register, role) if block.register and role else None
    if check and (said := check(text)):
        raise InvalidValue(field, said)
