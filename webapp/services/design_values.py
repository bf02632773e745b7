"""A design's own values: title, status, priority, owner, contributors, parent, lock; set alone or for many.

Each setter names in `base` the value that the person saw, writes one batch with one change of the
design, and answers NOTHING where the value stands already. All raise Missing where the design went to
the bin, CellConflict where somebody else set another value since `base`, and InvalidValue("value", …)
for a value that cannot be. A change holds the model's columns by their names, and `contributors` as a
sorted list of ids.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any, NoReturn, ParamSpec, cast

from sqlalchemy import delete, func, insert, select, update

from webapp.extensions import db
from webapp.models import Batch, Change, Design, Person, Project, design_contributor
from webapp.models.design import PRIORITIES, STATUSES
from webapp.models.types import utc_now
from webapp.services.audit import note
from webapp.services.deriving import derive_design
from webapp.services.designs import clean_title, find_design
from webapp.services.documents import documents_of, load_checked
from webapp.services.editing.saved import NOTHING, Saved, saved_before
from webapp.services.errors import CellConflict, InvalidValue, Missing
from webapp.services.history import Action, Repeated, RequestKey, Touched, refuse_repeated
from webapp.services.owning import refuse_who_cannot_own
from webapp.services.parents import would_circle
from webapp.services.permissions import check, forget_rights, may, verb_for
from webapp.services.reconciliation import reconcile_text
from webapp.services.titles import fitting, retitle
from webapp.services.titles import set_title as put_title
from webapp.services.transactions import SEVERAL_DESIGNS, change_rows, hold, take_turns, transaction
from webapp.utils.keys import parse_key

CONTRIBUTORS_MAX = 100
MANY_MAX = 100
"""How many designs are set at once: more than a page of the list shows."""

P = ParamSpec("P")


def _once(set_value: Callable[P, Saved]) -> Callable[P, Saved]:
    """Answer a request that comes again with what it did the first time."""

    @wraps(set_value)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Saved:
        try:
            return set_value(*args, **kwargs)
        except Repeated as error:
            return saved_before(error.batch)

    return answer


@_once
def set_title(design: Design, title: str, *, base: str, by: Person, key: RequestKey | None = None) -> Saved:
    """Call a design otherwise: the main document's H1 follows, and no other line of it.

    Without an H1 the title is data alone. Raises Damaged where the document is not what was saved.
    """
    title = fitting(clean_title(title))
    with transaction():
        refuse_repeated(by, key)
        held = _held(design)
        if held.title == title:
            return NOTHING
        if held.title != base:
            _refuse(held, "title", base, title)
        action = Action(held, "title", by, key)
        _rewrite_heading(held, title, action)
        if held.title != title:  # no heading states it, or one did so before
            touched = Touched("design", held.id, {"title": held.title}, {"title": title})
            put_title(held, title)
            held.version += 1
            held.updated_at = utc_now()
            action.record([touched])
            derive_design(held, "title")
        return saved_before(db.session.get_one(Batch, action.batch_id))


@_once
def set_status(design: Design, status: str, *, base: str, by: Person, key: RequestKey | None = None) -> Saved:
    """Say how far a design is: one of STATUSES."""
    with transaction():
        return _set_column(design, "status", _status(status), base, by, key)


@_once
def set_priority(
    design: Design, priority: str, *, base: str, by: Person, key: RequestKey | None = None
) -> Saved:
    """Say how urgent a design is: one of PRIORITIES."""
    with transaction():
        return _set_column(design, "priority", _priority(priority), base, by, key)


@_once
def set_owner(
    design: Design, owner_id: int | None, *, base: int | None, by: Person, key: RequestKey | None = None
) -> Saved:
    """Say who owns a design, by the id of an author of its project; None: nobody, which unlocks it, too."""
    with transaction():
        owner_id = _owner(owner_id)
        if owner_id not in {None, design.owner_id}:
            refuse_who_cannot_own({owner_id}, design)
        return _set_column(design, "owner_id", owner_id, base, by, key)


@_once
def set_contributors(
    design: Design,
    person_ids: Collection[int],
    *,
    base: Collection[int],
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Say who else writes a design, by the ids of authors of its project.

    Who was added or taken away by somebody else since `base` stays so: two such edits never conflict.
    """
    with transaction():
        refuse_repeated(by, key)
        held = _held(design)
        before = {person.id for person in held.contributors}
        after = (before | set(person_ids)) - (set(base) - set(person_ids))
        if after == before:
            return NOTHING
        if len(after) > CONTRIBUTORS_MAX:
            raise InvalidValue("value", f"A design has at most {CONTRIBUTORS_MAX} contributors.")
        _refuse_unknown(after - before)
        refuse_who_cannot_own(after - before, held)
        _put_contributors(held, before, after)
        touched = Touched(
            "design", held.id, {"contributors": sorted(before)}, {"contributors": sorted(after)}
        )
        action = Action(held, "contributors", by, key)
        action.record([touched])
        return Saved(action.batch_id, (touched,))


