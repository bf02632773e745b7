"""Which piece of a changed text was which piece before, so that ids, history and links stay.

Top down: sections, the blocks of paired sections, the rows of paired blocks. In each, pieces are
paired in order first, then moved ones, by keys that say less and less; then what is left over is
looked for in the whole document. A wrong pair carries a comment to a stranger, a lost one only drops
it: so what says nothing (a template's placeholder, an empty cell) pairs with its equal only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from webapp.markdown.matching.blocks import family, match_blocks, match_moved_blocks
from webapp.markdown.matching.columns import match_columns_by_name, match_renamed_columns
from webapp.markdown.matching.rows import match_moved_rows, match_rows
from webapp.markdown.matching.sections import match_sections
from webapp.markdown.outline import Block, Outline, Row


@dataclass(slots=True)
class Matching:
    """New index → old index, one to one. What is not in it is new; what no value names is gone.

    A block is named by the indices of its section and its own, a row by those of its block and its
    own. Kinds agree: lists pair with lists (bullets, checklist and steps turn into each other), other
    kinds with their equals. A block may have come from any section, and a row from any block of an
    agreeing kind: then its block is not, or not with that one, in `blocks`.

    `columns` has an entry for each new table that is in `blocks`: new column index → old column index.
    """

    sections: dict[int, int] = field(default_factory=dict)
    blocks: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    rows: dict[tuple[int, int, int], tuple[int, int, int]] = field(default_factory=dict)
    columns: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)


def match(old: Outline, new: Outline) -> Matching:
    """Pair the pieces of a text with those of the text it was; `match(x, x)` is the identity.

    Needs time in proportion to the length of the texts, even where every row changed.
    """
    matching = Matching(match_sections(old, new))
    _match_blocks(matching, old, new)
    for at, old_at in matching.blocks.items():
        _match_block(matching, (old_at, _block(old, old_at)), (at, _block(new, at)))
    matching.rows |= match_moved_rows(_rows(old), _rows(new), matching.rows)
    return matching


def _match_blocks(matching: Matching, old: Outline, new: Outline) -> None:
    for at, old_at in matching.sections.items():
        pairs = match_blocks(old.sections[old_at], new.sections[at])
        matching.blocks |= {(at, block): (old_at, old_block) for block, old_block in pairs.items()}
    taken = set(matching.blocks.values())
    matching.blocks |= match_moved_blocks(
        [(at, block) for at, block in _blocks(old) if at not in taken],
        [(at, block) for at, block in _blocks(new) if at not in matching.blocks],
    )


def _match_block(
    matching: Matching, old: tuple[tuple[int, int], Block], new: tuple[tuple[int, int], Block]
) -> None:
    (old_at, old_block), (at, block) = old, new
    columns = match_columns_by_name(old_block, block)
    rows = match_rows(old_block, block, columns)
    matching.rows |= {(*at, row): (*old_at, old_row) for row, old_row in rows.items()}
    if block.kind == "table":
        matching.columns[at] = columns | match_renamed_columns(old_block, block, columns, rows)


def _blocks(outline: Outline) -> Iterator[tuple[tuple[int, int], Block]]:
    for number, section in enumerate(outline.sections):
        for place, block in enumerate(section.blocks):
            yield (number, place), block


def _block(outline: Outline, at: tuple[int, int]) -> Block:
    return outline.sections[at[0]].blocks[at[1]]


def _rows(outline: Outline) -> dict[tuple[int, int, int], tuple[str, Row]]:
    return {
        (*at, number): (family(block), row)
        for at, block in _blocks(outline)
        for number, row in enumerate(block.rows)
    }
