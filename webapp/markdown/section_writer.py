"""Edits of whole sections: the texts with which they are written in place of old ones, the plainest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.markdown.lines import BYTE_ORDER_MARK, first_end, is_blank, join_pieces, split_lines, split_tail
from webapp.markdown.outline import Outline, Section
from webapp.markdown.text_writer import set_title


def new_section(outline: Outline, at: int, level: int, title: str) -> Iterator[str]:
    """Give the text of a new section with a title, to stand before section `at`."""
    eol = first_end(outline.text)
    before = _text(outline.sections[:at]).removeprefix(BYTE_ORDER_MARK)
    lead = "" if not before or is_blank(split_lines(before)[-1]) else eol
    tail = eol if outline.sections[at:] else ""
    for way in set_title(Section(level, "", "#" * level + eol), title):
        yield lead + way.source + tail


def exchange(outline: Outline, first: int, middle: int, last: int) -> Iterator[str]:
    """Give the text of sections[first:last] with those before and after `middle` in each other's place.

    The blank lines between them stay in place.
    """
    upper, upper_gap = split_tail(_text(outline.sections[first:middle]))
    lower, lower_gap = split_tail(_text(outline.sections[middle:last]))
    least = first_end(outline.text)
    for gaps in ((upper_gap, lower_gap), (upper_gap or least, lower_gap or least)):
        yield join_pieces([lower, gaps[0], upper, gaps[1]], outline.text)


def without_sections(outline: Outline, start: int, stop: int) -> Iterator[str]:
    """Give the text of the section before `start`, for a document without sections[start:stop].

    The end of the document keeps the distance that it had.
    """
    before = outline.sections[start - 1].text
    if stop == len(outline.sections):
        body, _ = split_tail(before)
        _, gap = split_tail(_text(outline.sections[start:stop]))
        yield join_pieces([body, gap if body else ""], outline.text)
    else:
        yield before
        if before:
            yield join_pieces([before, first_end(outline.text)])


def _text(sections: Sequence[Section]) -> str:
    return "".join(section.text for section in sections)
