"""Writes to pieces of documents: what state they mean, what they met, and what they are refused for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import request

from webapp.api.errors import conflicts_show
from webapp.api.etags import check_match
from webapp.api.states import state_of
from webapp.services.errors import Gone, InvalidValue, Missing
from webapp.services.places import Place
from webapp.services.reaching import there
from webapp.services.transactions import hold, transaction

Now = Callable[[], Mapping[str, Any] | None]
"""What makes a piece as it is now; None where it is gone."""


def means_state() -> bool:
    """Whether the request names the state that it means."""
    return "If-Match" in request.headers


@contextmanager
def conflicts(now: Now) -> Iterator[None]:
    """Answer a conflict inside with 409 and the piece as it is now, and what was deleted with 404."""
    with conflicts_show(lambda: now() or {}):
        try:
            yield
        except Gone as gone:
            raise Missing from gone


@contextmanager
def guarded(place: Place, now: Now) -> Iterator[None]:
    """One transaction in which nobody else writes to the design, if the piece is in the state that is meant.

    Raises Refused with 412 or 428 where it is not, or none was named that must be; and as `conflicts` does.
    """
    with conflicts(now), transaction():
        hold(place.design_id)
        check_match(state_of(there(now())), lambda: now() or {})
        yield


@contextmanager
def telling(**names: str) -> Iterator[None]:
    """Say of a value that a service refuses inside what the API calls it: its name there → the one here."""
    try:
        yield
    except InvalidValue as error:
        raise InvalidValue(names.get(error.field, error.field), error.message) from error
