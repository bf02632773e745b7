"""What checks say of Markdown files, without a database, and of stored designs, by file and line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from webapp import checks
from webapp.checks.lines import Lines
from webapp.extensions import db
from webapp.models import Block, Clash, ClashSide, Design, Dismissal, Document, Entry, Finding, Project
from webapp.registers.entry import Entry as Fact
from webapp.services.errors import InvalidValue
from webapp.services.findings.reading import is_dismissed_clash, is_dismissed_finding
from webapp.services.naming import SourceFile, group_files
from webapp.services.pieces import Pieces, load_pieces
from webapp.services.readings import Reading, read_bytes
from webapp.services.titles import title_heading
from webapp.utils.keys import Key

NO_PROJECT = "FILES"
"""Numbers designs that have no key of their own; it is never shown."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says of a place; of a clash `others` are the places of its other sides."""

    place: Place
    code: str
    about: dict[str, str]
    register: str | None = None
    others: tuple[Place, ...] = ()

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return checks.sentence(self.code, self.about)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return checks.CODES[self.code].remedy


@dataclass(frozen=True, slots=True)
class Report:
    """What was said, by place and code, of so many files; those that cannot be read with the reason."""

    remarks: list[Remark]
    files: int
    unreadable: list[tuple[str, str]] = field(default_factory=list)


def check_files(files: Sequence[SourceFile], template: checks.Template) -> Report:
    """Check Markdown files: each by itself, the files of a design together, and all designs among each other.

    Which files are one design is told as for an import. Nothing is stored.
    """
    readings: dict[str, Reading] = {}
    unreadable: list[tuple[str, str]] = []
    for file in files:
        try:
            readings[file.path] = read_bytes(file.read(), frozenset())
        except InvalidValue as error:
            unreadable.append((file.path, error.message))
    readable = [file for file in files if file.path in readings]
    sheets = {path: _Sheet(path, reading) for path, reading in readings.items()}
    designs = [[sheets[path] for path in paths] for paths in _designs(readable, readings)]
    remarks = [remark for sheet in sheets.values() for remark in sheet.remarks(template)]
    remarks += [remark for design in designs for remark in _of_design(design)]
    remarks += _among(designs, template)
    return Report(_ordered(remarks), len(readable), unreadable)


def check_stored() -> Report:
    """What is stored of all designs outside the bin, less what somebody said is no problem."""
    places = _Places()
    documents = db.session.scalars(
        select(Document.id)
        .join(Design, Design.id == Document.design_id)
        .where(Design.deleted_at.is_(None), Document.deleted_at.is_(None))
    ).all()
    remarks = [
        Remark(places.of(row), row.code, row.about, row.register) for row in db.session.execute(_FINDINGS)
    ]
    sides: dict[int, list[tuple[Any, Place]]] = defaultdict(list)
    for row in db.session.execute(_CLASHES):
        sides[row.id].append((row, places.of(row)))
    for several in sides.values():
        remarks += [
            Remark(place, row.code, row.about, row.register, _others(place, [each for _, each in several]))
            for row, place in several
        ]
    return Report(_ordered(remarks), len(documents))


class _Sheet:
    """A file with what it states and where."""

    def __init__(self, path: str, reading: Reading) -> None:
        self.path = path
        self.reading = reading
        self.lines = Lines(reading.outline)

    def remarks(self, template: checks.Template) -> Iterator[Remark]:
        """What it says by itself."""
        reading = self.reading
        told = checks.check_document(reading.outline, reading.recognised, reading.entries, template)
        return map(self.remark, told)

    def remark(self, told: checks.Told) -> Remark:
        """What is told of it, with the line."""
        return Remark(Place(self.path, self.lines.of_told(told)), told.code, told.about, told.register)

    def place(self, fact: Fact) -> Place:
        """Where it states a fact."""
        return Place(self.path, self.lines.of(fact.section, fact.block, fact.row, fact.line))


def _designs(files: Sequence[SourceFile], readings: dict[str, Reading]) -> Iterator[list[str]]:
    """The paths of the files of each design."""
    groups = group_files(
        files,
        projects=frozenset(),
        project=NO_PROJECT,
        heading=lambda file: title_heading(readings[file.path].outline),
        documents=lambda key: (),
    )
    for group in groups:
        yield [file.path for file in (*group.files.values(), *(file for file, _ in group.twice))]


