"""The help page: the words, the files, paper, keys and commands."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from webapp import registers
from webapp.checks import CODES
from webapp.config import UPLOAD_BYTES_MAX, UPLOAD_FILES_MAX
from webapp.forms.filtering import read_typed
from webapp.models.design import PRIORITIES, PRIORITY, STATUSES, TITLE_MAX
from webapp.models.document import COLUMNS_MAX, DOCUMENT_BYTES_MAX
from webapp.models.person import PASSWORD_MIN
from webapp.models.project import PROJECT_KEY_MAX
from webapp.services.bin import KEPT_DAYS
from webapp.services.naming import KNOWN_DOCUMENTS, MARKDOWN_ENDINGS
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.permissions import check
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.rendering import go_to, render, wants_piece

bp = Blueprint("help", __name__)

# What the page says of these is asked of the code, so that it stays true.
FACTS: dict[str, Any] = {
    "columns_max": COLUMNS_MAX,
    "document_bytes_max": DOCUMENT_BYTES_MAX,
    "document_names": KNOWN_DOCUMENTS,
    "endings": MARKDOWN_ENDINGS,
    "kept_days": KEPT_DAYS,
    "password_min": PASSWORD_MIN,
    "priorities": PRIORITIES,
    "priority": PRIORITY,
    "project_key_max": PROJECT_KEY_MAX,
    "statuses": STATUSES,
    "title_max": TITLE_MAX,
    "upload_bytes_max": UPLOAD_BYTES_MAX,
    "upload_files_max": UPLOAD_FILES_MAX,
}


@bp.get("/help")
def show() -> Response:
    """The whole page, or of its words those that the filter leaves."""
    check(current_person(), "read")
    q = read_typed(request.args)
    query = typed_over_list(q)
    days = current_app.config["DESIGNBOOK"].session_days
    facts = {**FACTS, "checks": CODES, "registers": registers.REGISTERS, "session_days": days}
    answer = render("help/show.html", "help/_words.html", q=q, fits=lambda text: fits(text, query), **facts)
    return at(url_for("help.show", q=q or None), answer)


@bp.get("/help/keys")
def keys() -> Response:
    """The dialog of the keys, for a script that asks for it; anybody else goes to their chapter."""
    check(current_person(), "read")
    if not wants_piece():
        return go_to(url_for("help.show", _anchor="keys"))
    return render("help/_dialog.html")
