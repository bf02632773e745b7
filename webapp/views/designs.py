"""The list of designs, and the form of a new one."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request, url_for

from webapp.forms.designs import DesignQuery, NewDesignForm
from webapp.models import Design
from webapp.services import designs, listing, offers, projects
from webapp.services.errors import InvalidValue
from webapp.services.permissions import OfDesign, check, may
from webapp.views.choices import Choices
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.rendering import go_to, render, wants_piece
from webapp.views.saved_views import views_of
from webapp.views.writing import refuse_strays, request_key

bp = Blueprint("designs", __name__)

NEW_FIELDS = ("title", "project", "priority", "row")
_ROW = re.compile(r"fresh-[0-9]{1,9}")


@bp.get("/")
def index() -> Response:
    """The list of designs, or the part of it that the address asks for."""
    check(current_person(), "read")
    choices = Choices()
    query = DesignQuery.read(request.args, choices)
    page = listing.list_designs(person=current_person(), **query.filters, sort=query.sort, page=query.page)
    answer = render(
        "designs/index.html",
        "designs/_list.html",
        query=query,
        page=page,
        of=page.of,
        facets=choices.facets,
        views=views_of("designs", query.query),
        listed=True,
        pickable=lambda: any(_may_change(design) for design in page.items),
        everybody=lambda: offers.everybody_around(current_person()),
        projects=lambda: choices.to_fill,
    )
    return at(query.address(), answer)


@bp.get("/designs/new")
def new() -> Response:
    """The form of a new design."""
    check(current_person(), "create")
    return render("designs/new.html", form=_new_form())


@bp.post("/designs")
def create() -> Response:
    """Make a design from its project's template; the list gets its row, a form leads to its page."""
    check(current_person(), "create")
    project = projects.find_project(request.form.get("project", ""))
    if project is not None and may(current_person(), "read", project):
        check(current_person(), "create", project)
    refuse_strays(NEW_FIELDS)
    form = _new_form()
    if form.validate() and project is not None:
        try:
            design = designs.create_design(
                project,
                title=form.text("title"),
                priority=form.text("priority"),
                by=current_person(),
                key=request_key(),
            )
            return _row(design) if wants_piece() else go_to(url_for("documents.show", key=design.key))
        except InvalidValue as error:
            form.refuse(error)
    return render("designs/new.html", "designs/_not_made.html", status=form.status, form=form)


def _may_change(design: OfDesign) -> bool:
    return may(current_person(), "edit", design) or may(current_person(), "own", design)


def _row(design: Design) -> Response:
    """The new design as the list shows it, for the row that it was typed in."""
    [listed] = listing.list_chosen([design.id], person=current_person())
    row = request.form.get("row", "")
    place = row if _ROW.fullmatch(row) else ""
    return render("designs/_made.html", design=listed, row=place, listed=True)


def _new_form() -> NewDesignForm:
    person = current_person()
    form = NewDesignForm(project=request.args.get("project") or projects.default_project_key(person))
    form.offer(projects.projects_to_fill(person))
    return form
