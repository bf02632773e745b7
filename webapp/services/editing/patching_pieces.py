"""What a program changes of a section, a block or a column at once: its place and its words, in one batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from webapp.models import Person
from webapp.services.editing.blocks import block_moved, block_written
from webapp.services.editing.columns import column_moved, column_renamed
from webapp.services.editing.courses import Course
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.patching import UNSAID, Unsaid, refused_as
from webapp.services.editing.saved import NOTHING, Saved
from webapp.services.editing.sections import section_moved, section_titled
from webapp.services.history import What


@dataclass(frozen=True, slots=True)
class Words:
    """What a piece is to say, and what it said when it was read."""

    text: str
    base: str


@dataclass(frozen=True, slots=True)
class _Step:
    """An edit of a piece: what it is called in the history, what is refused where Markdown cannot hold it."""

    verb: str
    field: str
    change: Callable[[Desk], Edited]


def patch_section(
    section_id: int, *, after: int | Unsaid | None = UNSAID, title: Words | None = None, by: Person
) -> Saved:
    """Move a section, as `move_section` does, and title it, as `set_section_title` does; or one of both.

    Raises what they raise, and InvalidValue under the names here; nothing is written then.
    """
    steps = []
    if not isinstance(after, Unsaid):
        place = after
        steps.append(
            _Step("move_section", "after", lambda desk: section_moved(desk, section_id, after=place))
        )
    if title:
        text, base = title.text, title.base
        steps.append(
            _Step(
                "set_section_title", "title", lambda desk: section_titled(desk, section_id, text, base=base)
            )
        )
    return _in_one("section", section_id, steps, by)


def patch_block(
    block_id: int, *, to: tuple[int, int | None] | None = None, text: Words | None = None, by: Person
) -> Saved:
    """Move a block, as `move_block` does, and write it anew, as `set_block_text` does; or one of both.

    `to` are the section to stand in and the block of it to stand behind, None for its first place. Raises
    as `patch_section` does.
    """
    steps = []
    if to:
        section_id, after = to
        steps.append(
            _Step(
                "move_block",
                "after",
                lambda desk: block_moved(desk, block_id, section_id=section_id, after=after),
            )
        )
    if text:
        mine, base = text.text, text.base
        steps.append(
            _Step("set_block_text", "text", lambda desk: block_written(desk, block_id, mine, base=base))
        )
    return _in_one("block", block_id, steps, by)


def patch_column(
    block_id: int,
    column_id: str,
    *,
    name: Words | None = None,
    after: str | Unsaid | None = UNSAID,
    by: Person,
) -> Saved:
    """Rename a column, as `rename_column` does, and move it, as `move_column` does; or one of both.

    Raises as `patch_section` does.
    """
    steps = []
    if name:  # first: a column that moved has another place than the stored block tells
        mine, base = name.text, name.base
        steps.append(
            _Step(
                "rename_column",
                "name",
                lambda desk: column_renamed(desk, block_id, column_id, name=mine, base=base),
            )
        )
    if not isinstance(after, Unsaid):
        place = after
        steps.append(
            _Step("move_column", "after", lambda desk: column_moved(desk, block_id, column_id, after=place))
        )
    return _in_one("block", block_id, steps, by)


def _in_one(what: What, piece_id: int, steps: list[_Step], by: Person) -> Saved:
    """Take these steps one after the other, and call their batch as the last of them."""
    if not steps:
        return NOTHING

    def change(desk: Desk) -> Edited:
        course = Course(desk)
        for step in steps:
            with refused_as(step.field):
                course.do(step.change)
        return course.edited()

    return edit(what, piece_id, change, verb=steps[-1].verb, by=by)
