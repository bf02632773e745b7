"""A POST that names itself (Idempotency-Key) does its work once, however often it is sent."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, request

from webapp.api.answers import in_json
from webapp.api.gate import current_person, current_token
from webapp.api.reading import FORM
from webapp.models.batch import KEY_MAX
from webapp.services.errors import InvalidValue
from webapp.services.given_answers import Given, claim_key, keep_answer
from webapp.services.history import RequestKey
from webapp.services.transactions import transaction

HEADER = "Idempotency-Key"
KEPT = ("Content-Type", "ETag", "Location")
"""The headers that are answered again."""

_KEY = re.compile(rf"[A-Za-z0-9_-]{{1,{KEY_MAX}}}")


def once(work: Callable[[], Response], *, again: Callable[[Any], Any] | None = None) -> Response:
    """Do the work, or answer what it answered when this request came before.

    The view loads and checks before: who may no longer see a thing is not told again what it was. Where an
    answer is about more than the view checks, `again` is given its body and gives that which may be told by
    now, or raises what a new request would meet. The work and its answer are stored together or not at all;
    an error is no answer, and may be tried again. Raises InvalidValue for a name that cannot be one, where
    another request had it, and for an answer that is too long to be kept.
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
            return Response(_told_again(given.body, again), given.status, dict(given.headers))
        response = work()
        headers = {name: response.headers[name] for name in KEPT if name in response.headers}
        keep_answer(current_person(), key, Given(response.status_code, headers, response.get_data()))
    return response


def _told_again(kept: bytes, again: Callable[[Any], Any] | None) -> bytes:
    if again is None:
        return kept
    body = json.loads(kept)
    told = again(body)
    return kept if told == body else in_json(told)


def _fingerprint() -> str:
    """A hash of what is asked for, and of how far it reaches: the same request sent again has the same.

    A token of one project is not told what the same request did outside of it. A form is compared by what
    it says: each sending parts it by another line.
    """
    reach = current_token().project_id
    asked = hashlib.sha256(f"{request.method} {request.full_path} {request.mimetype} {reach}\n".encode())
    if request.mimetype == FORM:
        asked.update(repr([*request.form.lists(), *_files()]).encode("utf-8", "backslashreplace"))
    else:
        asked.update(request.get_data())
    return asked.hexdigest()


def _files() -> Iterator[tuple[str, str | None, str]]:
    """The files of a form: where each was sent, its name and a hash of its bytes; they can be read again."""
    for name, files in request.files.lists():
        for each in files:
            each.seek(0)
            yield name, each.filename, hashlib.sha256(each.read()).hexdigest()
            each.seek(0)
