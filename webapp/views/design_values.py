"""A design's own values, each edited where it stands: title, status, priority, owner and so on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from wtforms import SelectMultipleField

from webapp.forms.design_values import FORMS, LockForm, ValueForm
from webapp.forms.filtering import read_typed
from webapp.models import Design
from webapp.services.design_values.columns import set_owner, set_priority, set_status
from webapp.services.design_values.contributors import set_contributors
from webapp.services.design_values.lock import set_locked
from webapp.services.design_values.parent import set_parent
from webapp.services.design_values.title import set_title
from webapp.services.editing.saved import Saved
from webapp.services.errors import CellConflict, InvalidValue
from webapp.services.permissions import may
from webapp.views import pickers
from webapp.views.gate import current_person
from webapp.views.loading import design_to_set, own_design, redirect_to_one_spelling
from webapp.views.rendering import dom_id, go_to, render, wants_piece
from webapp.views.writing import refuse_strays, request_key, sent, with_batch

bp = Blueprint("design_values", __name__)
bp.before_request(redirect_to_one_spelling)

LOCKED = "Locked: only its owner and contributors edit it now."
UNLOCKED = "Unlocked: every author of the project edits it now."
LISTED = "list"
"""What an address says that is asked from the list: a title is a link there."""
NAMES = {"owner": "owner_id"}
"""What changes call a value, where an address calls it otherwise."""
ADDRESS = f"/designs/<key:key>/<any({','.join(FORMS)}):field>"


@bp.get(ADDRESS)
def edit(key: str, field: str) -> Response:
    """The form of one value; for a script the list to choose from, or the editor of the title."""
    design = design_to_set(key, NAMES.get(field, field))
    form = FORMS[field](formdata=None)
    form.base.data = pickers.stored(design, field)
    if field == "title":
        form.field.data = design.title
        return _title(design, form)
    if wants_piece():
        return _picker(design, field)
    now = pickers.chosen(design, field)
    form.field.data = now if field == "contributors" else "".join(now)
    return _page(design, field, form)


@bp.route(ADDRESS, methods=["PUT", "POST"])
def update(key: str, field: str) -> Response:
    """Set one value."""
    design = design_to_set(key, NAMES.get(field, field))
    form = FORMS[field]()
    try:
        saved = _set(design, field, _sent(form))
    except InvalidValue as error:
        return _refused(design, field, form, error)
    except CellConflict as conflict:
        return _conflict(design, field, form, conflict)
    if not wants_piece():
        return go_to(url_for("documents.show", key=design.key))
    return with_batch(_piece(design, "designs/values/_value.html", field=field), saved.batch_id)


@bp.post("/designs/<key:key>/lock")
def lock(key: str) -> Response:
    """Lock a design to its owner and contributors, or open it to all authors again."""
    design, form = own_design(key), sent(LockForm())
    saved = set_locked(design, form.locked.data == "yes", by=current_person(), key=request_key())
    if not wants_piece():
        flash(LOCKED if design.locked_at else UNLOCKED)
    return with_batch(go_to(_home(design)), saved.batch_id)


def _sent(form: ValueForm) -> str:
    """What was typed or chosen. Nothing is a choice only where several things can be chosen."""
    name, many = form.field.name, isinstance(form.field, SelectMultipleField)
    refuse_strays([name], several=[name] if many else (), in_address=[LISTED])
    missing = {"base", name} - set(request.form) - ({name} if many else set())
    if missing:
        raise InvalidValue(min(missing), f"“{min(missing)}” is missing. Load the page again, then retry.")
    return form.given


def _set(design: Design, field: str, given: str) -> Saved:
    base = request.form["base"]
    who: dict[str, Any] = {"by": current_person(), "key": request_key()}
    match field:
        case "title":
            return set_title(design, given, base=base, **who)
        case "status":
            return set_status(design, given, base=base, **who)
        case "priority":
            return set_priority(design, given, base=base, **who)
        case "owner":
            return set_owner(design, _id(given), base=_id(base), **who)
        case "contributors":
            return set_contributors(design, _ids(given), base=_ids(base), **who)
        case _:
            return set_parent(design, given, base=base, **who)


def _refused(design: Design, field: str, form: ValueForm, error: InvalidValue) -> Response:
    form.field.errors = [error.message]
    if field == "title":
        return _title(design, form, status=422)
    if wants_piece():
        return _piece(design, "designs/values/_refused.html", 422, message=error.message)
    return _page(design, field, form, status=422)


def _conflict(design: Design, field: str, form: ValueForm, conflict: CellConflict) -> Response:
    """Both values, to choose from. A page’s form goes on from theirs: sent again it sets mine."""
    if field == "title" and wants_piece():
        address = f"{_home(design)}/title{f'?{LISTED}' if LISTED in request.args else ''}"
        return _piece(design, "editing/_conflict.html", 409, conflict=conflict, address=address)
    theirs = pickers.option_of(field, conflict.theirs)
    form.base.data = theirs.value
    who = conflict.by or "Somebody else"
    if wants_piece():
        mine = pickers.option_of(field, conflict.mine)
        context = {
            "field": field,
            "form": form,
            "who": who,
            "at": conflict.at,
            "theirs": theirs,
            "mine": mine,
        }
        return _piece(design, "designs/values/_conflict.html", 409, **context)
    form.field.errors = [f"{who} made it “{theirs.words}” meanwhile. Save once more to set yours."]
    return _page(design, field, form, status=409)


def _page(design: Design, field: str, form: ValueForm, status: int = 200) -> Response:
    if field in {"owner", "contributors"}:
        form.offer(pickers.everybody(field, design.project_id))
    home = _home(design)
    return render(
        "designs/values/edit.html",
        status=status,
        design=design,
        form=form,
        home=home,
        address=f"{home}/{field}",
    )


def _title(design: Design, form: ValueForm, status: int = 200) -> Response:
    """The title's editor: a page, or what a script lays over the title."""
    if not wants_piece():
        return _page(design, "title", form, status)
    return _piece(
        design,
        "designs/values/_title_form.html",
        status,
        kind="line",
        address=f"{_home(design)}/title",
        back=_home(design),
        text=form.field.data or "",
        base=form.base.data or "",
        key="",
        label=f"Title of {design.key}",
        error=" ".join(form.field.errors),
        place=dom_id(design, "title"),
    )


def _picker(design: Design, field: str) -> Response:
    return _piece(
        design,
        "designs/values/_options.html",
        field=field,
        label=FORMS[field]().field.label.text,
        options=pickers.options(design, field, read_typed(request.args)),
        chosen=pickers.chosen(design, field),
        asked=True,
    )


def _piece(design: Design, template: str, status: int = 200, **context: Any) -> Response:
    """A piece of the design’s page or, where the address says so, of the list."""
    listed = LISTED in request.args
    person = current_person()
    shared = {
        "design": design,
        "home": _home(design),
        "editable": may(person, "edit", design),
        "owned": may(person, "own", design),
        "listed": listed,
    }
    return render(template, status=status, **shared, **context)


def _home(design: Design) -> str:
    return url_for("documents.show", key=design.key)


def _id(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InvalidValue("value", "There is no such choice; choose from the list.")
    return int(text) if text else None


def _ids(text: str) -> list[int]:
    return [number for word in text.split() if (number := _id(word)) is not None]
