"""Guessing passwords is slow: ten wrong ones a minute for an address, and for an account."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Response, g, request

from webapp.extensions import limiter
from webapp.limits import GUESSES_PER_MINUTE
from webapp.services.errors import InvalidValue
from webapp.services.people import clean_email

View = Callable[..., Any]


def slow_down_guessing(view: View) -> View:
    """Count the refused POSTs of this view; past the limit the answer is 429.

    Only what was refused counts: an office behind one address may sign in at nine o'clock.
    """
    many = f"{GUESSES_PER_MINUTE} per minute"
    by_address = limiter.limit(many, methods=["POST"], deduct_when=_was_refused)
    by_account = limiter.limit(many, methods=["POST"], deduct_when=_was_refused, key_func=_account)
    limited: View = by_address(by_account(view))
    return limited


def _was_refused(response: Response) -> bool:
    return response.status_code == 422


def _account() -> str:
    """The account that is guessed at, known or not: a hash, so that a long address costs no memory."""
    person = g.get("person")
    said = person.email if person else request.form.get("email", "")
    with suppress(InvalidValue):
        said = clean_email(said)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