@_once
def set_parent(design: Design, parent: str, *, base: str, by: Person, key: RequestKey | None = None) -> Saved:
    """Put a design under another one, by that one's key in any spelling; '': under none.

    `base` is the key of the parent so far; one that `by` may not read is none to them. Raises
    InvalidValue("value", …) for a key that no design has, for one in the bin, and where the design would
    stand under itself.
    """
    with transaction():
        refuse_repeated(by, key)  # whom it was put under may be in the bin by now
        parent_id = _parent(design, parent.strip(), by)
        return _set_column(design, "parent_id", parent_id, _seen(design, base, by), by, key)


@_once
def set_locked(design: Design, locked: bool, *, by: Person, key: RequestKey | None = None) -> Saved:
    """Leave what a design says to its owner and its contributors alone, or to all authors again.

    Raises InvalidValue("locked", …) for a design without an owner: nobody could unlock what is nobody's.
    """
    with transaction():
        refuse_repeated(by, key)
        held = _held(design)
        if (held.locked_at is not None) == locked:
            return NOTHING
        if locked and held.owner_id is None:
            raise InvalidValue("locked", f"{held.key} has no owner. Give it one first: the lock is theirs.")
        held.locked_at = utc_now() if locked else None
        note("design-lock" if locked else "design-unlock", about=f"/designs/{held.key}", by=by)
        held.version += 1
        held.updated_at = utc_now()
        touched = Touched("design", held.id, {"locked": not locked}, {"locked": locked})
        action = Action(held, "lock" if locked else "unlock", by, key)
        action.record([touched])
        forget_rights()
        return Saved(action.batch_id, (touched,))


def who_locked(design: Design) -> str | None:
    """The name of the person who locked a design; None where nothing says so."""
    return _last_set(design, "locked")[0]


@_once
def set_many(
    designs: Sequence[Design],
    field: str,
    value: str | int | None,
    *,
    by: Person,
    key: RequestKey | None = None,
) -> Saved:
    """Give several designs one `status`, `priority` or `owner` (an id), whatever they had: one action.

    Each design that differs gets a batch of its own in the group of the first, so that one undo takes
    all of them back. The answer names the first batch and every design that was touched. Raises NotAllowed,
    and sets none, where `by` may not do so to one of them.
    """
    if len(designs) > MANY_MAX:
        raise InvalidValue("designs", f"Choose at most {MANY_MAX} designs at once.")
    column, clean = COLUMNS_OF_MANY[field]
    with transaction():
        take_turns(SEVERAL_DESIGNS)
        refuse_repeated(by, key)
        value = clean(value)
        saved = NOTHING
        for held in _held_together(designs):
            check(by, verb_for(column), held)
            before = getattr(held, column)
            if before == value:
                continue
            if column == "owner_id" and value is not None:
                refuse_who_cannot_own({cast(int, value)}, held)
            setattr(held, column, value)
            held.version += 1
            held.updated_at = utc_now()
            action = Action(held, field, by, key if saved is NOTHING else None, group_id=saved.batch_id)
            _note_owner(held, column, before, value, by)
            touched = _unlocked_with(held, Touched("design", held.id, {column: before}, {column: value}))
            action.record([touched])
            derive_design(held, column)
            saved = Saved(saved.batch_id or action.batch_id, (*saved.touched, touched))
        return saved


def _set_column(
    design: Design, column: str, value: str | int | None, base: Any, by: Person, key: RequestKey | None
) -> Saved:
    """Set one column if it is still `base`: the condition of the UPDATE is the check."""
    refuse_repeated(by, key)
    stored = getattr(Design, column)
    changed = value != base and change_rows(
        update(Design)
        .where(Design.id == design.id, Design.deleted_at.is_(None), stored.is_not_distinct_from(base))
        .values({column: value, "version": Design.version + 1, "updated_at": utc_now()})
    )
    if not changed:
        current = _held(design)
        if getattr(current, column) == value:
            return NOTHING
        _refuse(current, column, base, value)
    db.session.expire(design)  # with whom its columns name
    action = Action(design, column.removesuffix("_id"), by, key)
    _note_owner(design, column, base, value, by)
    touched = _unlocked_with(design, Touched("design", design.id, {column: base}, {column: value}))
    action.record([touched])
    derive_design(design, column)
    return Saved(action.batch_id, (touched,))


