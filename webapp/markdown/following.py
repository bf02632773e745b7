"""Who is who after an edit whose outcome is known beforehand.

`reconcile.match` compares two texts of which nothing is known. An edit knows more: which blocks it left
alone, which it moved where, and where typed text may read as anything. Only that typed text is compared
with what it replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from webapp.markdown.matching.blocks import family
from webapp.markdown.outline import TEXT_KINDS, Block, Outline, Section
from webapp.markdown.reader import same_block
from webapp.markdown.reconcile import Matching, match

KeyT = TypeVar("KeyT")
At = tuple[int, int]
"""A block: the index of its section, and its own in that."""


@dataclass(slots=True)
class Planned:
    """A section as an edit should leave it.

    `section` is the old one that it goes on from, None for a new one. `blocks` are the old blocks that
    it should hold; one None stands for typed text, which may read as any number of them.
    """

    section: int | None
    blocks: list[At | None] = field(default_factory=list)


def as_it_was(outline: Outline) -> list[Planned]:
    """The plan of an edit that leaves everything where it is: change what it moves."""
    return [
        Planned(number, [(number, place) for place in range(len(section.blocks))])
        for number, section in enumerate(outline.sections)
    ]


def identity(outline: Outline) -> Matching:
    """Everything goes on from what stands in its place."""
    matching = Matching()
    for number, section in enumerate(outline.sections):
        matching.sections[number] = number
        for place, block in enumerate(section.blocks):
            _pair_blocks(matching, (number, place), (number, place), block)
    return matching


def with_rows(matching: Matching, at: At, origins: Sequence[int | None]) -> Matching:
    """The same matching, but for the rows of one block: `origins` says which old row of it each is."""
    matching.rows = {place: old for place, old in matching.rows.items() if place[:2] != at} | {
        (*at, row): (*at, origin) for row, origin in enumerate(origins) if origin is not None
    }
    return matching


def after_both(first: Matching, second: Matching) -> Matching:
    """The matching of two edits made one after the other."""
    return Matching(
        _after(first.sections, second.sections),
        _after(first.blocks, second.blocks),
        _after(first.rows, second.rows),
        {
            at: _after(first.columns[old_at], columns)
            for at, columns in second.columns.items()
            if (old_at := second.blocks[at]) in first.columns
        },
    )


def _after(first: Mapping[KeyT, KeyT], second: Mapping[KeyT, KeyT]) -> dict[KeyT, KeyT]:
    return {new: first[middle] for new, middle in second.items() if middle in first}


def follow(old: Outline, new: Outline, plan: Sequence[Planned]) -> Matching | None:
    """Match two outlines by plan; None where the new one is not what was planned."""
    if len(plan) != len(new.sections):
        return None
    matching, typed = Matching(), []
    for number, (planned, section) in enumerate(zip(plan, new.sections, strict=True)):
        if planned.section is not None:
            if not _same_heading(old.sections[planned.section], section):
                return None
            matching.sections[number] = planned.section
        places = _places(planned.blocks, len(section.blocks))
        if places is None:
            return None
        for place, at in enumerate(places):
            block = section.blocks[place]
            if at is None:
                typed.append((number, place))
            elif same_block(old.sections[at[0]].blocks[at[1]], block):
                _pair_blocks(matching, (number, place), at, block)
            else:
                return None
    _match_typed(matching, old, new, typed)
    return matching


def _same_heading(one: Section, other: Section) -> bool:
    return (one.level, one.title) == (other.level, other.title)


def _places(planned: Sequence[At | None], count: int) -> list[At | None] | None:
    """For each of `count` blocks the old one that it should be; None where they are too few or too many."""
    if None not in planned:
        return list(planned) if len(planned) == count else None
    typed = planned.index(None)
    read = count - len(planned) + 1
    return [*planned[:typed], *[None] * read, *planned[typed + 1 :]] if read >= 0 else None


def _pair_blocks(matching: Matching, at: At, old_at: At, block: Block) -> None:
    matching.blocks[at] = old_at
    matching.rows |= {(*at, row): (*old_at, row) for row in range(len(block.rows))}
    if block.kind == "table":
        matching.columns[at] = {column: column for column in range(len(block.columns))}


def _match_typed(matching: Matching, old: Outline, new: Outline, typed: Sequence[At]) -> None:
    """Match what typed text read as with the blocks that nothing goes on from."""
    kept = set(matching.blocks.values())
    left = [at for at in _blocks(old) if at not in kept]
    found = match(_only(old, left), _only(new, typed))
    matching.blocks |= {typed[new_at[1]]: left[old_at[1]] for new_at, old_at in found.blocks.items()}
    matching.rows |= {
        (*typed[new_at[1]], new_at[2]): (*left[old_at[1]], old_at[2]) for new_at, old_at in found.rows.items()
    }
    matching.columns |= {typed[at[1]]: pairs for at, pairs in found.columns.items()}
    _pair_rewritten(matching, old, new, left, typed)


def _pair_rewritten(
    matching: Matching, old: Outline, new: Outline, left: Sequence[At], typed: Sequence[At]
) -> None:
    """One block that was rewritten goes on in the first of its kind, whatever is said there now."""
    if len(left) != 1 or left[0] in matching.blocks.values():
        return
    was = old.sections[left[0][0]].blocks[left[0][1]]
    alike = (at for at in typed if family(new.sections[at[0]].blocks[at[1]]) == family(was))
    if was.kind in TEXT_KINDS and (at := next(alike, None)):
        matching.blocks[at] = left[0]


def _blocks(outline: Outline) -> Iterator[At]:
    for number, section in enumerate(outline.sections):
        for place in range(len(section.blocks)):
            yield number, place


def _only(outline: Outline, places: Sequence[At]) -> Outline:
    return Outline([Section(0, "", "", blocks=[outline.sections[at[0]].blocks[at[1]] for at in places])])
