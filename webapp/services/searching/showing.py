"""The designs and lines that were found, as pages show them: two or three statements for all of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row

from webapp.markdown.outline import LIST_KINDS
from webapp.models.search import TITLE
from webapp.registers.text import seen
from webapp.services.documents import MAIN
from webapp.services.searching.asking import SPAN, Asked, bounds, design_of, kind_of
from webapp.services.searching.dialects import array, given, is_sqlite, run
from webapp.services.searching.found import FoundDesign, FoundRow
from webapp.services.searching.lines import OWNER
from webapp.services.searching.marking import is_marked, mark
from webapp.services.searching.ranking import SPREAD, Ranked
from webapp.utils.folding import CELL_END, fold
from webapp.utils.keys import Key
from webapp.utils.titles import title_part

Line = Row[Any]

_BRANCHES = "│├└─ "
"""What a tree of files draws before a name."""
_LINE_END = re.compile(r"\r\n|\r|\n")

_DESIGNS = (
    "SELECT design.id, p.key, design.number, design.title, design.status, o.name AS owner "
    "FROM design JOIN project AS p ON p.id = design.project_id "
    "LEFT JOIN person AS o ON o.id = design.owner_id "
    "WHERE design.id IN (SELECT given.value FROM {given})"
)
# The text of a block is as long as people write it, so it is read only where it is shown.
_SHOWN = (
    "f.id, f.what, f.piece_id, f.line, f.register, f.text, s.title AS section, d.name AS document, "
    "CASE WHEN f.what = 'section' THEN s.level END AS level, "
    "b.kind, CAST(r.cells AS text) AS cells, r.source AS row_source, "
    "CASE WHEN r.id IS NULL THEN NULL ELSE CAST(b.columns AS text) END AS columns, "
    "CASE WHEN f.what = 'block' THEN b.source END AS source"
)
_BESIDE = (
    "LEFT JOIN section AS s ON s.id = f.section_id LEFT JOIN document AS d ON d.id = f.document_id "
    "LEFT JOIN block AS b ON b.id = f.block_id LEFT JOIN row AS r ON r.id = f.piece_id AND f.what = 'row'"
)


def show_designs(asked: Asked, ranked: Ranked, rows: int) -> list[FoundDesign]:
    """The ranked designs in their order, each with at most `rows` lines."""
    ids = [design_id for _, design_id in ranked]
    told = {each.id: each for each in run(_DESIGNS.format(given=given("ids")), {"ids": array(ids)})}
    found = _lines(asked, ranked, rows) if asked.asks_lines else {}
    shown = []
    for design_id in ids:
        design = told[design_id]
        key = str(Key(design.key, design.number))
        above = fold(f"{key} {design.title}")
        lines = [
            line for line in found.get(design_id, ()) if not _repeats(line, design.title, key, above, asked)
        ]
        chosen, more = _chosen(lines, rows)
        shown.append(
            FoundDesign(
                design_id,
                key,
                design.title,
                design.status,
                [_shown(line, key, design.owner, asked.words) for line in chosen],
                more,
                mark(key, asked.words),
                mark(design.title, asked.words),
            )
        )
    return shown


def _repeats(line: Line, title: str, key: str, above: str, asked: Asked) -> bool:
    """Whether a line is a heading of which key and title, which stand `above`, show all that was found."""
    return (
        line.level == 1
        and title_part(line.section, key) == title
        and all(word in above for word in asked.words if word in line.text)
    )


def _lines(asked: Asked, ranked: Ranked, rows: int) -> dict[int, list[Line]]:
    """For each design the lines among which those to show are."""
    # More than are shown: whether there are others is told, too, and one may only repeat the title.
    limit = rows + 2
    whole = [each for each in ranked if each[0] != SPREAD]
    spread = [each for each in ranked if each[0] == SPREAD]
    found = _of_each(_read(asked, whole, [asked.all_words], limit)) if whole else {}
    if spread:
        words = [asked.one_word(number) for number in range(min(len(asked.words), rows + 1))]
        found |= _of_each(_read(asked, spread, words, limit))
    return found


def _read(asked: Asked, ranked: Ranked, conditions: Sequence[str], limit: int) -> Sequence[Line]:
    """The first lines of each kind of each design that meet one of some conditions, with its number."""
    firsts = [
        bounds(kind)[0] + design_id * SPAN
        for rank, design_id in ranked
        for kind in asked.kinds
        if kind >= TITLE and (rank == SPREAD or kind >= rank)
    ]
    query = " UNION ALL ".join(_reading(number, meets) for number, meets in enumerate(conditions))
    return run(query, asked.values | {"firsts": array(firsts), "limit": limit})


def _reading(number: int, meets: str) -> str:
    """A statement for the lines that meet a condition, at most `:limit` from each of `:firsts` on.

    A design's own key and title are shown above its lines.
    """
    some = (
        f"FROM search_line AS l WHERE l.id BETWEEN given.value AND given.value + {SPAN - 1} "
        f"AND (l.what <> 'design' OR l.line = {OWNER}) AND {meets} ORDER BY l.id LIMIT :limit"
    )
    start = f"SELECT {number} AS number, {_SHOWN} FROM {given('firsts')} CROSS JOIN"
    if is_sqlite():
        return f"{start} search_line AS f {_BESIDE} WHERE f.id IN (SELECT l.id {some})"
    return f"{start} LATERAL (SELECT l.* {some}) AS f {_BESIDE}"


def _of_each(lines: Iterable[Line]) -> dict[int, list[Line]]:
    """The lines of each design, in the order of their words, then of their kinds and places."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.number, line.id)):
        found[design_of(line.id)].append(line)
    return found


