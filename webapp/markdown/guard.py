"""The guard: every edit is written, read back and compared before it is believed.

For each way to write an edit down the section is put together, its line ends are settled, it is read
again together with the heading that follows it, and the reading is compared with what was meant. The
first way that agrees wins and the sources *as read back* are what is stored. Where none agrees the edit
is refused and nothing changes; only an edit that changes structure (a block's whole text, the last item
of a list) may instead be taken as it reads, and the caller matches old and new pieces then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from webapp.markdown.drafts import Draft, TextDraft
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import (
    BYTE_ORDER_MARK,
    end_of,
    first_end,
    join_pieces,
    split_lines,
    with_newlines,
    without_end,
)
from webapp.markdown.outline import LIST_KINDS, Block, Outline, Row, Section
from webapp.markdown.reader import read, read_section, same_block, same_shape
from webapp.markdown.shrinking import shrink
from webapp.markdown.text_writer import delete_block

REFUSED = (
    "No way of writing this down would be read back as it is meant. Edit the section as Markdown instead."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands in an outline: a section, a block of it, a row of that."""

    section: int
    block: int | None = None
    row: int | None = None


@dataclass(slots=True)
class Applied:
    """An edit that was accepted.

    `kind` is 'edited' where the writer knows which piece is which: `changed_pieces` are then pairs
    (old place, new place) of all whose own characters or cells changed, with None for what is new or
    gone, and `rows` says for each row of the edited block which old row it is. Sections and blocks stand
    where they stood. It is 'reread' where they may not: match the two outlines then.
    """

    outline: Outline
    changed_pieces: list[tuple[Place | None, Place | None]] = field(default_factory=list)
    kind: Literal["edited", "reread"] = "edited"
    rows: list[int | None] = field(default_factory=list)


def apply(outline: Outline, at: tuple[int, int], candidates: Iterable[Draft]) -> Applied:
    """Write an edit of the block at (section, block). Raises Unwritable(reason): nothing has changed then.

    An edit that leaves a list without items deletes the block, as apply_text does.
    """
    number, where = at
    section = outline.sections[number]
    for draft in candidates:
        if draft.block.kind in LIST_KINDS and not draft.block.rows:
            return apply_text(outline, number, delete_block(section, where))
        shrunk = shrink(outline, at, draft)
        if shrunk is None:
            result = _written(outline, at, draft)
        elif result := _written(shrunk.outline, at, shrunk.draft):
            result = shrunk.grown(result)
        if result:
            return _edited(outline, result, number, where, draft.rows)
    raise Unwritable(REFUSED)


def _written(outline: Outline, at: tuple[int, int], draft: Draft) -> Outline | None:
    """Write a draft in place of the block at (section, block); None where it reads as something else."""
    number, where = at
    section = outline.sections[number]
    old = section.blocks[where]
    meant = replace(section, blocks=[draft.block if block is old else block for block in section.blocks])
    written = list(draft.block.pieces())
    if not end_of(split_lines(old.text)[0]):
        # A list of one line that ends the document has no line end to copy: its text's are made up.
        written = [with_newlines(piece, first_end(outline.text)) for piece in written]
    pieces = [section.source, section.tail]
    for block in section.blocks:
        pieces += written if block is old else block.pieces()
    return _agreed(outline, number, _settle(outline, number, pieces), meant)


def apply_title(outline: Outline, number: int, candidates: Iterable[Section]) -> Applied:
    """Write an edit of a section's heading. Raises Unwritable(reason): nothing has changed then."""
    for meant in candidates:
        text = _settle(outline, number, list(meant.pieces()))
        if result := _agreed(outline, number, text, meant):
            return _edited(outline, result, number)
    raise Unwritable(REFUSED)


def apply_text(outline: Outline, number: int, candidates: Iterable[TextDraft]) -> Applied:
    """Write an edit that changes which blocks a section has.

    The first way that leaves all other blocks as they are wins; where none does the plainest is taken as
    it reads. `kind` is 'reread' unless the text stays what it was.
    """
    plainest = None
    for draft in candidates:
        text = _settle(outline, number, draft.pieces)
        if text == outline.sections[number].text:
            return Applied(outline)
        result = _reread(outline, number, text)
        added = len(result.sections) - len(outline.sections)
        if _as_expected(outline, result, number, added, draft.expected):
            return Applied(result, kind="reread")
        plainest = plainest or result
    assert plainest is not None  # noqa: S101 - every edit has at least one way to write it
    return Applied(plainest, kind="reread")


def replace_sections(outline: Outline, start: int, stop: int, text: str) -> Applied:
    """Write a text in place of sections[start:stop]: to add, delete, move or rewrite whole sections."""
    sections = outline.sections
    pieces = ["".join(section.text for section in part) for part in (sections[:start], sections[stop:])]
    text = with_newlines(_storable(text), first_end(outline.text))
    whole = join_pieces([pieces[0], text, pieces[1]], outline.text)
    return Applied(read(_finish(whole, outline.text)), kind="reread")


