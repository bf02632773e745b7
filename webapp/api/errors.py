"""One envelope for whatever goes wrong under /api/v1, whoever raised it (RELIABILITY D2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from webapp.services.errors import Conflict, InvalidValue

NAMES = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Resource not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Precondition failed",
    413: "Content too large",
    415: "Unsupported media type",
    422: "Invalid data",
    428: "Precondition required",
    429: "Too many requests",
    500: "Internal server error",
    503: "Service unavailable",
}
"""What `error` says, by status. The default template promises four of them, word for word."""

Details = Sequence[Mapping[str, str]]


class Refused(Exception):
    """A request that the API itself refuses with a status of NAMES.

    `current` makes the object as it is now and is called when everything is rolled back; `details` are as
    InvalidValue has them, for several fields at once; `more` is what else the body says.
    """

    def __init__(
        self,
        status: int,
        *,
        current: Callable[[], Mapping[str, Any]] | None = None,
        details: Details = (),
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(NAMES[status])
        self.status = status
        self.current = current
        self.details = details
        self.more = more or {}

    def body(self) -> dict[str, Any]:
        """The envelope, with the object read anew. Raises Missing where that is gone meanwhile."""
        now = {"current": self.current()} if self.current else {}
        return envelope(self.status, self.details) | now | dict(self.more)


def envelope(status: int, details: Details = ()) -> dict[str, Any]:
    """The body of an error. One without a name is called as the first of its class is."""
    name = NAMES.get(status) or NAMES[400 if status < 500 else 500]
    return {"error": name} | ({"details": [dict(each) for each in details]} if status == 422 else {})


@contextmanager
def conflicts_show(current: Callable[[], Mapping[str, Any]]) -> Iterator[None]:
    """Answer a service's Conflict inside with 409 and the object as it is now.

    It goes around the transaction and never into it: what is shown is what others have stored.
    """
    try:
        yield
    except Conflict as conflict:
        raise Refused(409, current=current, more={"message": conflict.message}) from conflict


@contextmanager
def called(field: str) -> Iterator[None]:
    """Say of a value that a service refuses inside what the API calls it."""
    try:
        yield
    except InvalidValue as error:
        raise InvalidValue(field, error.message) from error
