"""Saved views: the chips above a list, the pages that name one, now or anew, and the page that forgets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, request, url_for

from webapp.forms.saved_views import FIELDS, ViewForm, ViewNameForm
from webapp.models import Project, SavedView
from webapp.registers import NAMES
from webapp.services import saved_views
from webapp.services.errors import InvalidValue, Missing, NotAllowed
from webapp.services.projects import projects_to_fill
from webapp.services.saved_views import (
    ListedView,
    NameTaken,
    design_of_list,
    in_one_spelling,
    list_views,
    may_change,
    may_see,
)
from webapp.views.gate import current_person
from webapp.views.loading import project_to_fill
from webapp.views.rendering import go_to, render
from webapp.views.writing import refuse_strays

bp = Blueprint("saved_views", __name__)

LISTS: Mapping[str, tuple[str, str]] = {
    "designs": ("/", "Designs"),
    "bin": ("/designs/bin", "Bin"),
    "findings": ("/findings", "Findings"),
    **{f"registers/{name}": (f"/registers/{name}", name.capitalize()) for name in NAMES},
}
"""The lists of which views are kept: where each is, and what it is called."""


@dataclass
class Views:
    """What the partials of views/ ask for: the views of a list, and how it is narrowed now.

    Nothing is asked of the database before somebody looks at `listed`.
    """

    list_name: str
    query: str

    @cached_property
    def listed(self) -> list[ListedView]:
        """The views that the person may see."""
        return list_views(self.list_name, person=current_person())

    @property
    def new_address(self) -> str:
        """Where this list is given a name, narrowed as it is now."""
        return url_for("saved_views.new", list=self.list_name, query=self.query)

    def address(self, query: str) -> str:
        """Where the list is, narrowed by another query."""
        return _address(self.list_name, query)


def views_of(list_name: str, query: Mapping[str, Any]) -> Views:
    """The context of the partials of views/, for a list as its address names it."""
    return Views(list_name, in_one_spelling(urlencode(query, doseq=True)))


@bp.get("/views/new")
def new() -> Response:
    """The form that gives a list a name."""
    return _draw(_form(request.args.get("list", ""), request.args.get("query", "")))


@bp.post("/views")
def create() -> Response:
    """Keep a list under a name; where the name is taken, ask whether it is to be replaced."""
    refuse_strays(FIELDS)
    form = _form(request.form.get("list", ""), request.form.get("query", ""))
    if form.validate():
        try:
            view = saved_views.save_view(
                form.text("list"),
                name=form.text("name"),
                query=form.text("query"),
                project=_project(form),
                replacing=form.replaced,
                by=current_person(),
            )
            flash(f"Saved as “{view.name}”. It stands above the list now.")
            return go_to(_address(view.list, view.query))
        except NameTaken as taken:
            form.replacing.data = str(taken.view_id)
            form.refuse(taken)
        except InvalidValue as error:
            form.refuse(error)
    return _draw(form)


@bp.get("/views/<id:view_id>/name")
def edit_name(view_id: int) -> Response:
    """The form of a view’s name: a page, or for a script what takes the place of its chip."""
    view = _changeable(view_id)
    return _draw_name(view, ViewNameForm(formdata=None, name=view.name))


@bp.post("/views/<id:view_id>/name")
def rename(view_id: int) -> Response:
    """Give a view another name, and go back to its list as it shows it."""
    view, form = _changeable(view_id), ViewNameForm()
    refuse_strays(["name"])
    if form.validate():
        try:
            view = saved_views.rename_view(view, name=form.text("name"))
            flash(f"The view is called “{view.name}” now.")
            return go_to(_address(view.list, view.query))
        except InvalidValue as error:
            form.refuse(error)
    return _draw_name(view, form)


@bp.get("/views/<id:view_id>/deletion")
def confirm(view_id: int) -> Response:
    """Say what deleting a view means, and ask."""
    view = _changeable(view_id)
    return render("views/confirm.html", **_where(view))


@bp.post("/views/<id:view_id>/deletion")
def delete(view_id: int) -> Response:
    """Forget a view, and go back to its list as it shows it."""
    view = _changeable(view_id)
    refuse_strays(())
    name, back = view.name, _address(view.list, view.query)
    saved_views.delete_view(view)
    flash(f"The view “{name}” is deleted.")
    return go_to(back)


def _form(list_name: str, query: str) -> ViewForm:
    """The form of a list that there is, with the projects that the person may save it for. Raises Missing."""
    _address(list_name, "")
    person = current_person()
    form = ViewForm(project=request.args.get("project", ""))
    form.offer((each.key, each.label) for each in projects_to_fill(person))
    form.list.data, form.query.data = list_name, query
    return form


def _draw(form: ViewForm) -> Response:
    list_name = form.text("list")
    back = _address(list_name, in_one_spelling(form.text("query")))
    return render("views/new.html", status=form.status, form=form, list=_words(list_name), back=back)


def _draw_name(view: SavedView, form: ViewNameForm) -> Response:
    return render("views/rename.html", "views/_name.html", status=form.status, form=form, **_where(view))


def _where(view: SavedView) -> dict[str, Any]:
    return {"view": view, "back": _address(view.list, view.query), "list": _words(view.list)}


def _project(form: ViewForm) -> Project | None:
    key = form.text("project")
    return project_to_fill(key) if key else None


def _changeable(view_id: int) -> SavedView:
    """A view that the person may change. Raises Missing for one that they may not see, or whose list not."""
    view, person = saved_views.find_view(view_id), current_person()
    if view is None or not may_see(view, person):
        raise Missing
    _address(view.list, "")
    if not may_change(view, person):
        raise NotAllowed
    return view


def _address(list_name: str, query: str) -> str:
    """Where a list is, narrowed by `query`. Raises Missing for a list of which there are no views."""
    known = LISTS.get(list_name)
    path = known[0] if known else url_for("changes.index", key=_design_of(list_name))
    return f"{path}?{query}" if query else path


def _words(list_name: str) -> str:
    return LISTS[list_name][1] if list_name in LISTS else f"Changes of {_design_of(list_name)}"


def _design_of(list_name: str) -> str:
    """`changes/FEAT-014` → FEAT-014, where the person may read it. Raises Missing."""
    design = design_of_list(list_name, current_person())
    if design is None:
        raise Missing
    return design.key
