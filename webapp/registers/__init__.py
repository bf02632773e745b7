"""What rows mean: the registers, their entries and the rules of their columns. Pure.

A register is a file of this folder; `recognition` knows them all. Whoever changes what is recognised or
read raises VERSION: stored entries of an older one are rebuilt.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from webapp.registers.counting import Counters, Left, counters, left
from webapp.registers.entry import NAMES, Entry, Recognised

if TYPE_CHECKING:
    from webapp.registers.reading import entries, entries_as, entries_of_block, recognised
    from webapp.registers.recognition import REGISTERS, recognise
    from webapp.registers.register import Column, Register, ValueKind, Values

VERSION = 3

__all__ = [
    "NAMES",
    "REGISTERS",
    "VERSION",
    "Column",
    "Counters",
    "Entry",
    "Left",
    "Recognised",
    "Register",
    "Values",
    "counters",
    "entries",
    "entries_as",
    "entries_of_block",
    "left",
    "recognise",
    "recognised",
    "rule_for",
    "value_of",
]


# Recognising and reading come when something of them is first asked for: a server that shows what is
# stored has no use for their hundreds of expressions.
_LATER = {
    "reading": ("entries", "entries_as", "entries_of_block", "recognised"),
    "recognition": ("REGISTERS", "recognise"),
    "register": ("Column", "Register", "Values"),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def rule_for(register: str, role: str) -> Callable[[str], str | None] | None:
    """The rule of a column: a function from a typed cell to one sentence on what is wrong, or None.

    None itself where the register or the role is unknown or anything may be typed.
    """
    from webapp.registers.recognition import REGISTERS

    column = REGISTERS[register].column(role) if register in REGISTERS else None
    return column.check if column and column.rule else None


def value_of(register: str | None, role: str) -> ValueKind:
    """What the cells of a column hold; `text` where the register or the role is unknown."""
    from webapp.registers.recognition import REGISTERS

    column = REGISTERS[register].column(role) if register and register in REGISTERS else None
    return column.value if column else "text"
