"""Backlinks: which designs name the key of another one in a row, a text or a title, or stand under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Row, select

from webapp.extensions import db
from webapp.models import Design, Person, Project
from webapp.models.search import DESIGN_SHIFT
from webapp.services.permissions import readable
from webapp.services.searching.dialects import condition_text, holding, lines_that_hold, run
from webapp.utils.folding import fold
from webapp.utils.keys import Key, keys_in

DESIGNS_MAX = 20
"""How many designs are told; the search has the others."""
_LINES_MAX = 400
_LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Mention:
    """A line that names the key: its piece ("design", "section", "block", "row") and where that stands.

    `section` is the title of its section and `document` the name of its document, both '' for a line of
    the design itself.
    """

    what: str
    piece_id: int
    section: str
    document: str


@dataclass(slots=True)
class Referring:
    """A design that refers to another: by its `mentions`, or as its "parent" or "child" (`relation`)."""

    key: str
    title: str
    status: str
    relation: str = ""
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Backlinks:
    """What refers to the design with this key, its parent and children first; `more`: there are others."""

    key: str
    designs: list[Referring]
    more: bool


def backlinks_of(design: Design, person: Person | None) -> Backlinks:
    """The designs that `person` may read and that refer to this one, at most DESIGNS_MAX.

    The key is known by its number, however it is padded; it never stands inside a longer word or number.
    """
    key = Key(design.project.key, design.number)
    found = {each.key: each for each in _relatives(design, person)}
    lines = [line for spelling in _spellings(key) for line in _lines(design.id, spelling, person)]
    for line in sorted(lines, key=lambda line: line.id):
        if key not in keys_in(line.text):
            continue
        named = str(Key(line.project, line.number))
        referring = found.setdefault(named, Referring(named, line.title, line.status))
        referring.mentions.append(Mention(line.what, line.piece_id, line.section or "", line.document or ""))
    more = len(found) > DESIGNS_MAX or len(lines) >= _LINES_MAX
    return Backlinks(str(key), list(found.values())[:DESIGNS_MAX], more)


def _spellings(key: Key) -> list[str]:
    """How a text may write a key: FEAT-014, and FEAT-14."""
    return sorted({fold(str(key)), fold(f"{key.project}-{key.number}")})


def _relatives(design: Design, person: Person | None) -> Iterator[Referring]:
    """The parent and the children, by key."""
    near = (Design.id == design.parent_id) | (Design.parent_id == design.id)
    found = db.session.execute(
        select(Design.id, Project.key, Design.number, Design.title, Design.status)
        .join(Design.project)
        .where(near, readable(person))
        .order_by((Design.id == design.parent_id).desc(), Project.key, Design.number)
    )
    for design_id, project, number, title, status in found:
        relation = "parent" if design_id == design.parent_id else "child"
        yield Referring(str(Key(project, number)), title, status, relation)


def _lines(design_id: int, spelling: str, person: Person | None) -> list[Row[tuple[object, ...]]]:
    """Lines of other designs that hold a text, in the order of their ids: at most _LINES_MAX."""
    may_read, values = condition_text(readable(person))
    # Numbers and names of ours, and a condition with parameters: nothing that anybody typed.
    statement = (
        "SELECT hit.id, line.text, line.what, line.piece_id, project.key AS project, design.number, "  # noqa: S608
        "design.title, design.status, section.title AS section, document.name AS document "
        f"FROM ({lines_that_hold(1)}) AS hit JOIN search_line AS line ON line.id = hit.id "
        f"JOIN design ON design.id = (hit.id >> {DESIGN_SHIFT}) & {2**24 - 1} "
        "JOIN project ON project.id = design.project_id "
        "LEFT JOIN section ON section.id = line.section_id "
        "LEFT JOIN document ON document.id = line.document_id "
        f"WHERE design.id <> :own AND {may_read} ORDER BY hit.id LIMIT {_LINES_MAX}"
    )
    return list(run(statement, {**values, **holding([spelling], 0, _LAST), "own": design_id}))
