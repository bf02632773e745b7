"""What went wrong → status, in three dresses: page, piece, JSON.

The words of a status are the same whatever raised it, so that an answer never tells more than it
should; only the messages of our own services, written for people, are passed on.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.api.answers import JSON, in_json
from webapp.api.errors import Refused, envelope
from webapp.config import UPLOAD_BYTES_MAX, UPLOAD_FILES_MAX
from webapp.limits import seconds_to_wait
from webapp.logs import request_id
from webapp.services.errors import (
    NOT_ALLOWED,
    Busy,
    Conflict,
    DesignbookError,
    Hidden,
    InvalidValue,
    Missing,
    NotAllowed,
    TooLarge,
    TooSlow,
)
from webapp.services.transactions import BUSY_MESSAGE, is_lock_or_full
from webapp.utils.addresses import own_path_of
from webapp.utils.sizes import in_words
from webapp.views.rendering import wants_json, wants_piece

STATUS: dict[type[DesignbookError], int] = {
    Missing: 404,
    NotAllowed: 403,
    InvalidValue: 422,
    Conflict: 409,
    TooLarge: 413,
    Busy: 503,
    TooSlow: 503,
}

# What stands over a page, and what a person reads when no service said more. Programs read api.errors.NAMES.
WORDS = {
    400: ("This request makes no sense", "Go back, load the page again and retry."),
    401: ("You are not signed in", "Your session has ended. Sign in, then try again."),
    403: ("You may not do this", NOT_ALLOWED),
    404: (
        "There is nothing here",
        "The address is mistyped, or what was here is gone or not shared with you.",
    ),
    405: (
        "This cannot be done here",
        "Go back, load the page again and try once more.",
    ),
    409: ("Somebody else changed this", "Load the page again to see what it is now."),
    413: (
        "This is too large",
        f"A request has at most {in_words(UPLOAD_BYTES_MAX)} and {UPLOAD_FILES_MAX:,} files. "
        "Import fewer at once, or use the command designbook import.",
    ),
    415: ("This kind of content is not understood", "Send it as a form or a file."),
    422: ("Something here is not valid", "Go back and correct what you typed."),
    429: ("Too many tries", "Wait a minute, then try again."),
    500: (
        "Something went wrong on the server",
        "Nothing was changed. Try again; if it happens again, tell whoever runs this server.",
    ),
    503: ("The server is busy", BUSY_MESSAGE),
}
CSRF_WORDS = "This page is older than your session. Load it again, then try once more. Nothing was changed."
BUSY_SECONDS = 2


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DesignbookError, answer_domain_error)
    app.register_error_handler(Refused, answer_refused)
    app.register_error_handler(CSRFError, answer_csrf_error)
    app.register_error_handler(OperationalError, answer_database_error)
    app.register_error_handler(PoolTimeout, answer_database_error)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(InternalServerError, answer_crash)


def answer_domain_error(error: DesignbookError) -> ResponseReturnValue:
    """A service refused. Missing is always said in the same words: a stranger learns nothing from them.

    What has no status is a fault (Damaged): it is logged and answered like one.
    """
    if isinstance(error, Hidden):
        g.hidden = error.about  # noted once the answer is sent: views/audit.py
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), None)
    if status is None:
        raise error
    details = [{"field": error.field, "message": error.message}] if isinstance(error, InvalidValue) else None
    response = _answer(status, "" if status == 404 else error.message, details)
    if isinstance(error, TooSlow):
        response.headers.pop("Retry-After")  # the same would take as long again
    return response


def answer_refused(error: Refused) -> ResponseReturnValue:
    """The API refused, and says what there is now."""
    try:
        return Response(in_json(error.body()), error.status, mimetype=JSON)
    except DesignbookError as gone:
        return answer_domain_error(gone)


def answer_csrf_error(error: CSRFError) -> ResponseReturnValue:
    """A form without the token of this session, or with another's."""
    return _answer(403, CSRF_WORDS)


def answer_database_error(error: OperationalError | PoolTimeout) -> ResponseReturnValue:
    """A database that is locked or full is a 503; anything else it says is a fault, and 500."""
    if isinstance(error, OperationalError) and not is_lock_or_full(error):
        raise error
    current_app.logger.warning("The database is locked, full or out of connections: %s", type(error).__name__)
    return _answer(503)


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    """What Flask and its extensions raise. Their descriptions stay inside."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    response = _answer(error.code)
    for name in ("Allow", "WWW-Authenticate"):
        if said := dict(error.get_headers()).get(name):
            response.headers[name] = said
    return response


def answer_crash(error: InternalServerError) -> ResponseReturnValue:
    """A fault of ours: Flask has logged it. Where not even the page of it can be drawn, a line of text."""
    try:
        return _answer(500)
    except Exception:
        current_app.logger.exception("The error page itself failed")
        return Response(f"{WORDS[500][0]}.\n", 500, mimetype="text/plain")


def _answer(status: int, message: str = "", details: list[dict[str, str]] | None = None) -> Response:
    title, words = WORDS.get(status) or WORDS[400 if status < 500 else 500]
    if wants_json():
        response = Response(in_json(envelope(status, details or ())), mimetype=JSON)
    else:
        template = "errors/_piece.html" if _goes_beside() else "errors/page.html"
        drawn = render_template(
            template,
            status=status,
            title=title,
            message=message or words,
            number=request_id() if status >= 500 else "",
            sign_in=url_for("accounts.login", next=_here()) if status == 401 else "",
        )
        response = make_response(drawn)
    if _goes_beside():
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "innerHTML"
        response.headers["HX-Push-Url"] = "false"
    if status in {429, 503}:
        response.headers["Retry-After"] = str(_seconds(status))
    response.status_code = status
    return response


def _goes_beside() -> bool:
    """Whether the message goes beside the page: so what was typed into a form that htmx sent stays there."""
    return wants_piece() or ("HX-Request" in request.headers and request.method == "POST")


def _here() -> str:
    """The page that the person looks at: a piece is a part of it, a refused POST came from it."""
    return own_path_of(request.headers.get("HX-Current-URL") or request.referrer or "")


def _seconds(status: int) -> int:
    return seconds_to_wait() if status == 429 else BUSY_SECONDS
