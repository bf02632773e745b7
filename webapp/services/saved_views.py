"""Saved views: what an address asks of a list, under a name, for one person or for a whole project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from webapp.extensions import db
from webapp.models import Design, Person, Project, SavedView
from webapp.models.types import utc_now
from webapp.models.view import VIEW_NAME_MAX, VIEW_QUERY_MAX
from webapp.registers import NAMES
from webapp.services.designs import find_design
from webapp.services.errors import InvalidValue, Missing
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.permissions import check, may
from webapp.services.transactions import take_turns, transaction
from webapp.utils.folding import fold
from webapp.utils.lines import one_line

VIEWS_MAX = 50
"""How many views of one list a person may have, and a project."""
LISTS = ("designs", "bin", "findings", *(f"registers/{name}" for name in NAMES))
"""The lists over all designs of which views are kept, by their names."""
NOT_KEPT = frozenset({"page", "csrf_token"})
_FIELDS_MAX = 100
_TURN = 5_301_043
"""The turn of whoever saves a view: that no other has its name rests on rows that are not there yet."""


class NameTaken(InvalidValue):
    """The list has a view of this name already; saved again with `view_id` as `replacing`, it is replaced."""

    def __init__(self, view: SavedView) -> None:
        whose = f"{view.project.label} has" if view.project else "You have"
        super().__init__(
            "name",
            f"{whose} a view “{view.name}” of this list. Save once more to replace it, or choose another "
            "name.",
        )
        self.view_id = view.id


@dataclass(frozen=True, slots=True)
class ListedView:
    """A view above its list. `project` is the key of the one it is for, None where it is its person's alone.

    `editable` says whether the person who looks may rename and delete it.
    """

    id: int
    name: str
    query: str
    project: str | None
    editable: bool


def in_one_spelling(query: str) -> str:
    """What stands behind a question mark, in the one order and encoding: without page and empty fields.

    Raises InvalidValue where it has more fields than any list asks for.
    """
    try:
        pairs = parse_qsl(query, max_num_fields=_FIELDS_MAX)
    except ValueError as error:
        raise InvalidValue(
            "query", f"An address with more than {_FIELDS_MAX} fields cannot be kept."
        ) from error
    return urlencode(sorted({(name, value) for name, value in pairs if name not in NOT_KEPT}))


def design_of_list(list_name: str, person: Person) -> Design | None:
    """The design whose changes a list of this name tells; None for a list over all designs.

    Raises Missing for a list of which no views are kept, and for a design that `person` may not read.
    """
    if list_name in LISTS:
        return None
    start, _, key = list_name.partition("/")
    design = find_design(key) if start == "changes" else None
    if design is None or not may(person, "read", design):
        raise Missing
    return design


def all_views(person: Person, *, list_name: str = "", q: str = "") -> list[SavedView]:
    """The views that `person` may see, by list and name: of all lists, or of one.

    `q` is what is typed over a list, and is looked for in names. Raises InvalidValue for what cannot be.
    """
    query = typed_over_list(q)
    asked = select(SavedView).options(joinedload(SavedView.project))
    found = db.session.scalars(asked.where(SavedView.list == list_name) if list_name else asked)
    seen = [view for view in found if may_see(view, person) and fits(view.name, query)]
    return sorted(seen, key=lambda view: (view.list, fold(view.name), view.id))


def list_views(list_name: str, *, person: Person) -> list[ListedView]:
    """The views of a list that `person` may see, by name: their own, then those of projects they may read."""
    found = db.session.scalars(
        select(SavedView)
        .options(joinedload(SavedView.project))
        .where(
            SavedView.list == list_name,
            or_(SavedView.project_id.is_not(None), SavedView.person_id == person.id),
        )
    )
    listed = [
        ListedView(
            view.id,
            view.name,
            view.query,
            view.project.key if view.project else None,
            may_change(view, person),
        )
        for view in found
        if may_see(view, person)
    ]
    return sorted(
        listed, key=lambda view: (view.project is not None, fold(view.name), view.project or "", view.id)
    )


def find_view(view_id: int) -> SavedView | None:
    """The view with this id; None where there is none."""
    return db.session.get(SavedView, view_id)


def may_see(view: SavedView, person: Person) -> bool:
    """Whether a view is the person's own, or of a project that they may read."""
    return may(person, "read", view.project) if view.project else view.person_id == person.id