def _agreed(outline: Outline, number: int, text: str, meant: Section) -> Outline | None:
    """Read the section again as `text`; give the new outline where it says what is meant, and only there."""
    if text == outline.sections[number].text:
        return outline if same_shape([meant], [outline.sections[number]]) else None
    result = _reread(outline, number, text)
    if len(result.sections) != len(outline.sections):
        return None
    others = zip(_without(outline.sections, number), _without(result.sections, number), strict=True)
    if all(one is other or one == other for one, other in others) and same_shape(
        [meant], [result.sections[number]]
    ):
        return result
    return None


def _without(sections: Sequence[Section], number: int) -> list[Section]:
    return [*sections[:number], *sections[number + 1 :]]


def _reread(outline: Outline, number: int, text: str) -> Outline:
    """Give the outline with one section's text changed; only what can have changed is read again."""
    before, after = outline.sections[:number], outline.sections[number + 1 :]
    # A new title may be swallowed by what stands before it, so that is read along.
    first = before.pop().text if before and not text.startswith(outline.sections[number].source) else ""
    sections = read_section(first + text, after[0].source if after else "", at_start=not before)
    if sections and (not before or sections[0].level):
        return Outline([*before, *sections, *after])
    return read("".join(section.text for section in before) + first + text + "".join(s.text for s in after))


def _as_expected(
    outline: Outline, result: Outline, number: int, added: int, expected: Sequence[Block | None]
) -> bool:
    """Tell whether all blocks but those of typed text still read as they did, in their sections."""
    if added < 0:
        return False
    heading, first, last = outline.sections[number], result.sections[number], result.sections[number + added]
    others = [*result.sections[:number], *result.sections[number + added + 1 :]]
    if others != _without(outline.sections, number) or (first.level, first.title) != (
        heading.level,
        heading.title,
    ):
        return False
    if None not in expected:
        return not added and _same_blocks(expected, first.blocks)
    typed = expected.index(None)
    before, after = expected[:typed], expected[typed + 1 :]
    # In one section the typed text stands between the two; it may also have opened sections of its own.
    rest = last.blocks if added else last.blocks[typed:]
    return _same_blocks(before, first.blocks[:typed]) and (
        not after or _same_blocks(after, rest[-len(after) :])
    )


def _same_blocks(meant: Sequence[Block | None], blocks: Sequence[Block]) -> bool:
    return len(meant) == len(blocks) and all(
        one is not None and same_block(one, other) for one, other in zip(meant, blocks, strict=True)
    )


def _settle(outline: Outline, number: int, pieces: Sequence[str]) -> str:
    """Join a section's pieces; a missing final line end belongs to the end of the document."""
    text = _storable(join_pieces(pieces, outline.text))
    if number + 1 == len(outline.sections):
        return _finish(text, outline.text)
    return text if end_of(text) or text in ("", BYTE_ORDER_MARK) else text + first_end(text, outline.text)


def _storable(text: str) -> str:
    if "\0" in text:
        raise Unwritable("A NUL character cannot be stored.")
    return text


def _finish(text: str, document: str) -> str:
    """End the last line of a document as it was ended, or not ended, before."""
    if not text or not document or text == BYTE_ORDER_MARK:
        return text
    if end_of(document):
        return text if end_of(text) else text + first_end(text, document)
    return without_end(text)


def _edited(
    old: Outline,
    new: Outline,
    number: int,
    where: int | None = None,
    rows: Sequence[int | None] | None = None,
) -> Applied:
    """Say which pieces changed; all blocks stand where they stood."""
    result = Applied(new, rows=list(rows or []))
    if old is new:
        return result
    for at, (was, now) in enumerate(zip(old.sections, new.sections, strict=True)):
        if was is now:
            continue
        if replace(was, blocks=[]) != replace(now, blocks=[]):
            result.changed_pieces.append((Place(at), Place(at)))
        for index, (block, read_back) in enumerate(zip(was.blocks, now.blocks, strict=True)):
            if replace(block, rows=[]) != replace(read_back, rows=[]):
                result.changed_pieces.append((Place(at, index), Place(at, index)))
            moved = (
                rows if rows is not None and (at, index) == (number, where) else range(len(read_back.rows))
            )
            result.changed_pieces += _changed_rows(block.rows, read_back.rows, moved, at, index)
    return result


def _changed_rows(
    old: Sequence[Row], new: Sequence[Row], origins: Sequence[int | None], section: int, block: int
) -> list[tuple[Place | None, Place | None]]:
    changed: list[tuple[Place | None, Place | None]] = []
    for index, (row, origin) in enumerate(zip(new, origins, strict=True)):
        if origin is None:
            changed.append((None, Place(section, block, index)))
        elif old[origin] != row:
            changed.append((Place(section, block, origin), Place(section, block, index)))
    gone = set(range(len(old))).difference(origins)
    return changed + [(Place(section, block, index), None) for index in sorted(gone)]
