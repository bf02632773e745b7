"""Plans of a migration, and whether they say how to go back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.markdown.outline import LIST_KINDS, Block, Outline, Row
from webapp.registers.headings import is_phase, words
from webapp.registers.headings import says as title_says
from webapp.registers.register import Headings, says_nothing
from webapp.registers.text import listed, plain
from webapp.utils import placeholders

_PHRASES = listed(
    "migration plan, migration strategy, migration steps, migration path, data migration, database "
    "migration, schema migration, plan de migracion, estrategia de migracion, pasos de migracion, "
    "migracion de datos"
)
_ALONE = frozenset(listed("migration, migrations, migracion, migraciones"))
_STEPS = frozenset({"steps", "table"})
_WHOLE = _ALONE | frozenset(_PHRASES)
_BACK = re.compile(
    r"roll(?:s|ed|ing)?[\s-]?(?:it\s)?back|revert|reversal|reversib|\bundo|\bdown[\s-]?grad|\bdown(?:\(\)|\smigration)"
    r"|restor|back[\s-]?out|backward|\bfall[\s-]?back|reversi[óo]n|revertir|restaur|deshac|vuelta\satr|marcha\satr",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|not|without|none|nothing|sin|ning[uú]n[oa]?)\b[^.\r\n]{0,40}\b(?:migra|required|needed|necesari|requerid)"
    r"|\bn/?a\b|\bno aplica\b",
    re.IGNORECASE,
)


def are_headings_of_one(headings: Headings) -> bool:
    """Whether what stands under these titles belongs to such a plan."""
    # The title of a whole document says what it is for: a design may well be about migrating.
    return any(map(_is_title, headings[1:])) or (bool(headings) and words(headings[0]) in _WHOLE)


def says(row: Row) -> tuple[bool, bool]:
    """What of a row of the plan counts: that it decides something, and that it speaks of a way back."""
    decided = any(not says_nothing(plain(cell)) and not placeholders.find(cell) for cell in row.cells)
    return decided, _speaks_of_it(row.source)


def lacks_rollback(outline: Outline, number: int, paths: Sequence[Headings]) -> bool:
    """Whether a section begins a plan that has steps and none that leads back."""
    path = paths[number]
    if not are_headings_of_one(path) or are_headings_of_one(path[:-1]):
        return False
    # Where the title says no more than `Migration`, bullets may well be remarks.
    kinds = _STEPS if words(path[-1]) in _ALONE else LIST_KINDS | _STEPS
    blocks = [block for block in _blocks(outline, number) if block.kind in kinds]
    has_steps = any(says(row)[0] for block in blocks for row in block.rows)
    return has_steps and not _speaks_of_it(text_of(outline, number))


def text_of(outline: Outline, number: int) -> str:
    """The plan as it stands: the section with all that stands under it."""
    return "".join(outline.sections[each].text for each in _within(outline, number))


def _is_title(title: str) -> bool:
    return not is_phase(title) and (title_says(title, _PHRASES) or words(title) in _ALONE)


def _within(outline: Outline, number: int) -> range:
    level = outline.sections[number].level
    end = number + 1
    while end < len(outline.sections) and outline.sections[end].level > level:
        end += 1
    return range(number, end)


def _blocks(outline: Outline, number: int) -> list[Block]:
    return [block for each in _within(outline, number) for block in outline.sections[each].blocks]


def _speaks_of_it(text: str) -> bool:
    """Whether a text says how to go back, or that nothing is migrated."""
    return _BACK.search(text) is not None or _NONE.search(text) is not None
