"""A plan to undo, written: pieces come back with their ids, and what they say is read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from webapp import markdown
from webapp.extensions import db
from webapp.models import Design, Document, Person
from webapp.models.types import utc_now
from webapp.services.audit import note
from webapp.services.deriving import derive_design, derive_document
from webapp.services.documents import load_checked, revision_of_document
from webapp.services.entries import count_entries, replace_entries
from webapp.services.history import Touched, Values, What
from webapp.services.permissions import forget_rights
from webapp.services.pieces import Pieces, family, load_pieces
from webapp.services.readings import Reading, read_text
from webapp.services.rendered import project_keys
from webapp.services.reverting import CELLS, GROWS
from webapp.services.standing import KINDS, Piece, design_values
from webapp.services.storing import write_pieces
from webapp.services.titles import set_title
from webapp.services.undo_plan import Plan
from webapp.services.wanted import snapshot

if TYPE_CHECKING:
    from webapp.markdown.outline import Outline

States = dict[Piece, Values]


def write_plan(plan: Plan, design: Design) -> list[Touched]:
    """Write what was planned for a design that is held; what was touched, by kind from the outside in.

    Raises Damaged where a document is not what was saved, InvalidValue where one would be too long.
    """
    touched = [*_write_design(plan, design), *_write_documents(plan)]
    for document_id in sorted(_documents_of(plan)):
        document = db.session.get_one(Document, document_id, populate_existing=True)
        if document.deleted_at is None:
            touched += _write_pieces(plan, document)
    if touched:
        count_entries(design)
        derive_design(design, *_changed(touched))
        design.updated_at = utc_now()
        design.version += 1
    return touched


def _changed(touched: Sequence[Touched]) -> set[str]:
    """What of the design itself differs, by the names of its columns, and its "documents" where they do."""
    names = {name for each in touched if each.what == "design" for name in each.after or {}}
    if "deleted" in names:
        names = names - {"deleted"} | {"deleted_at"}
    return names | ({"documents"} if any(each.what == "document" for each in touched) else set())


def _write_design(plan: Plan, design: Design) -> Iterator[Touched]:
    values = plan.values.get(("design", design.id), {})
    if not values:
        return
    now = design_values(design)
    for name, value in values.items():
        if name == "title":
            set_title(design, value)
        elif name == "deleted":
            design.deleted_at = utc_now() if value else None
        elif name == "locked":
            design.locked_at = utc_now() if value else None
        elif name == "contributors":
            people = select(Person).where(Person.id.in_(value)).order_by(Person.filter_name)
            design.contributors = list(db.session.scalars(people))
        else:
            setattr(design, name, value)
    if design.owner_id is None:
        design.locked_at = None  # a lock is its owner's
    db.session.flush()
    forget_rights()
    then = design_values(design)
    if now["owner_id"] != then["owner_id"]:
        details = {"from": now["owner_id"], "to": then["owner_id"]}
        note("design-owner", about=f"/designs/{design.key}", by=None, details=details)
    if now["locked"] != then["locked"]:
        note("design-lock" if then["locked"] else "design-unlock", about=f"/designs/{design.key}", by=None)
    told = [name for name in now if name in values or now[name] != then[name]]
    yield Touched(
        "design", design.id, {name: now[name] for name in told}, {name: then[name] for name in told}
    )


def _write_documents(plan: Plan) -> Iterator[Touched]:
    pieces = [piece for piece in {*plan.values, *plan.deleted} if piece[0] == "document"]
    # Who goes gives a name free that somebody else may come back to.
    for piece in sorted(pieces, key=lambda piece: (piece not in plan.deleted, piece)):
        document = db.session.get_one(Document, piece[1], populate_existing=True)
        before = _document_values(document)
        for name in ("name", "position"):
            setattr(document, name, plan.values.get(piece, {}).get(name, getattr(document, name)))
        if piece in plan.revived:
            document.deleted_at = None
        elif piece in plan.deleted:
            document.deleted_at = utc_now()
        document.version += 1
        db.session.flush()
        yield Touched("document", document.id, before, _document_values(document))


def _document_values(document: Document) -> Values | None:
    if document.deleted_at is not None:
        return None
    return {"name": document.name, "position": document.position, "revision": revision_of_document(document)}


def _documents_of(plan: Plan) -> set[int]:
    pieces = (piece for piece in {*plan.values, *plan.deleted} if piece[0] in KINDS)
    return {number for piece in pieces if (number := plan.standing[piece].document_id)}


def _write_pieces(plan: Plan, document: Document) -> list[Touched]:
    """Put the pieces of a document in place, read what they say now, and store what follows from that."""
    stored, _ = load_checked(document)
    before = _states(stored)
    _place(plan, document.id)
    pieces = load_pieces(document.id)
    meant = _overlaid(pieces, plan.values, names=None).outline()
    reading = read_text(meant.text, project_keys())
    same = _same_cut(meant, reading.outline)
    matching = (
        markdown.following.identity(meant) if same else markdown.reconcile.match(meant, reading.outline)
    )
    ids, _ = write_pieces(document, reading, _overlaid(pieces, plan.values, names={"columns"}), matching)
    _stamp(document, reading)
    replace_entries(document, reading.entries, ids)
    derive_document(document, reading, ids)
    return list(_difference(before, _states(load_pieces(document.id))))


def _place(plan: Plan, document_id: int) -> None:
    """Bring back, delete and move: what pieces say follows from the reading."""
    now = utc_now()
    for what, kind in KINDS.items():
        placed: list[Values] = []
        for piece in {*plan.values, *plan.deleted}:
            standing = plan.standing[piece]
            if piece[0] != what or standing.document_id != document_id:
                continue
            values = {**standing.values, **plan.values.get(piece, {})}
            placed.append(
                {
                    "id": piece[1],
                    kind.parent: values[kind.parent],
                    "position": values["position"],
                    "deleted_at": now if piece in plan.deleted else None,
                }
            )
        if placed:
            db.session.execute(update(kind.model), placed)


def _overlaid(pieces: Pieces, values: Mapping[Piece, Values], names: set[str] | None) -> Pieces:
    """The stored pieces with planned values over them: all, or those of these names.

    The ids of columns are given by what stood there before, so that a column comes back as itself.
    """

    def over(what: What, piece: Any) -> Any:
        planned = values.get((what, piece.id))
        if not planned:
            return piece
        chosen = {
            name: value
            for name, value in planned.items()
            if name != GROWS and (names is None or name in names)
        }
        if "columns" in chosen:
            known = {column["id"]: column for column in piece.columns}
            chosen["columns"] = [{**known.get(each["id"], {}), **each} for each in chosen["columns"]]
        return SimpleNamespace(**{**piece._mapping, **chosen})

    return family(
        [over("section", each) for each in pieces.sections],
        [over("block", each) for some in pieces.blocks for each in some],
        [over("row", each) for some in pieces.rows for few in some for each in few],
    )


def _same_cut(one: Outline, other: Outline) -> bool:
    """Whether two outlines of one text are cut at the same places."""
    return _cuts(one) == _cuts(other)


def _cuts(outline: Outline) -> list[Any]:
    return [
        (
            section.source,
            section.tail,
            [(block.source, block.tail, [row.source for row in block.rows]) for block in section.blocks],
        )
        for section in outline.sections
    ]


def _stamp(document: Document, reading: Reading) -> None:
    document.revision = reading.revision
    document.size = len(reading.bytes)
    document.renderer = reading.renderer
    document.version += 1
    document.updated_at = utc_now()


def _states(pieces: Pieces) -> States:
    kinds: tuple[tuple[What, Sequence[Any]], ...] = (
        ("section", pieces.sections),
        ("block", [each for some in pieces.blocks for each in some]),
        ("row", [each for some in pieces.rows for few in some for each in few]),
    )
    return {(what, piece.id): snapshot(KINDS[what], piece) for what, some in kinds for piece in some}


def _difference(before: States, after: States) -> Iterator[Touched]:
    """What is not what it was; pieces that are gone come last, as they do in other batches."""
    for piece, values in after.items():
        if before.get(piece) != values:
            yield Touched(*piece, before.get(piece), values)
    for piece, values in before.items():
        if piece not in after:
            yield Touched(*piece, values, None)


def misread(plan: Plan, touched: list[Touched]) -> list[Piece]:
    """The rows in which both changes were to stand and whose text now reads otherwise."""
    cells: dict[Piece, Any] = {
        ("row", each.piece_id): (each.after or {}).get(CELLS) for each in touched if each.what == "row"
    }
    return [
        piece
        for piece in plan.merged
        if piece in cells and cells[piece] != {**plan.standing[piece].values, **plan.values[piece]}[CELLS]
    ]
