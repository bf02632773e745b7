"""Bringing files in: choosing them, looking at what becomes of them, importing them."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, flash, request, url_for

from webapp.forms.filtering import read_typed
from webapp.forms.imports import ImportForm
from webapp.services import imports, projects, uploads
from webapp.services.errors import InvalidValue
from webapp.services.permissions import check
from webapp.services.uploads import Upload
from webapp.views.filtering import at, is_filtering
from webapp.views.gate import current_person
from webapp.views.rendering import go_to, render, wants_piece
from webapp.views.writing import nothing_else, refuse_strays

bp = Blueprint("imports", __name__)


@bp.get("/imports/new")
def new() -> Response:
    """The form for choosing files."""
    check(current_person(), "create")
    return render("imports/new.html", form=_form())


@bp.post("/imports")
def create() -> Response:
    """Hold what was chosen, and show what would become of it."""
    check(current_person(), "create")
    form = nothing_else(_form())
    if form.validate():
        try:
            upload = imports.prepare_import(
                _data(), form.contents(), project=form.text("project"), by=current_person()
            )
            return go_to(url_for("imports.show", token=upload.token))
        except InvalidValue as error:
            form.refuse(error)
    return render("imports/new.html", status=form.status, form=form)


@bp.get("/imports/<token>")
def show(token: str) -> Response:
    """What would become of the files, how far their import is, or what became of them."""
    upload = uploads.find_upload(_data(), token, by=current_person())
    q = read_typed(request.args)
    answer = _show(upload, "imports/_files.html" if is_filtering() else "imports/_import.html", q)
    return at(url_for("imports.show", token=token, q=q or None), answer)


@bp.post("/imports/<token>/steps")
def run(token: str) -> Response:
    """Bring in the next designs. A piece asks for the next step by itself."""
    uploads.find_upload(_data(), token, by=current_person())  # somebody else's is missing for everybody
    check(current_person(), "create")
    refuse_strays(())
    upload = imports.run_import(_data(), token, by=current_person())
    if not wants_piece():
        return go_to(url_for("imports.show", token=upload.token))
    return _show(upload, "imports/_import.html")


@bp.post("/imports/<token>/deletion")
def cancel(token: str) -> Response:
    """Forget the files. Designs that are in stay in."""
    uploads.find_upload(_data(), token, by=current_person())
    refuse_strays(())
    uploads.drop_upload(_data(), token, by=current_person())
    flash("The import is cancelled, and the files are gone from this server.")
    return go_to(url_for("imports.new"))


def _show(upload: Upload, piece: str, q: str = "") -> Response:
    shown, of = imports.narrow_reports(upload, q), len(imports.reports_of(upload))
    return render("imports/show.html", piece, upload=upload, shown=shown, of=of, q=q)


def _form() -> ImportForm:
    person = current_person()
    form = ImportForm(project=projects.default_project_key(person))
    form.offer(projects.projects_to_fill(person))
    return form


def _data() -> Path:
    data: Path = current_app.config["DESIGNBOOK"].data
    return data
