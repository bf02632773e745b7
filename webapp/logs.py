"""The log: each line of it names its request and stays one line."""

from __future__ import annotations

import logging
import re
import secrets

from flask import Flask, g, has_request_context


def init_app(app: Flask) -> None:
    """Number the lines that the application logs, once: all applications of a process share a logger."""
    app.logger.addFilter(_NUMBERED)


def request_id() -> str:
    """This request's number, in its answer's X-Request-Id and in every line logged for it."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    number: str = g.request_id
    return number


# PostgreSQL quotes the row that a constraint refused: somebody's text, or a password's hash.
_QUOTED_ROW = re.compile(r"^DETAIL:.*?(?=^\[SQL:|^The above exception |\Z)", re.MULTILINE | re.DOTALL)


class NumberedLine(logging.Filter):
    """Puts the request's number before a line, and escapes what would forge another one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line; every line is kept."""
        said = "".join(
            letter if letter.isprintable() else letter.encode("unicode_escape").decode()
            for letter in record.getMessage()
        )
        record.msg, record.args = "%s", (f"[{request_id()}] {said}" if has_request_context() else said,)
        if record.exc_info:
            record.exc_text = _QUOTED_ROW.sub("", logging.Formatter().formatException(record.exc_info))
        return True


_NUMBERED = NumberedLine()