def _note_owner(design: Design, column: str, before: Any, after: Any, by: Person) -> None:
    """Note in the audit who a design was handed over to: it is theirs to lock, to bin and to hand on."""
    if column == "owner_id":
        details = {"from": before, "to": after}
        note("design-owner", about=f"/designs/{design.key}", by=by, details=details)


def _unlocked_with(design: Design, touched: Touched) -> Touched:
    """What was touched, and the lock that goes with the owner: nobody could take it away."""
    if design.owner_id is not None or design.locked_at is None:
        return touched
    design.locked_at = None
    note("design-unlock", about=f"/designs/{design.key}", by=None)
    forget_rights()
    return replace(
        touched,
        before={**(touched.before or {}), "locked": True},
        after={**(touched.after or {}), "locked": False},
    )


def _held(design: Design) -> Design:
    held = hold(design.id)
    if held.deleted_at is not None:
        raise Missing
    return held


def _held_together(designs: Sequence[Design]) -> list[Design]:
    """Those that are not in the bin, by their ids."""
    return [held for held in map(hold, sorted({design.id for design in designs})) if held.deleted_at is None]


def _refuse(design: Design, column: str, base: Any, mine: Any) -> NoReturn:
    """Raise CellConflict with who set the value that stands."""
    who, at = _last_set(design, column)
    raise CellConflict(
        base=_said(base), theirs=_said(getattr(design, column)), mine=_said(mine), by=who, at=at
    )


def _last_set(design: Design, column: str) -> tuple[str | None, datetime | None]:
    """Who set this value last, by name, and when."""
    found = db.session.execute(
        select(Change.after, Person.name, Batch.at)
        .select_from(Change)
        .join(Batch, Batch.id == Change.batch_id)
        .outerjoin(Person, Person.id == Batch.person_id)
        .where(Change.what == "design", Change.piece_id == design.id)
        .order_by(Change.id.desc())
    )
    return next(((name, at) for after, name, at in found if column in (after or {})), (None, None))


def _said(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _rewrite_heading(design: Design, title: str, action: Action) -> None:
    document = documents_of(design)[0]
    outline = load_checked(document)[1]
    reconcile_text(document, retitle(outline, design.key, title).text, action)


def _status(status: object) -> str:
    if status not in STATUSES:
        raise InvalidValue("value", f"A status is one of {', '.join(STATUSES)}.")
    return str(status)


def _priority(priority: object) -> str:
    if priority not in PRIORITIES:
        raise InvalidValue("value", f"A priority is one of {', '.join(PRIORITIES)}.")
    return str(priority)


def _owner(owner_id: object) -> int | None:
    if owner_id is None:
        return None
    _refuse_unknown({cast(int, owner_id)})
    return cast(int, owner_id)


def _refuse_unknown(person_ids: Collection[int]) -> None:
    known = db.session.scalar(select(func.count(Person.id)).where(Person.id.in_(person_ids)))
    if known != len(person_ids):
        raise InvalidValue("value", "There is no such person; choose somebody from the list.")


def _parent(design: Design, key: str, by: Person) -> int | None:
    if not key:
        return None
    parent = find_design(key)
    if parent is None or not may(by, "read", parent):
        raise InvalidValue("value", f"There is no design {key[:20]}; choose one from the list.")
    if would_circle(design.id, parent.id):
        where = "itself" if parent.id == design.id else f"{parent.key}, which stands under it"
        raise InvalidValue("value", f"{design.key} cannot stand under {where}; choose another design.")
    return parent.id


def _seen(design: Design, key: str, by: Person) -> int | None:
    """The id of the parent that `by` saw, in the bin too; 0, which none has, for what they cannot have seen.

    One that they may not read they saw as none.
    """
    if not key:
        parent = design.parent
        return parent.id if parent and not may(by, "read", parent) else None
    parsed = parse_key(key)
    if parsed is None:
        return 0
    query = select(Design).join(Design.project)
    found = db.session.scalar(query.where(Project.key == parsed.project, Design.number == parsed.number))
    return found.id if found and may(by, "read", found) else 0


def _put_contributors(design: Design, before: set[int], after: set[int]) -> None:
    links = design_contributor
    if gone := before - after:
        db.session.execute(delete(links).where(links.c.design_id == design.id, links.c.person_id.in_(gone)))
    if new := after - before:
        rows = [{"design_id": design.id, "person_id": person_id} for person_id in sorted(new)]
        db.session.execute(insert(links), rows)
    db.session.expire(design, ["contributors"])
    forget_rights()
    design.version += 1
    design.updated_at = utc_now()


COLUMNS_OF_MANY: dict[str, tuple[str, Callable[[object], str | int | None]]] = {
    "status": ("status", _status),
    "priority": ("priority", _priority),
    "owner": ("owner_id", _owner),
}
