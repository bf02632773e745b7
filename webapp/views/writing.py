"""What the views that write share: what the request is called, what it may bring, which batch it made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from typing import TypeVar
from uuid import uuid4

from flask import Flask, Response, request
from werkzeug.exceptions import UnsupportedMediaType
from wtforms import FileField, MultipleFileField

from webapp.forms.base import Form
from webapp.forms.editing import EditForm
from webapp.models.batch import KEY_MAX
from webapp.services.errors import InvalidValue
from webapp.services.history import RequestKey
from webapp.views.encoding import URLENCODED

BATCH_HEADER = "Designbook-Batch"
KEY_HEADER = "Idempotency-Key"

ALWAYS_KNOWN = frozenset({"base", "csrf_token", "key"})

_KEY = re.compile(rf"[A-Za-z0-9_-]{{1,{KEY_MAX}}}")
_NAME_LETTERS = 40
_SEVERAL = frozenset({"Ids", "Columns"})
_MULTIPART = "multipart/form-data"

EditFormT = TypeVar("EditFormT", bound=EditForm)
FormT = TypeVar("FormT", bound=Form)


def init_app(app: Flask) -> None:
    """Give the templates names for requests."""
    app.jinja_env.globals["new_key"] = new_key


def request_key() -> RequestKey | None:
    """What this request is called, by its header or its form's hidden field; None where it has no name.

    Raises InvalidValue for a name that cannot be one.
    """
    key = request.headers.get(KEY_HEADER) or request.form.get("key", "")
    if not key:
        return None
    if not _KEY.fullmatch(key):
        raise InvalidValue("key", f"{KEY_HEADER} has 1 to {KEY_MAX} letters, digits and hyphens.")
    return RequestKey(key, _fingerprint())


def new_key() -> str:
    """A name for a request that a form is about to make: pressed twice, its button does one thing."""
    return uuid4().hex


def refuse_strays(
    known: Iterable[str],
    *,
    several: Iterable[str] = (),
    in_address: Iterable[str] = (),
    files: Collection[str] = (),
) -> None:
    """Refuse a request that brings what nothing here asks for: one rule for whatever writes.

    Its form has fields that are `known`, `several` times where those names are among them, or that are
    ALWAYS_KNOWN; its address has those of `in_address`, and it may bring files as `files`. Raises
    InvalidValue for any other field and for one that comes twice, UnsupportedMediaType for what is no form,
    or one with files where none are asked for.
    """
    # Of the one kind of form it was looked at whether it is UTF-8; the other is for files.
    kinds = {URLENCODED, _MULTIPART} if files else {URLENCODED}
    if request.content_length and request.mimetype not in kinds:
        raise UnsupportedMediaType
    if stray := sorted(set(request.args) - set(in_address)):
        raise InvalidValue(
            stray[0], f"Send {stray[0][:_NAME_LETTERS]} as a field of the form, or not at all."
        )
    if unknown := sorted((set(request.form) - ALWAYS_KNOWN - set(known)) | (set(request.files) - set(files))):
        names = ", ".join(name[:_NAME_LETTERS] for name in unknown)
        raise InvalidValue(unknown[0], f"Nothing here is called {names}. Leave it out; nothing was changed.")
    for name in sorted({*request.form, *request.files} - set(several)):
        if len(request.form.getlist(name)) + len(request.files.getlist(name)) > 1:
            raise InvalidValue(name, f"“{name}” came more than once. Send it once; nothing was changed.")
    if "\0" in request.form.get("base", ""):  # what was typed is looked at by whoever stores it
        raise InvalidValue("base", "“base” is no text that was ever stored. Load the page again, then retry.")


def nothing_else(form: FormT, *, in_address: Iterable[str] = ()) -> FormT:
    """The form, of a request that brings nothing that it has not. Raises as `refuse_strays` does.

    A page that only shows the form takes nothing from its request, and refuses nothing.
    """
    if form.is_submitted():
        refuse_strays(
            [field.name for field in form],
            several=[
                field.name for field in form if field.type in _SEVERAL or isinstance(field, MultipleFileField)
            ],
            in_address=in_address,
            files={field.name for field in form if isinstance(field, FileField)},
        )
    return form


def sent(form: EditFormT) -> EditFormT:
    """The form as it was sent. Raises as `nothing_else` does, and for a field missing or unreadable."""
    nothing_else(form).check()
    return form


def with_batch(answer: Response, batch_id: int | None) -> Response:
    """The answer, naming the batch that was made: so a page knows its own newest one."""
    if batch_id is not None:
        answer.headers[BATCH_HEADER] = str(batch_id)
    return answer


def _fingerprint() -> str:
    """A hash of what is asked for: the same request sent again has the same."""
    asked = sorted(
        (name, value) for name, value in request.form.items(multi=True) if name not in _NEW_EACH_TIME
    )
    said = repr((request.path, asked)).encode("utf-8", "backslashreplace")
    return hashlib.sha256(said).hexdigest()


# A page that was loaded anew sends another token.
_NEW_EACH_TIME = ALWAYS_KNOWN - {"base"}
