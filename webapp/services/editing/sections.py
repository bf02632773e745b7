"""Sections: titled, added, moved and deleted, with what is nested under them."""

from __future__ import annotations

from webapp import markdown
from webapp.markdown.errors import Unwritable
from webapp.markdown.outline import Section
from webapp.models import Person
from webapp.services.editing.bases import is_new
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.saved import Saved
from webapp.services.editing.typed import check_typed
from webapp.services.errors import InvalidValue
from webapp.services.history import RequestKey

LEVELS = range(1, 7)
NO_ROOM = "At this place it would be read as a part of what stands around it. Choose another place."
NO_SECTION = "What stands before the first heading is no section. Move or delete its blocks."


def set_section_title(
    section_id: int, title: str, *, base: str, by: Person, key: RequestKey | None = None
) -> Saved:
    """Write another title into a heading; the design is called by that of its main document's H1.

    Raises CellConflict where somebody changed it since `base` was read, Gone where it was deleted.
    """
    check_typed(title)

    def change(desk: Desk) -> Edited:
        return section_titled(desk, section_id, title, base=base)

    return edit("section", section_id, change, verb="set_section_title", by=by, key=key)


def add_section(
    document_id: int,
    *,
    after: int | None,
    level: int,
    title: str,
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Add a section of a level (1 to 6) after the section `after`; None: before the first heading.

    It stands behind what is nested deeper than itself, so that nothing of another section becomes its
    own. The new section's id is `saved.added("section")[0]`.
    """
    check_typed(title)
    if level not in LEVELS:
        raise InvalidValue("level", "A heading has a level from 1 to 6.")

    def change(desk: Desk) -> Edited:
        place = 1 if after is None else _end(desk, desk.section_at(after), level)
        wanted = markdown.writer.normal_title(title)
        if not wanted:
            raise InvalidValue("text", "A section needs a title.")
        plan = markdown.following.as_it_was(desk.outline)
        plan.insert(place, markdown.following.Planned(None))
        for text in markdown.writer.new_section(desk.outline, place, level, wanted):
            edited = desk.matched(
                markdown.guard.replace_sections(desk.outline, place, place, text).outline, plan
            )
            if edited and _says(edited.outline.sections[place], level, wanted):
                return edited
        raise Unwritable(NO_ROOM)

    return edit("document", document_id, change, verb="add_section", by=by, key=key)


def move_section(section_id: int, *, after: int | None, by: Person, key: RequestKey | None = None) -> Saved:
    """Move a section, and what is nested in it, after another and what is nested deeper than itself there.

    None: before the first heading.
    """

    def change(desk: Desk) -> Edited:
        return section_moved(desk, section_id, after=after)

    return edit("section", section_id, change, verb="move_section", by=by, key=key, field="after")


def delete_section(section_id: int, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Delete a section and what is nested in it."""

    def change(desk: Desk) -> Edited:
        start = desk.section_at(section_id)
        stop = _end(desk, start, _level(desk, start))
        plan = markdown.following.as_it_was(desk.outline)
        del plan[start:stop]
        outlines = [
            markdown.guard.replace_sections(desk.outline, start - 1, stop, text).outline
            for text in markdown.writer.without_sections(desk.outline, start, stop)
        ]
        followed = (desk.matched(outline, plan) for outline in outlines)
        return next(filter(None, followed), None) or desk.as_planned(outlines[0], plan)

    return edit("section", section_id, change, verb="delete_section", by=by, key=key, field="section")


def section_titled(desk: Desk, section_id: int, title: str, *, base: str) -> Edited:
    """Title a section of a document at work. Raises as `set_section_title` does."""
    number = desk.section_at(section_id, mine=title)
    section = desk.section(number)
    mine, seen = map(markdown.writer.normal_title, (title, base))
    if not is_new("section", section_id, base=seen, theirs=section.title, mine=mine):
        return desk.unchanged()
    candidates = markdown.writer.set_title(section, mine)
    applied = markdown.guard.apply_title(desk.outline, number, candidates)
    return Edited(applied.outline, markdown.following.identity(desk.outline))


def section_moved(desk: Desk, section_id: int, *, after: int | None) -> Edited:
    """Move a section of a document at work, with what is nested in it. Raises Unwritable."""
    start = desk.section_at(section_id)
    level = _level(desk, start)
    stop = _end(desk, start, level)
    behind = None if after is None else desk.section_at(after)
    if behind is not None and start <= behind < stop:
        raise InvalidValue("after", "A section cannot be moved to a place under itself.")
    place = 1 if behind is None else _end(desk, behind, level)
    if start <= place <= stop:
        return desk.unchanged()
    first, middle, last = sorted((start, stop, place))
    plan = markdown.following.as_it_was(desk.outline)
    plan[first:last] = plan[middle:last] + plan[first:middle]
    for text in markdown.writer.exchange(desk.outline, first, middle, last):
        edited = desk.matched(markdown.guard.replace_sections(desk.outline, first, last, text).outline, plan)
        if edited:
            return edited
    raise Unwritable(NO_ROOM)


def _level(desk: Desk, number: int) -> int:
    level = desk.section(number).level
    if not level:
        raise InvalidValue("section", NO_SECTION)
    return level


def _end(desk: Desk, number: int, level: int) -> int:
    """The place behind a section and those after it that are deeper than `level`."""
    end = number + 1
    while end < len(desk.outline.sections) and desk.section(end).level > level:
        end += 1
    return end


def _says(section: Section, level: int, title: str) -> bool:
    return (
        section.level == level
        and not section.blocks
        and section.title.replace("\\", "") == title.replace("\\", "")
    )
