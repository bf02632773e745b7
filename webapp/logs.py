"""The log: each line of it names its request and stays one line."""

from __future__ import annotations

import logging
import re
import secrets
from typing import TextIO, cast

from flask import Flask, g, has_request_context, request
from flask.logging import wsgi_errors_stream

from webapp.models import Person
from webapp.services import audit


def init_app(app: Flask) -> None:
    """Number the lines that the application logs, once: all applications of a process share a logger.

    The lines of the audit are JSON and nothing else: they have a handler of their own.
    """
    app.logger.addFilter(_NUMBERED)
    for handler in app.logger.handlers:  # children of this logger say their lines through them
        handler.addFilter(_NUMBERED)
    audit.logger.setLevel(logging.INFO)
    if _PLAIN not in audit.logger.handlers:
        audit.logger.addHandler(_PLAIN)
    audit.told_by(asked_from)


def asked_from() -> tuple[str, str, Person | None]:
    """The address, the number and the person of the request that is being answered; empty without one."""
    return (
        (request.remote_addr or "", request_id(), g.get("person"))
        if has_request_context()
        else ("", "", None)
    )


def masked(text: str) -> str:
    """A text without the tokens that may stand in it: an API token, that of a link or of an address."""
    return _IN_ADDRESS.sub(r"\1…", _TOKEN.sub("dbk_…", text))


def request_id() -> str:
    """This request's number, in its answer's X-Request-Id and in every line logged for it."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    number: str = g.request_id
    return number


_TOKEN = re.compile(r"dbk_[\w-]{8,}")
# The last part is what `secrets.token_urlsafe(32)` gives; `webapp.services.sessions.new_token` makes it.
_IN_ADDRESS = re.compile(r"(/(?:setup|links)/)[\w-]{20,}")
# PostgreSQL quotes the row that a constraint refused: somebody's text, or a password's hash.
_QUOTED_ROW = re.compile(r"^DETAIL:.*?(?=^\[SQL:|^The above exception |\Z)", re.MULTILINE | re.DOTALL)


class NumberedLine(logging.Filter):
    """Puts the request's number before a line, and escapes what would forge another one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line; every line is kept."""
        if hasattr(record, "is_numbered"):  # a handler sees what its logger has rewritten
            return True
        record.is_numbered = True
        said = "".join(
            letter if letter.isprintable() else letter.encode("unicode_escape").decode()
            for letter in masked(record.getMessage())
        )
        record.msg, record.args = "%s", (f"[{request_id()}] {said}" if has_request_context() else said,)
        if record.exc_info:
            told = logging.Formatter().formatException(record.exc_info)
            record.exc_text = masked(_QUOTED_ROW.sub("", told))
        return True


_NUMBERED = NumberedLine()
_PLAIN = logging.StreamHandler(cast("TextIO", wsgi_errors_stream))
_PLAIN.setFormatter(logging.Formatter("%(message)s"))
# What a command does is in the audit; whoever types it is told by the command itself.
_PLAIN.addFilter(lambda record: has_request_context())
