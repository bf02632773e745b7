"""Asks what docs/roles.md answers, and lists whatever is answered in another way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.assertions import LEFT_OUT_TABLES, database_digest, without_tokens
from tests.security.cast import CAST, Actor
from tests.security.matrix.addresses import Address
from tests.security.matrix.expected import Expected
from tests.security.matrix.things import CANARY, MISSING, Thing, Values
from webapp.extensions import db

JSON = {"Accept": "application/json"}
PIECE = {"HX-Request": "true", "HX-Request-Type": "partial"}
DRESSES: tuple[Mapping[str, str], ...] = ({}, PIECE, JSON)
REFUSALS = {"no": (403, "Forbidden"), "hidden": (404, "Resource not found"), "sign in": (401, "Unauthorized")}
STRAY = "stray"
"""A field that no form and no body has: who may do what it asks for is told so, and nothing is done."""

_WRITING = re.compile(
    r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE
)


@dataclass
class Matrix:
    """The world of the matrix. `wrong` is what was answered in another way than expected."""

    expected: Expected
    cast: Mapping[str, Actor]
    things: Mapping[str, Thing]
    wrong: list[str] = field(default_factory=list)
    asked: int = 0
    _refusals: Counter[Address] = field(default_factory=Counter)
    _written: list[str] = field(default_factory=list)
    _digest: str = ""

    def ask_all(self, addresses: Iterable[Address], kinds: Iterable[str], who: Iterable[str] = CAST) -> None:
        """Ask every one of these, of these kinds of things, at these addresses."""
        in_order = sorted(addresses, key=lambda each: (each.line, each.method))
        for kind, address, name in product(kinds, in_order, list(who)):
            deed = self.expected.deeds.get((address.method, address.line), "")
            answer = self.expected.answers.get((deed, kind, name))
            if answer is None:
                continue
            self._ask(address, kind, self.cast[name], answer)
            self._look_for_writes(f"{address} of “{kind}” by {name}")

    @contextmanager
    def watched(self) -> Iterator[Matrix]:
        """Have an eye on the database meanwhile."""
        with writes() as self._written:
            self._digest = database_digest()
            yield self
            if database_digest() != self._digest:
                self.wrong.append("the database is another, and nothing was seen to write")

    def _look_for_writes(self, place: str) -> None:
        """Compare the digests from before and after a request; where no statement wrote they are one."""
        if not self._written:
            return
        after = database_digest()
        if after != self._digest:
            self.wrong.append(f"{place} wrote: {self._written[0][:100]}")
        self._digest = after
        self._written.clear()

    def _ask(self, address: Address, kind: str, actor: Actor, answer: str) -> None:
        """Ask once: as a page who may do it, and who may not in each dress in turn."""
        self.asked += 1
        dress = DRESSES[0]
        if answer != "yes":
            dress = DRESSES[self._refusals[address] % len(DRESSES)]
            self._refusals[address] += 1
        place = f"{address} of “{kind}” by {actor.name}"
        given = ask(actor, address, address.path(values_of(self.things.get(kind), address)), dress)
        if answer == "yes":
            self._judge_allowed(place, given)
        else:
            self._judge_refused(place, given, answer, dress)
        if answer == "hidden":
            missing = ask(actor, address, address.path(MISSING), dress)
            if seen(given) != seen(missing):
                self.wrong.append(f"{place}: another answer than for nothing")

    def _judge_allowed(self, place: str, given: TestResponse) -> None:
        to_sign_in = given.status_code == 303 and given.location.startswith("/login?")
        if to_sign_in or given.status_code in {401, 403, 404, 405, 429} or given.status_code >= 500:
            self.wrong.append(f"{place}: {given.status_code} instead of yes")

    def _judge_refused(self, place: str, given: TestResponse, answer: str, dress: Mapping[str, str]) -> None:
        status, words = REFUSALS[answer]
        is_page = dress is DRESSES[0] and given.request.method == "GET" and "/api/" not in given.request.path
        if answer == "sign in" and is_page:
            refused = given.status_code == 303 and given.location.startswith("/login")
        else:
            refused = given.status_code == status
            if refused and (dress is JSON or "/api/" in given.request.path):
                refused = given.get_json() == {"error": words}
        if not refused:
            self.wrong.append(f"{place}: {given.status_code} instead of {answer}")
        elif CANARY in given.text.lower() and answer != "no":
            self.wrong.append(f"{place}: the answer tells what is hidden")

    def _judge_twin(self, place: str, given: TestResponse, missing: TestResponse) -> None:
        if seen(given) != seen(missing):
            self.wrong.append(f"{place}: another answer than for nothing")


def ask(actor: Actor, address: Address, path: str, dress: Mapping[str, str]) -> TestResponse:
    """Send it with a field too many, so that nothing is done even where it may be."""
    sent: dict[str, Any] = {"headers": dict(dress)}
    if address.is_unsafe:
        if not address.is_of_api:
            sent["data"] = {STRAY: "1"}
        else:
            sent["json"] = {STRAY: 1}
    return actor.ask(address.method, path, **sent)


def seen(answer: TestResponse) -> tuple[object, ...]:
    """All that a stranger sees of an answer, but what is another in each."""
    own = {"date", "x-request-id"}
    headers = sorted((name.lower(), value) for name, value in answer.headers if name.lower() not in own)
    number = answer.headers.get("X-Request-Id", "")
    text = without_tokens(answer.get_data(as_text=True))
    return (answer.status_code, headers, text.replace(number, "") if number else text)


def values_of(thing: Thing | None, address: Address) -> Values:
    """What leads to a thing from an address; to nothing where it is of none."""
    if thing is None:
        return MISSING
    return thing.programs if address.is_of_api else thing.pages


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that write meanwhile, but to what the digest of the database leaves out."""
    written: list[str] = []

    def listen(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        found = _WRITING.match(statement)
        if found and found[1] not in LEFT_OUT_TABLES:
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield written
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
