"""Sections and documents edited as Markdown: what stays keeps its id, what others changed stays as well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp import markdown
from webapp.extensions import db
from webapp.markdown.outline import Outline, Section
from webapp.markdown.parts import Choice
from webapp.models import Batch, Document, Person
from webapp.models import Section as StoredSection
from webapp.services.documents import document_text, load_checked
from webapp.services.editing.engine import Desk, Edited, edit
from webapp.services.editing.saved import Saved
from webapp.services.editing.typed_texts import check_outline, check_text
from webapp.services.errors import InvalidValue, TextConflict
from webapp.services.history import RequestKey

if TYPE_CHECKING:
    from webapp.markdown.reconcile import Matching

Choices = Mapping[str, Choice]
"""What was decided about each part of a conflict, by the part's key."""


def set_section_text(
    section_id: int,
    text: str,
    *,
    base: str,
    choices: Choices | None = None,
    put_back: bool = False,
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Write a section anew: its heading and what stands under it, up to the next heading.

    `base` is the text that the editor opened with. What others changed since is merged by piece; raises
    TextConflict for what both changed, until `choices` has one for each part. Raises Gone where the
    section was deleted, unless it is to be `put_back` as it is here, and InvalidValue for what cannot be
    kept and for a text that would swallow what follows. Headings and blocks may come and go; a blank text
    deletes the section.
    """
    _check(text, base, choices)

    def change(desk: Desk) -> Edited:
        place = _place_of_deleted(desk, section_id) if put_back else None
        if place is not None:
            return _rewritten(desk, place, place, _trimmed(text))
        number = desk.section_at(section_id, mine=text)
        stored = shown_section(desk.section(number))
        wanted = _merged(desk, (_trimmed(base), stored, _trimmed(text)), choices, by)
        return desk.unchanged() if wanted == stored else _rewritten(desk, number, number + 1, wanted)

    return edit("section", section_id, change, verb="set_section_text", by=by, key=key)


def set_document_text(
    document_id: int,
    text: str,
    *,
    base: str,
    choices: Choices | None = None,
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Write a whole document anew; see `set_section_text`. Raises Gone where it was deleted."""
    _check(text, base, choices)

    def change(desk: Desk) -> Edited:
        whole = desk.outline.text
        stored = shown_document(whole)
        wanted = _merged(
            desk,
            (markdown.lines.with_newlines(base), stored, markdown.lines.with_newlines(text)),
            choices,
            by,
        )
        if wanted == stored:
            return desk.unchanged()
        mark = markdown.lines.BYTE_ORDER_MARK if whole.startswith(markdown.lines.BYTE_ORDER_MARK) else ""
        return _matched(
            desk,
            markdown.reader.read(mark + markdown.line_ends.with_ends_of(whole.removeprefix(mark), wanted)),
        )

    return edit("document", document_id, change, verb="set_document_text", by=by, key=key)


def text_of_section(document: Document, section_id: int) -> str:
    """What the editor of a living section of this document opens with. Raises Damaged."""
    pieces, outline = load_checked(document)
    number = next(number for number, each in enumerate(pieces.sections) if each.id == section_id)
    return shown_section(outline.sections[number])


def text_of_document(document: Document) -> str:
    """What the editor of a whole document opens with. Raises Damaged."""
    return shown_document(document_text(document))


def shown_section(section: Section) -> str:
    """A section's Markdown as its editor shows it: without the blank lines that part it from the next."""
    return _trimmed(section.text)


def shown_document(text: str) -> str:
    r"""A document's Markdown as its editor shows it: every line ends with `\n`."""
    return markdown.lines.with_newlines(text.removeprefix(markdown.lines.BYTE_ORDER_MARK))


def _trimmed(text: str) -> str:
    return markdown.lines.without_end(markdown.lines.split_tail(shown_document(text))[0])


def _check(text: str, base: str, choices: Choices | None) -> None:
    check_text(text, base=base)
    for chosen in (choices or {}).values():
        check_text(chosen.text, base=f"{base}\n{text}")


def _merged(desk: Desk, texts: tuple[str, str, str], choices: Choices | None, by: Person) -> str:
    """What becomes of a text: base, theirs and mine in one. Raises TextConflict."""
    merged = markdown.merging.merge(*texts)
    chosen = {part.key: choices[part.key] for part in merged.parts if choices and part.key in choices}
    if any(part.key not in chosen for part in merged.parts):
        who, at = _last_writer(desk.document.design_id, by)
        raise TextConflict(merged.parts, choices=chosen, mine=texts[2], by=who, at=at)
    return merged.text({part.key: chosen[part.key].of(part) for part in merged.parts})


def _last_writer(design_id: int, by: Person) -> tuple[str | None, datetime | None]:
    """Who did the last thing in a design, by name, and when; None for nobody else than `by`."""
    found = db.session.execute(
        select(Person.name, Batch.at)
        .select_from(Batch)
        .join(Person, Person.id == Batch.person_id)
        .where(Batch.design_id == design_id, Batch.person_id != by.id)
        .order_by(Batch.id.desc())
        .limit(1)
    ).one_or_none()
    return (found.name, found.at) if found else (None, None)


def _place_of_deleted(desk: Desk, section_id: int) -> int | None:
    """Where a deleted section would stand among the living ones; None for a living one."""
    section = db.session.get_one(StoredSection, section_id)
    if section.deleted_at is None:
        return None
    return sum((each.position, each.id) < (section.position, section.id) for each in desk.pieces.sections)


def _rewritten(desk: Desk, start: int, stop: int, text: str) -> Edited:
    r"""The document with another text in place of sections[start:stop], at most one; lines end with `\n`.

    Raises InvalidValue where what stands around it would not be read as it is.
    """
    old = "".join(section.text for section in desk.outline.sections[start:stop])
    eol = markdown.lines.first_end(old, desk.outline.text)
    mark = markdown.lines.BYTE_ORDER_MARK if old.startswith(markdown.lines.BYTE_ORDER_MARK) else ""
    body = markdown.line_ends.with_ends_of(old.removeprefix(mark) or eol, text + "\n") if text else ""
    tail = markdown.lines.split_tail(old)[1] if start < stop else eol
    if old and not markdown.lines.end_of(old):
        body = markdown.lines.without_end(body)
    ends = (tail, tail or eol) if body else ("",)
    ways = dict.fromkeys((lead, gap) for lead in ("", eol) for gap in ends)
    for lead, gap in ways:
        outline = _in_place(desk.outline, start, stop, mark + lead + body + gap)
        if outline:
            edited = _matched(desk, outline)
            if len(outline.sections) > len(desk.outline.sections) - (stop - start):
                _go_on(edited.matching, start, stop)
            return edited
    raise InvalidValue("text", _why_not(desk.outline.sections[stop:]))


def _in_place(outline: Outline, start: int, stop: int, text: str) -> Outline | None:
    """The outline with a text in place of sections[start:stop]; None where it changes what stands around it.

    Only the section before it is read again, and the heading after it.
    """
    before, after = outline.sections[:start], outline.sections[stop:]
    previous = before[-1:]
    joined = markdown.lines.join_pieces([*(section.text for section in previous), text], outline.text)
    sections = markdown.reader.read_section(
        joined, after[0].source if after else "", at_start=len(before) < 2
    )
    if sections is None or (previous and not (sections and _begins_as(previous[0], sections[0]))):
        return None
    return Outline([*before[:-1], *sections, *after])


def _begins_as(old: Section, new: Section) -> bool:
    """Whether a section still is what it was, or what it was and further blocks after that."""
    blocks = new.blocks[: len(old.blocks)]
    return (old.level, old.title, old.source) == (new.level, new.title, new.source) and [
        block.own_text for block in old.blocks
    ] == [block.own_text for block in blocks]


def _why_not(after: list[Section]) -> str:
    if after:
        return (
            "Something in this text is left open, such as a code fence or an HTML comment, and would swallow "
            f"the heading after it, “{after[0].title}”. Close it."
        )
    return "This text would be read as a part of what stands before it. Begin it with a heading."


def _go_on(matching: Matching, start: int, stop: int) -> None:
    """A section of which no word is left is still the one that was edited: what begins there now goes on."""
    if start < stop and start not in matching.sections and start not in matching.sections.values():
        matching.sections[start] = start


def _matched(desk: Desk, outline: Outline) -> Edited:
    check_outline(outline)
    return Edited(outline, markdown.reconcile.match(desk.outline, outline))
