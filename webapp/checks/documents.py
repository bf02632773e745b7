"""What one document says alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from webapp.checks import migrations
from webapp.checks.code import check_code
from webapp.checks.rows import check_row, label_of, left_in
from webapp.checks.template import Template
from webapp.checks.told import Place, Told
from webapp.markdown.outline import Block, Outline, Row, Section
from webapp.registers.entry import Entry, Recognised
from webapp.registers.headings import words

DEFINES = "]:"
"""What stands in every line that defines a link."""
_DEFINITION = re.compile(r"(?:^|(?<=\r)) {0,3}(\[[^\[\]\r\n]{1,300}\]):[ \t]*\S", re.MULTILINE)


def check_document(
    outline: Outline, known: Sequence[Sequence[Recognised]], entries: Sequence[Entry], template: Template
) -> list[Told]:
    """All that is told of one document, in its order.

    `known` is what `registers.recognised` says of the outline, `entries` what `registers.entries` says.
    """
    facts: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        facts[entry.section, entry.block].append(entry)
    paths = outline.heading_paths()
    labels = labels_in(outline.text)
    told: list[Told] = []
    for number, section in enumerate(outline.sections):
        told += _check_title(number, section, labels)
        if _is_empty(outline, number) and words(section.title) in template.sections:
            told.append(Told("empty-section", number, about={"title": section.title}, checked=section.title))
        if migrations.lacks_rollback(outline, number, paths):
            told.append(_no_rollback(outline, number))
        for at, block in enumerate(section.blocks):
            place = Place(paths[number], block.kind, block.columns, known[number][at], number, at, labels)
            told += _check_block(place, block, facts.get((number, at), []), template)
    return told


def row_affects_document(place: Place, before: Row, after: Row) -> bool:
    """Whether an edit of a row may change what is told of other places of its document.

    Then `check_document` has to be asked; otherwise `check_row` says all that is new, if the place has the
    labels of the document's links where `may_be_links` says that they matter.
    """
    if labels_in(before.source) != labels_in(after.source):
        return True
    in_plan = migrations.are_headings_of_one(place.headings)
    return in_plan and migrations.says(before) != migrations.says(after)


def labels_in(text: str) -> frozenset[str]:
    """The labels of the links that a text of whole lines defines; each such line holds DEFINES."""
    return frozenset(map(label_of, _DEFINITION.findall(text))) if DEFINES in text else frozenset()


def _check_title(number: int, section: Section, labels: frozenset[str]) -> Iterator[Told]:
    # `TODO` alone is what a list of things to do is called.
    if text := left_in([section.title.replace("TODO", "")], labels):
        yield Told("placeholder", number, about={"text": text}, checked=section.title)


def _is_empty(outline: Outline, number: int) -> bool:
    """Whether nothing stands under a title, nor under a title of its own."""
    section, after = outline.sections[number], outline.sections[number + 1 : number + 2]
    if not section.level or any(each.level > section.level for each in after):
        return False
    return all(block.kind == "divider" or _has_no_row(block) for block in section.blocks)


def _has_no_row(block: Block) -> bool:
    return block.kind == "table" and not block.rows


def _no_rollback(outline: Outline, number: int) -> Told:
    title, text = outline.sections[number].title, migrations.text_of(outline, number)
    return Told("migration-without-rollback", number, about={"title": title}, checked=text)


def _check_block(place: Place, block: Block, facts: Sequence[Entry], template: Template) -> Iterator[Told]:
    if block.kind == "code":
        yield from check_code(place, block, facts, template)
    # What is raw may be a comment, or the front matter of another tool: brackets mean other things there.
    elif block.kind == "prose" and (text := left_in([block.source], place.labels)):
        yield Told("placeholder", place.section, place.block, about={"text": text}, checked=block.source)
    by_row: dict[int | None, list[Entry]] = defaultdict(list)
    for fact in facts:
        by_row[fact.row].append(fact)
    for number, row in enumerate(block.rows):
        yield from check_row(place, number, row, by_row[number], template)
