"""A POST that names itself (Idempotency-Key) does its work once, however often it is sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from flask import Response, request

from webapp.api.gate import current_person
from webapp.models.batch import KEY_MAX
from webapp.services.errors import InvalidValue
from webapp.services.given_answers import Given, claim_key, keep_answer
from webapp.services.history import RequestKey
from webapp.services.transactions import transaction

HEADER = "Idempotency-Key"
KEPT = ("Content-Type", "ETag", "Location")
"""The headers that are answered again."""

_KEY = re.compile(rf"[A-Za-z0-9_-]{{1,{KEY_MAX}}}")


def once(work: Callable[[], Response]) -> Response:
    """Do the work, or answer what it answered when this request came before.

    The view loads and checks before: who may no longer see a thing is not told again what it was. The work
    and its answer are stored together or not at all; an error is no answer, and may be tried again. Raises
    InvalidValue for a name that cannot be one, and where another request had it.
    """
    sent = request.headers.get(HEADER)
    if sent is None:
        return work()
    if not _KEY.fullmatch(sent):
        raise InvalidValue(HEADER, f"Send 1 to {KEY_MAX} letters, digits, hyphens and underscores.")
    key = RequestKey(sent, _fingerprint())
    with transaction():
        given = claim_key(current_person(), key)
        if given is not None:
            return Response(given.body, given.status, dict(given.headers))
        response = work()
        headers = {name: response.headers[name] for name in KEPT if name in response.headers}
        keep_answer(current_person(), key, Given(response.status_code, headers, response.get_data()))
    return response


def _fingerprint() -> str:
    """A hash of what is asked for: the same request sent again has the same."""
    asked = hashlib.sha256(f"{request.method} {request.full_path} {request.mimetype}\n".encode())
    asked.update(request.get_data())
    return asked.hexdigest()