def _of_design(sheets: Sequence[_Sheet]) -> Iterator[Remark]:
    stated = [(sheet, fact) for sheet in sheets for fact in sheet.reading.entries]
    for number, told in checks.check_design([fact for _, fact in stated]):
        yield stated[number][0].remark(told)


def _among(designs: Sequence[Sequence[_Sheet]], template: checks.Template) -> Iterator[Remark]:
    """The clashes among designs, told once at each side."""
    claims: dict[tuple[str, str], list[checks.Claim]] = defaultdict(list)
    stated: dict[Hashable, Place] = {}
    for number, sheets in enumerate(designs):
        for sheet in sheets:
            for fact in sheet.reading.entries:
                claim = checks.Claim(number, len(stated), fact.values, template.holds(fact))
                stated[claim.entry] = sheet.place(fact)
                claims[fact.register, fact.key].append(claim)
    for (register, _), some in claims.items():
        for found in checks.clashes(register, some):
            places = [stated[side] for side in found.sides]
            for place in places:
                yield Remark(place, found.code, found.about, register, _others(place, places))


def _others(place: Place, places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted({each for each in places if each.file != place.file}))


def _ordered(remarks: Iterable[Remark]) -> list[Remark]:
    # What is said twice of one place in the same words is said once: a row may state two facts.
    once = {(each.place, each.code, each.sentence): each for each in remarks}
    return [once[key] for key in sorted(once)]


class _Places:
    """The lines of stored pieces; each document is read once."""

    def __init__(self) -> None:
        self._documents: dict[int, _Stored] = {}

    def of(self, row: Row[Any]) -> Place:
        """Where a piece stands: the file as an export names it, less the title in its folder's name."""
        if row.document_id not in self._documents:
            self._documents[row.document_id] = _Stored(load_pieces(row.document_id))
        file = f"{Key(row.key, row.number)}/{row.name}.md"
        return Place(file, self._documents[row.document_id].line(row))


class _Stored:
    """A stored document: its lines, and the indexes of its pieces by their ids."""

    def __init__(self, pieces: Pieces) -> None:
        ids = pieces.ids
        self._lines = Lines(pieces.outline())
        self._sections = {each: number for number, each in enumerate(ids.sections)}
        self._blocks = {
            each: (number, at) for number, some in enumerate(ids.blocks) for at, each in enumerate(some)
        }
        self._rows = {each: at for some in ids.rows for rows in some for at, each in enumerate(rows)}

    def line(self, row: Row[Any]) -> int:
        """The line of the piece that a finding or an entry names."""
        if row.block_id is None:
            return self._lines.of(self._sections[row.section_id], None, None, None)
        at = None if row.row_id is None else self._rows[row.row_id]
        return self._lines.of(*self._blocks[row.block_id], at, row.line)


_LIVING = (Design.deleted_at.is_(None), Document.deleted_at.is_(None), Dismissal.id.is_(None))
_WHERE = (Project.key, Design.number, Document.id.label("document_id"), Document.name)
_FINDINGS = (
    select(
        *(Finding.code, Finding.about, Finding.register),
        *(Finding.section_id, Finding.block_id, Finding.row_id, Finding.line),
        *_WHERE,
    )
    .join(Design, Design.id == Finding.design_id)
    .join(Project, Project.id == Design.project_id)
    .join(Document, Document.id == Finding.document_id)
    .outerjoin(Dismissal, is_dismissed_finding())
    .where(*_LIVING)
)
_CLASHES = (
    select(
        *(Clash.id, Clash.code, Clash.about, Clash.register),
        *(Block.section_id, Entry.block_id, Entry.row_id, Entry.line),
        *_WHERE,
    )
    .join(ClashSide, ClashSide.clash_id == Clash.id)
    .join(Entry, Entry.id == ClashSide.entry_id)
    .join(Block, Block.id == Entry.block_id)
    .join(Design, Design.id == ClashSide.design_id)
    .join(Project, Project.id == Design.project_id)
    .join(Document, Document.id == Entry.document_id)
    .outerjoin(Dismissal, is_dismissed_clash())
    .where(*_LIVING)
)
