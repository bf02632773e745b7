"""The registers as a table for people: what docs/registers.md shows.

python -m webapp.registers.guide > docs/registers.md
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.registers.recognition import REGISTERS
from webapp.registers.register import Column, Register

_INTRODUCTION = """\
# Registers

A register gathers what all designs say about one thing. A table, a list or a code block belongs to a
register by the titles above it and, for a table, by the names of its columns; case, accents, emphasis and
what stands in brackets make no difference. What no register knows stays what it is: text.

Two entries of one register with the same key are about the same thing. A clash is two of them, in two
designs, that cannot both be right; a value that is still a placeholder clashes with nothing.

This file is written by `python -m webapp.registers.guide`; a test holds it true to the code.
"""


def guide() -> str:
    """The whole of docs/registers.md."""
    return "\n".join([_INTRODUCTION, *_overview(), "", *_columns(), ""])


def _overview() -> Iterator[str]:
    yield "| register | recognised by | key | clash |"
    yield "|---|---|---|---|"
    for register in REGISTERS.values():
        words = (register.recognised_by, register.key_in_words, register.clash_in_words)
        yield f"| [{register.name}](#{register.name}) | {' | '.join(words)} |"


def _columns() -> Iterator[str]:
    for register in REGISTERS.values():
        yield f"## {register.name}"
        yield ""
        yield f"Titles: {', '.join(register.headings)}."
        yield ""
        yield "| column | English | Spanish | only under such a title | value | rule |"
        yield "|---|---|---|---|---|---|"
        yield from (_column(register, column) for column in register.columns)
        yield ""


def _column(register: Register, column: Column) -> str:
    value = "one of " + ", ".join(column.choices) if column.choices else column.value
    rule = (column.rule.__doc__ or "") if column.rule else ""
    cells = (", ".join(column.names), ", ".join(column.spanish), ", ".join(column.loose), value, rule)
    needed = " (needed)" if column.role in register.states else ""
    return f"| {column.role}{needed} | {' | '.join(cells)} |"


if __name__ == "__main__":
    print(guide(), end="")
