"""One text edited where it stands, a cell or a heading: its form, and what becomes of what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request

from webapp.forms.editing import TextForm
from webapp.services.editing.saved import Saved
from webapp.services.errors import CellConflict, Gone, InvalidValue
from webapp.services.history import RequestKey
from webapp.services.places import Place
from webapp.views.editors import Editor, EditorKind
from webapp.views.pieces import home
from webapp.views.rendering import render
from webapp.views.writing import request_key, sent

Save = Callable[[str, str, RequestKey | None], Saved]
"""Given what was typed, what the editor opened with, and the request's key: the service's call."""


@dataclass(frozen=True, slots=True)
class Editing:
    """A text of a document and how it is edited.

    `label` says what it is, `text` is the Markdown that stands there, `id` the element that shows it;
    `address` is where it is sent to, `anchor` what a page goes back to. `column` is the cell's, '' for what
    is none.
    """

    place: Place
    label: str
    text: str
    id: str
    address: str
    editor: Editor | EditorKind
    anchor: str
    column: str = ""

    @property
    def kind(self) -> EditorKind:
        """The kind of its editor. A text that says neither yes nor no cannot be toggled."""
        if not isinstance(self.editor, Editor):
            return self.editor
        if self.editor.kind == "flag" and self.text not in {"", self.editor.yes, self.editor.no}:
            return "text"
        return self.editor.kind


def show_form(editing: Editing) -> Response:
    """The form, alone for a script, else on a page with what the text stands in."""
    return _form(editing, text=editing.text, base=editing.text)


def save_text(editing: Editing, save: Save, answer: Callable[[Saved], Response]) -> Response:
    """Save what was sent, and answer it; the form again where it was refused, both texts where two wrote."""
    try:
        form = sent(TextForm())
        saved = save(str(form.typed.data), str(form.base.data), request_key())
    except InvalidValue as error:
        return show_refused(editing, request.form.get("text", ""), error)
    except (CellConflict, Gone) as conflict:
        return show_conflict(editing, conflict)
    return answer(saved)


def show_refused(editing: Editing, text: str, error: InvalidValue) -> Response:
    """The form with what was typed and why it is refused."""
    base = request.form.get("base", editing.text)
    return _form(editing, text=text, base=base, error=error.message, status=422)


def show_conflict(editing: Editing, conflict: CellConflict | Gone) -> Response:
    """Both texts. The address stays that of the cell; for a row that is gone it puts the row back."""
    return render(
        "editing/conflict.html", "editing/_conflict.html", 409, conflict=conflict, **_context(editing)
    )


def _form(editing: Editing, *, text: str, base: str, error: str = "", status: int = 200) -> Response:
    return render(
        "editing/form.html",
        "blocks/_cell_form.html",
        status,
        text=text,
        base=base,
        error=error,
        key=request.form.get("key", ""),
        **_context(editing),
    )


def _context(editing: Editing) -> dict[str, object]:
    editor, at = editing.editor, editing.place
    return {
        "kind": editing.kind,
        "yes": editor.yes if isinstance(editor, Editor) else "",
        "no": editor.no if isinstance(editor, Editor) else "",
        "label": editing.label,
        "address": editing.address,
        "place": editing.id,
        "back": home(at.document, editing.anchor),
        "column": editing.column,
        "design": at.design,
        "document": at.document,
        "section": at.section,
        "block": at.block,
        "row": at.row,
    }
