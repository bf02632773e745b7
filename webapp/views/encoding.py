"""A form is UTF-8, or it is refused: what cannot be read is not guessed at."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import Flask, request

from webapp.config import FORM_BYTES_MAX
from webapp.services.errors import InvalidValue

URLENCODED = "application/x-www-form-urlencoded"


def init_app(app: Flask) -> None:
    """Look at every form before anybody reads it."""
    app.before_request(refuse_undecodable)


def refuse_undecodable() -> None:
    """Raise InvalidValue for a form that is not UTF-8, such as one that holds half a character.

    Werkzeug would put other characters in the place of those, and they would be stored as if typed.
    """
    if request.mimetype != URLENCODED:
        return
    request.max_content_length = FORM_BYTES_MAX  # Werkzeug asks it of multipart forms alone
    try:
        unquote_to_bytes(request.get_data()).decode()
    except UnicodeDecodeError:
        raise InvalidValue(
            "", "This form is not UTF-8: a character in it is cut in half. Type it again."
        ) from None
