"""What rows mean: the registers, their entries and the rules of their columns. Pure.

A register is a file of this folder; `recognition` knows them all. Whoever changes what is recognised or
read raises VERSION: stored entries of an older one are rebuilt.
"""

from __future__ import annotations

from collections.abc import Callable

from webapp.registers.counting import Counters, Left, counters, left
from webapp.registers.entry import NAMES, Entry, Recognised
from webapp.registers.reading import entries, entries_of_block, recognised
from webapp.registers.recognition import REGISTERS, recognise
from webapp.registers.register import Column, Register, Values

VERSION = 2

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
    "entries_of_block",
    "left",
    "recognise",
    "recognised",
    "rule_for",
]


def rule_for(register: str, role: str) -> Callable[[str], str | None] | None:
    """The rule of a column: a function from a typed cell to one sentence on what is wrong, or None.

    None itself where the register or the role is unknown or anything may be typed.
    """
    column = REGISTERS[register].column(role) if register in REGISTERS else None
    return column.check if column and column.rule else None
