"""Undo and redo: of what one did last in a design, and of any batch."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from webapp.forms.undoing import UndoForm
from webapp.models import Design
from webapp.services import undoing
from webapp.services.changes.conflicts import tell_conflict
from webapp.services.changes.telling import headline_of
from webapp.services.editing.saved import Saved
from webapp.services.errors import UndoConflict
from webapp.services.listing import list_chosen
from webapp.services.standing import by_document
from webapp.services.undoing import Undone
from webapp.utils.addresses import own_path_of
from webapp.views.gate import current_person
from webapp.views.loading import redirect_to_one_spelling, undoable_batch, undoable_design
from webapp.views.pieces import pieces_of
from webapp.views.rendering import go_to, render, wants_piece
from webapp.views.writing import refuse_strays, request_key, sent, with_batch

bp = Blueprint("undo", __name__)
bp.before_request(redirect_to_one_spelling)

NOTHING_TO_UNDO = "There is nothing of yours to undo in {}."
NOTHING_TO_REDO = "There is nothing to do again in {}: redo ends with the next edit."


@bp.post("/designs/<key:key>/undo")
def undo(key: str) -> Response:
    """Take back what one did last in a design."""
    return _last(key, undoing.undo_last, NOTHING_TO_UNDO)


@bp.post("/designs/<key:key>/redo")
def redo(key: str) -> Response:
    """Do again what one undid last in a design."""
    return _last(key, undoing.redo_last, NOTHING_TO_REDO)


@bp.post("/batches/<id:batch_id>/undo")
def undo_batch(batch_id: int) -> Response:
    """Take one batch back, or of it what others did not build on."""
    design, form = undoable_batch(batch_id)[1], sent(UndoForm())
    return _answer(
        design,
        lambda: undoing.undo_batch(
            batch_id, by=current_person(), key=request_key(), rest=bool(form.rest.data)
        ),
    )


def _last(key: str, work: Callable[..., Undone], nothing: str) -> Response:
    design = undoable_design(key)
    refuse_strays(())
    return _answer(
        design, lambda: work(design, by=current_person(), key=request_key()), nothing.format(design.key)
    )


def _answer(design: Design, work: Callable[[], Undone], nothing: str = "") -> Response:
    """The pieces that changed and a word of what was undone; without scripts the page that asked, with it."""
    try:
        undone = work()
    except UndoConflict as conflict:
        return _conflict(design, conflict)
    words = headline_of(undone.batch_id, person=current_person()) if undone.undone_id else nothing
    if not wants_piece():
        flash(words)
        return go_to(_asking_page(design))
    answer = make_response(_pieces(undone) + _toast(design, undone, words))
    answer.vary.add("HX-Request-Type")
    return with_batch(answer, undone.batch_id)


def _conflict(design: Design, conflict: UndoConflict) -> Response:
    """Who built on it, by the first cell or piece that stands in the way, and what can be undone."""
    hindrances = tell_conflict(conflict)
    first = next(iter(hindrances), None)
    return render(
        "changes/conflict.html",
        "changes/_conflict.html",
        409,
        design=design,
        conflict=conflict,
        hindrances=hindrances,
        place="-".join(map(str, filter(None, [*first.piece, first.column]))) if first else "",
        back=_asking_page(design),
    )


def _pieces(undone: Undone) -> str:
    if _here().partition("?")[0] == url_for("designs.index"):
        ids = sorted({each.piece_id for each in undone.touched if each.what == "design"})
        listed = list_chosen(ids, person=current_person()) if ids else []
        return render_template("changes/_rows.html", designs=listed, listed=True, picked=False)
    return "".join(
        pieces_of(document_id, Saved(undone.batch_id, tuple(touched)))
        for document_id, touched in by_document(undone.touched).items()
    )


def _toast(design: Design, undone: Undone, words: str) -> str:
    is_redo = words.startswith("Done again")
    return render_template(
        "changes/_undone.html",
        design=design,
        words=words,
        back_and_forth="undo" if is_redo else "redo" if undone.undone_id else "",
        reload=any(each.what == "document" for each in undone.touched),
    )


def _asking_page(design: Design) -> str:
    """The page that asked, which is loaded again; the list where its design has gone to the bin."""
    if design.deleted_at is not None:
        return url_for("designs.index")
    return _here() or url_for("changes.index", key=design.key)


def _here() -> str:
    """The page that the person looks at; '' where the request does not say."""
    said = request.headers.get("HX-Current-URL") or request.referrer
    return own_path_of(said) if said else ""
