"""From a text to its outline.

markdown-it-py says on which lines each construct stands; the pieces are cut from the text itself, and
what the parser says nothing about (blank lines, reference definitions) is cut by hand. So all sources
joined are the text, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markdown_it.token import Token

from webapp.markdown.errors import Unreadable
from webapp.markdown.front_matter import front_matter_end
from webapp.markdown.lines import BYTE_ORDER_MARK, is_blank, split_lines, trim, trimmed_end
from webapp.markdown.lists import kind_of, read_list
from webapp.markdown.outline import TEXT_KINDS, Block, Kind, Outline, Section
from webapp.markdown.parser import line_range, parse
from webapp.markdown.tables import read_table

_KINDS: dict[str, Kind] = {
    "paragraph_open": "prose",
    "blockquote_open": "prose",
    "fence": "code",
    "code_block": "code",
    "html_block": "raw",
    "hr": "divider",
}

# The lines of these may end with blank ones, which stand after the block; an unclosed fence keeps its own.
_TRIMMED = frozenset(
    {"bullet_list_open", "ordered_list_open", "blockquote_open", "table_open", "paragraph_open"}
)


def decode(data: bytes) -> str:
    """Give the text of a file's bytes, its byte order mark kept. Raises Unreadable."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(split_lines(data[: error.start].decode("utf-8", "replace") + "."))
        raise Unreadable("this is not UTF-8 text; save the file as UTF-8", line) from error
    _refuse_nul(text)
    return text


def read(text: str) -> Outline:
    """Cut a text into its outline; `read(text).text == text`. Raises Unreadable for a NUL."""
    _refuse_nul(text)
    return Outline(_read_sections(text, at_start=True))


def read_section(text: str, sentinel: str, *, at_start: bool = False) -> list[Section] | None:
    """Read the text of one section alone; it may read as several, or start with one of level 0.

    `sentinel` is the source of the heading that follows it in the document, '' where none does. The
    answer None says that something left open in the text would swallow that heading: read the whole
    document then. `at_start` says that the text starts the document, where a byte order mark or front
    matter may stand.
    """
    _refuse_nul(text)
    sections = _read_sections(text + sentinel, at_start=at_start)
    if not at_start and sections[0].text == "":
        del sections[0]
    if not sentinel:
        return sections
    last = sections.pop() if sections else None
    return sections if last and last.level and last.text == last.source == sentinel else None


def same_shape(left: Sequence[Section], right: Sequence[Section]) -> bool:
    """Tell whether two readings say the same, whatever their blank lines, numbers and padding.

    Compares levels, titles, kinds, columns, info, cells, depth and done; of blocks kept as text the
    lines.
    """
    return len(left) == len(right) and all(
        (one.level, one.title) == (other.level, other.title)
        and len(one.blocks) == len(other.blocks)
        and all(map(same_block, one.blocks, other.blocks))
        for one, other in zip(left, right, strict=True)
    )


def same_block(one: Block, other: Block) -> bool:
    """Tell whether two blocks say the same; see same_shape."""
    if one is other:
        return True
    return (
        (one.kind, one.info, one.columns, one.aligns) == (other.kind, other.info, other.columns, other.aligns)
        and (one.kind not in TEXT_KINDS or _plain_lines(one.source) == _plain_lines(other.source))
        and [(row.cells, row.depth, row.done) for row in one.rows]
        == [(row.cells, row.depth, row.done) for row in other.rows]
    )


def _plain_lines(text: str) -> list[str]:
    """Give a text's lines without their ends."""
    return [line.rstrip("\r\n") for line in split_lines(text)]


def _refuse_nul(text: str) -> None:
    if (at := text.find("\0")) >= 0:
        raise Unreadable("a NUL character cannot be stored; remove it", len(split_lines(text[:at] + ".")))


@dataclass(slots=True)
class _Piece:
    """A construct of the top level: its tokens and its lines [start, end)."""

    tokens: list[Token]
    start: int
    end: int


def _read_sections(text: str, *, at_start: bool) -> list[Section]:
    mark = BYTE_ORDER_MARK if at_start and text.startswith(BYTE_ORDER_MARK) else ""
    lines = split_lines(text[len(mark) :])
    sections = [Section(level=0, title="", source=mark)]
    done = front_matter_end(lines) if at_start else 0
    shift = done
    if done:
        sections[0].blocks.append(Block("raw", "".join(lines[:done]), reason="front matter"))
    for piece in _pieces(parse("".join(lines[done:])), shift, lines):
        _add_gap(sections[-1], lines[done : piece.start])
        source = "".join(lines[piece.start : piece.end])
        opening = piece.tokens[0]
        if opening.type == "heading_open":
            sections.append(Section(int(opening.tag[1:]), piece.tokens[1].content, source))
        else:
            sections[-1].blocks.append(_read_block(piece, source, lines, shift))
        done = piece.end
    _add_gap(sections[-1], lines[done:])
    return sections


def _pieces(tokens: Sequence[Token], shift: int, lines: Sequence[str]) -> Iterator[_Piece]:
    first = 0
    for number, token in enumerate(tokens):
        if token.level or token.nesting > 0:
            continue
        opening = tokens[first]
        start, end = (line + shift for line in line_range(opening))
        if opening.type in _TRIMMED:
            end = trimmed_end(lines, start, end)
        yield _Piece(list(tokens[first : number + 1]), start, end)
        first = number + 1


def _read_block(piece: _Piece, source: str, lines: Sequence[str], shift: int) -> Block:
    opening = piece.tokens[0]
    if opening.type == "table_open":
        return read_table(lines[piece.start : piece.end])
    if opening.type in ("bullet_list_open", "ordered_list_open"):
        rows, reason = read_list(piece.tokens, lines, shift, piece.end)
        return Block("raw", source, reason=reason) if rows is None else Block(kind_of(rows), "", rows)
    kind = _KINDS[opening.type]
    return Block(kind, source, info=trim(opening.info), reason="HTML" if kind == "raw" else "")


def _add_gap(section: Section, lines: Sequence[str]) -> None:
    """Give the blank lines of a gap to the piece before them; what else stands there makes no token."""
    for blank, run in groupby(lines, is_blank):
        text = "".join(run)
        if not blank:
            section.blocks.append(Block("raw", text, reason="definitions"))
        elif section.blocks:
            section.blocks[-1].tail += text
        else:
            section.tail += text