def may_change(view: SavedView, person: Person) -> bool:
    """Whether a view is the person's own, or of a project that they maintain.

    Of one that they saved for a project it is so as long as they may save views for it.
    """
    if view.project is None:
        return view.person_id == person.id
    return may(person, "create" if view.person_id == person.id else "maintain", view.project)


def save_view(
    list_name: str,
    *,
    name: str,
    query: str,
    project: Project | None,
    replacing: int | None = None,
    by: Person,
) -> SavedView:
    """Keep what `query` asks of a list under a name: for `project`, or for `by` alone.

    Names are told apart without case and accents. Raises NameTaken unless `replacing` is the id of the view
    that has this name already, and InvalidValue for a name or query that cannot be kept, or a view too many.
    """
    name, query = _clean_name(name), in_one_spelling(query)
    if len(query) > VIEW_QUERY_MAX:
        raise InvalidValue("name", "What this list is narrowed to is too long to be kept; use fewer words.")
    with transaction():
        if project is not None:
            check(by, "create", project)
        take_turns(_TURN)
        others = _of_same(list_name, project, by)
        view = next((each for each in others if fold(each.name) == fold(name)), None)
        if view is None:
            if len(others) >= VIEWS_MAX:
                raise InvalidValue(
                    "name", f"There are {VIEWS_MAX} views of this list already. Delete one first."
                )
            view = SavedView(list=list_name, project_id=project.id if project else None)
        elif not may_change(view, by):
            raise InvalidValue("name", f"Somebody else’s view is called “{view.name}”. Choose another name.")
        elif view.id != replacing:
            raise NameTaken(view)
        view.name, view.query, view.person_id, view.created_at = name, query, by.id, utc_now()
        db.session.add(view)
        db.session.flush()
    return view


def rename_view(view: SavedView, *, name: str) -> SavedView:
    """Give a view another name; what it asks of its list, and whose it is, stays.

    Raises InvalidValue for a name that cannot be, or that another view of the list has for the same people;
    Missing where somebody has deleted it meanwhile.
    """
    view_id, name = view.id, _clean_name(name)
    with transaction():
        take_turns(_TURN)
        found = find_view(view_id)
        if found is None:
            raise Missing
        others = _of_same(found.list, found.project, found.person)
        if any(each.id != view_id and fold(each.name) == fold(name) for each in others):
            raise InvalidValue("name", f"Another view of this list is called “{name}”. Choose another name.")
        found.name = name
    return found


def delete_view(view: SavedView) -> None:
    """Forget a view; the list that it shows stays as it is."""
    view_id = view.id
    with transaction():
        found = find_view(view_id)
        if found is not None:  # somebody else may have been faster
            db.session.delete(found)


def _of_same(list_name: str, project: Project | None, by: Person) -> Sequence[SavedView]:
    """The views among which a name is given once: those of the project, or the person's own."""
    whose: ColumnElement[bool] = (
        SavedView.project_id == project.id
        if project
        else SavedView.project_id.is_(None) & (SavedView.person_id == by.id)
    )
    return db.session.scalars(
        select(SavedView).options(joinedload(SavedView.project)).where(SavedView.list == list_name, whose)
    ).all()


def _clean_name(name: str) -> str:
    try:
        name = one_line(name)
    except ValueError as error:
        raise InvalidValue("name", str(error)) from error
    if len(name) > VIEW_NAME_MAX:
        raise InvalidValue("name", f"A name has at most {VIEW_NAME_MAX} characters; this has {len(name)}.")
    return name
