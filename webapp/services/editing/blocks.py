"""Blocks: added, rewritten, moved within and between sections, deleted."""

from __future__ import annotations

from webapp import markdown
from webapp.markdown.errors import Unwritable
from webapp.models import Person
from webapp.services.editing.bases import is_new
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.pasted import parse_pasted
from webapp.services.editing.saved import Saved
from webapp.services.editing.typed import BLOCK_MAX, check_typed
from webapp.services.errors import InvalidValue
from webapp.services.history import RequestKey

NO_ROOM = "At this place it would be read as a part of what stands around it. Choose another place."


def set_block_text(
    block_id: int, text: str, *, base: str, by: Person, key: RequestKey | None = None
) -> Saved:
    """Write the whole Markdown of a block anew; it may become several blocks, and blank deletes it.

    Raises CellConflict where somebody changed it since `base` was read, Gone where it was deleted.
    """
    check_typed(text, most=BLOCK_MAX)

    def change(desk: Desk) -> Edited:
        return block_written(desk, block_id, text, base=base)

    return edit("block", block_id, change, verb="set_block_text", by=by, key=key)


def add_block(
    section_id: int,
    *,
    after: int | None,
    kind: str,
    text: str = "",
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Add a block of a kind after the block `after` of the section; None: right under its heading.

    `text` is what it holds: Markdown for prose, the code itself for code, one item a line for lists,
    what a spreadsheet copies for a table. Without it a table gets columns to rename, a list one empty
    item. The new block's id is `saved.added("block")[0]`.
    """
    check_typed(text, most=BLOCK_MAX)

    def change(desk: Desk) -> Edited:
        number = desk.section_at(section_id)
        place = _place_after(desk, number, after)
        for way in _ways_to_begin(kind, text):
            candidates = markdown.writer.insert_block(
                desk.section(number), place, way, is_last=number + 1 == len(desk.outline.sections)
            )
            plan = markdown.following.as_it_was(desk.outline)
            plan[number].blocks.insert(place, None)
            if kind == "prose":
                return desk.blocks_edited(number, candidates, plan)
            edited = desk.blocks_as_planned(number, candidates, plan)
            if edited and edited.outline.sections[number].blocks[place].kind == kind:
                return edited
        raise Unwritable(NO_ROOM)

    return edit("section", section_id, change, verb="add_block", by=by, key=key)


def move_block(
    block_id: int, *, section_id: int, after: int | None, by: Person, key: RequestKey | None = None
) -> Saved:
    """Move a block after the block `after` of a section of its document; None: right under its heading."""

    def change(desk: Desk) -> Edited:
        return block_moved(desk, block_id, section_id=section_id, after=after)

    return edit("block", block_id, change, verb="move_block", by=by, key=key, field="after")


def delete_block(block_id: int, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Delete a block."""

    def change(desk: Desk) -> Edited:
        number, place = at = desk.block_at(block_id)
        candidates = markdown.writer.delete_block(desk.section(number), place)
        return desk.blocks_edited(number, candidates, desk.plan_without(at))

    return edit("block", block_id, change, verb="delete_block", by=by, key=key, field="block")


def block_written(desk: Desk, block_id: int, text: str, *, base: str) -> Edited:
    """Write a block of a document at work anew. Raises as `set_block_text` does."""
    number, place = at = desk.block_at(block_id, mine=text)
    theirs, mine, seen = map(markdown.writer.normal_block, (desk.block(at).own_text, text, base))
    if not is_new("block", block_id, base=seen, theirs=theirs, mine=mine):
        return desk.unchanged()
    candidates = markdown.writer.set_block_text(desk.section(number), place, text)
    if not mine:
        return desk.blocks_edited(number, candidates, desk.plan_without(at))
    plan = markdown.following.as_it_was(desk.outline)
    plan[number].blocks[place] = None
    return desk.blocks_edited(number, candidates, plan)


def block_moved(desk: Desk, block_id: int, *, section_id: int, after: int | None) -> Edited:
    """Move a block within a document at work. Raises Unwritable where it cannot stand there."""
    number, place = at = desk.block_at(block_id)
    target = desk.section_at(section_id)
    if after == block_id:
        raise InvalidValue("after", "A block cannot be moved to a place behind itself.")
    to = _place_after(desk, target, after)
    plan = desk.plan_without(at)
    if target == number:
        to -= to > place
        plan[number].blocks.insert(to, at)
        edited = desk.blocks_as_planned(
            number, markdown.writer.move_block(desk.section(number), place, to), plan
        )
    else:
        plan[target].blocks.insert(to, at)
        edited = _moved_over(desk, at, target, to, plan)
    if edited is None:
        raise Unwritable(NO_ROOM)
    return edited


def _ways_to_begin(kind: str, text: str) -> list[str]:
    if kind == "table":
        return [markdown.fresh.begin_table(parse_pasted(text))]
    return markdown.fresh.ways_to_begin(kind, text)


def _place_after(desk: Desk, number: int, block_id: int | None) -> int:
    """The place in a section behind one of its blocks, the first for None."""
    if block_id is None:
        return 0
    section, place = desk.block_at(block_id)
    if section != number:
        raise InvalidValue("after", "The block to stand after is not in that section. Load the page again.")
    return place + 1


def _moved_over(
    desk: Desk, at: tuple[int, int], target: int, to: int, plan: list[markdown.following.Planned]
) -> Edited | None:
    """Take a block out of its section and write it into another one."""
    number, place = at
    without = markdown.guard.apply_text(
        desk.outline, number, markdown.writer.delete_block(desk.section(number), place)
    ).outline
    if len(without.sections) != len(desk.outline.sections) or len(without.sections[target].blocks) < to:
        return None
    is_last = target + 1 == len(without.sections)
    candidates = markdown.writer.insert_block(
        without.sections[target], to, desk.block(at).own_text, is_last=is_last
    )
    outline = markdown.guard.apply_text(without, target, candidates).outline
    return desk.matched(outline, plan)