def _chosen(lines: Sequence[Line], rows: int) -> tuple[list[Line], bool]:
    """At most `rows` lines in their order, and whether there are others: the first of each word, and more."""
    firsts = {line.number: line for line in reversed(lines)}
    wanted = {line.id: line for line in [*(firsts[number] for number in sorted(firsts)), *lines]}
    chosen = sorted(list(wanted.values())[:rows], key=lambda line: line.id)
    return chosen, len(wanted) > rows


def _shown(line: Line, key: str, owner: str | None, words: Sequence[str]) -> FoundRow:
    """A line as it is shown: in its own letters where they are at hand, else as it is searched."""
    texts = [("", owner or line.text)] if line.what == "design" else _texts(line)
    marked = [(name, mark(text, words)) for name, text in texts if text]
    anchor = next((name for name, parts in marked if is_marked(parts)), None)
    if anchor is None and any(word in line.text for word in words):
        anchor = texts[0][0]
        marked = [("", mark(text, words)) for text in line.text.split(CELL_END)]
    return FoundRow(
        kind=kind_of(line.id),
        what=line.what,
        piece_id=line.piece_id,
        line=line.line,
        section=_section(line),
        document="" if line.document in {None, MAIN} else line.document,
        register=line.register,
        cells=tuple(parts for _, parts in marked),
        address=_address(line, key, texts[0][0] if anchor is None else anchor),
    )


def _texts(line: Line) -> list[tuple[str, str]]:
    """What a reader sees of a line of a document: cell by cell, each with the end of its element's id."""
    if line.what == "section":
        return [("-title", seen(line.section))]
    if line.what == "block":
        return [("", _of_block(line))]
    cells = json.loads(line.cells)
    if line.kind in LIST_KINDS:
        return [("-text", seen(cells.get("text", "")))]
    return [(f"-{column['id']}", seen(cells.get(column["id"], ""))) for column in json.loads(line.columns)]


def _of_block(line: Line) -> str:
    """The paragraph, or the line of code that was found."""
    if line.kind == "prose":
        return seen(line.source)
    lines = _LINE_END.split(line.source)
    shown = " ".join(lines[line.line].split()).lstrip(_BRANCHES) if line.line < len(lines) else ""
    return shown or line.text


def _section(line: Line) -> str:
    """What stands above a line: nothing above a heading."""
    if line.what == "design":
        return "Owner"
    return "" if line.what == "section" else seen(line.section)


def _address(line: Line, key: str, part: str) -> str:
    page = f"/designs/{key}"
    if line.what == "design":
        return page
    if line.document != MAIN:
        page += f"/documents/{quote(line.document)}"
    return f"{page}#{line.what}-{line.piece_id}{part}"
