"""How often somebody may ask, in pages and over the API alike: docs/limits.md has the numbers.

What is counted, and for whom, is said here. The counts are in this process, or in Redis.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.strategies import RateLimiter
from werkzeug.exceptions import TooManyRequests

from webapp.config import Settings
from webapp.extensions import limiter
from webapp.logs import masked
from webapp.services.audit import note
from webapp.utils.bearer import bearer_text
from webapp.utils.windows import Windows

T = TypeVar("T")

TYPED_PER_MINUTE = 600
IMPORTS_PER_MINUTE = 20
REFUSED_TOKENS_PER_MINUTE = 60
"""Of one address."""
GUESSES_PER_MINUTE = 10
"""Refused passwords of one address, and of one account: views/throttle.py."""
STORE_SECONDS = 10.0
"""How long the counts stay in the process after a store of them gave no answer."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
UNCOUNTED = frozenset({"static", "health.show"})
IMPORTS = frozenset({"/imports", "/api/v1/imports"})
"""The rules whose POST takes whole documents in."""
TYPED = frozenset({"/search", "/search/typed", "/filter"})
"""The rules that are asked while somebody types; the filter over a list says so itself."""

logger = logging.getLogger("webapp.limits")


@dataclass(frozen=True, slots=True)
class Count:
    """What a request was counted as, and for whom."""

    name: str
    limit: RateLimitItem
    who: str


def init_app(app: Flask) -> None:
    """Count every request. Called after the gates: who asks is known then."""
    # Before the gates: whoever guesses at tokens is stopped before the database is asked.
    app.before_request_funcs.setdefault(None, []).insert(0, stop_guessing)
    app.before_request(count_request)
    app.after_request(finish)


@limiter.request_filter
def is_spared() -> bool:
    """Whether nothing is counted: limits are off, and the request comes from this machine by no proxy."""
    settings: Settings = current_app.config["DESIGNBOOK"]
    return (
        not settings.limits
        and (request.remote_addr or "").startswith(("127.", "::1"))
        and not {"X-Forwarded-For", "Forwarded"} & set(request.headers.keys())
    )


def stop_guessing() -> None:
    """Raise TooManyRequests for an address that sent too many tokens which were refused."""
    if _has_bearer() and _is_counting():
        tokens = _refused_tokens()
        if not _test(tokens):
            _refuse(tokens)


def count_request() -> None:
    """Raise TooManyRequests where the budget of the person, the token or the address is used up."""
    if request.endpoint in UNCOUNTED or not _is_counting():
        return
    name, limit = _budget(current_app.config["DESIGNBOOK"])
    count = g.counted = Count(name, limit, _who())
    if not _hit(count):
        _refuse(count)


def finish(response: Response) -> Response:
    """Count a token that was refused, and tell how much is left."""
    if response.status_code == 401 and _has_bearer() and _is_counting():
        tokens = _refused_tokens()
        _hit(tokens)
        note("token-use", about=masked(request.path), by=None, result="refused")
    if response.status_code == 429:
        note("limit", about=_exceeded(), by=g.get("person"), result="refused")
    if told := _told():
        limit, reset, left = told
        response.headers["X-RateLimit-Limit"] = str(limit.amount)
        response.headers["X-RateLimit-Remaining"] = str(left)
        response.headers["X-RateLimit-Reset"] = str(reset)
    return response


def seconds_to_wait() -> int:
    """After how many seconds somebody who asked too often may ask again: at least one."""
    told = _told()
    return max(1, told[1] - int(time.time())) if told else 1


def _budget(settings: Settings) -> tuple[str, RateLimitItem]:
    rule = request.url_rule.rule if request.url_rule else ""
    if request.method in SAFE:
        if rule in TYPED or request.headers.get("HX-Source") == "form#filter":
            return "typed", RateLimitItemPerMinute(TYPED_PER_MINUTE)
        return "reads", RateLimitItemPerMinute(settings.reads_per_minute)
    if rule in IMPORTS:
        return "imports", RateLimitItemPerMinute(IMPORTS_PER_MINUTE)
    return "writes", RateLimitItemPerMinute(settings.writes_per_minute)


def _who() -> str:
    """A token has a budget of its own, beside its person's; a stranger shares that of an address."""
    if token := g.get("token"):
        return f"token {token.id}"
    if person := g.get("person"):
        return f"person {person.id}"
    return f"address {request.remote_addr}"


def _has_bearer() -> bool:
    return bearer_text(request.headers.get("Authorization")) is not None


def _is_counting() -> bool:
    return limiter.enabled and not is_spared()


def _refused_tokens() -> Count:
    limit = RateLimitItemPerMinute(REFUSED_TOKENS_PER_MINUTE)
    return Count("tokens", limit, f"address {request.remote_addr}")


def _refuse(count: Count) -> NoReturn:
    g.counted = count
    g.refused_by_limit = True
    raise TooManyRequests


def _exceeded() -> str:
    return g.counted.name if g.get("refused_by_limit") else "guesses"


def _told() -> tuple[RateLimitItem, int, int] | None:
    """The limit that matters here, the moment at which one more fits in a used up one, and what is left."""
    guesses = limiter.current_limit
    if guesses and guesses.breached:
        return guesses.limit, guesses.reset_at, guesses.remaining
    count: Count | None = g.get("counted")
    if count is None:
        return None
    reset, left = _window(count)
    return count.limit, int(reset) + 1, left


counts = Windows()
"""The counts of this process."""
_beside_until = 0.0


def _hit(count: Count) -> bool:
    return _ask(
        lambda store: store.hit(count.limit, count.name, count.who),
        lambda: counts.hit(count.limit.amount, (count.name, count.who)),
    )


def _test(count: Count) -> bool:
    return _ask(
        lambda store: store.test(count.limit, count.name, count.who),
        lambda: counts.test(count.limit.amount, (count.name, count.who)),
    )


def _window(count: Count) -> tuple[float, int]:
    return _ask(
        lambda store: store.get_window_stats(count.limit, count.name, count.who),
        lambda: counts.window(count.limit.amount, (count.name, count.who)),
    )


def _ask(in_store: Callable[[RateLimiter], T], here: Callable[[], T]) -> T:
    """Ask the store where there is one; for a while after it did not answer, the counts of this process."""
    global _beside_until
    settings: Settings = current_app.config["DESIGNBOOK"]
    if settings.limits_store and time.monotonic() >= _beside_until:
        try:
            return in_store(limiter.limiter)
        except StorageError as error:
            _beside_until = time.monotonic() + STORE_SECONDS
            why = type(error.storage_error).__name__
            logger.warning("The store of the limits does not answer (%s): each process counts alone", why)
    return here()
