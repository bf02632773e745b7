"""Lets schemathesis ask every operation of the API's own description, and collects what it finds wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine import events, from_schema
from schemathesis.transport.wsgi import WSGITransport

from tests.security.robustness.library import Library

DESCRIPTION = "/api/v1/openapi.json"
SEED = 20_260_101
SOCKETS = ("max_redirects", "verify", "cert", "proxies")
LEFT_ALONE = 8
"""Of so many cases one is sent as it was made up: mostly to nothing."""


@dataclass(frozen=True)
class Excuse:
    """Why what a check says of these operations is no fault, where its message has these words in it."""

    check: str
    operations: tuple[str, ...]
    words: str
    why: str


@dataclass(frozen=True)
class Terms:
    """What is no fault: statuses for valid data, those for a request without a header it needs, excuses."""

    valid: Sequence[str]
    lacks_a_header: Sequence[str]
    excuses: Sequence[Excuse] = ()


@dataclass
class Outcome:
    """What was answered, by operation, and what was wrong with it; `told` has an example of each fault."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def statuses(self) -> Counter[int]:
        """How many requests were answered with each status."""
        return sum(self.answers.values(), Counter[int]())

    def unreached(self) -> set[str]:
        """The operations that never did what they are for."""
        return {
            label for label, each in self.answers.items() if not any(200 <= status < 300 for status in each)
        }


def ask_everything(
    app: Flask,
    token: str,
    library: Library | None,
    terms: Terms,
    *,
    examples: int,
    phases: Sequence[str],
    paths: Sequence[str] = (),
) -> Outcome:
    """Ask all operations, or those at these paths, with every check that schemathesis has.

    `examples` are how many cases are made up for each operation, `phases` those of schemathesis. Cases are
    led to what there is in the library.
    """
    config = SchemathesisConfig.from_dict(_settings(token, terms, examples, phases))
    outcome = Outcome()
    with _in_process(app, library):
        schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app, config=config)
        for event in from_schema(schema.include(path=list(paths)) if paths else schema).execute():
            _note(event, outcome, terms)
    return outcome


def _settings(token: str, terms: Terms, examples: int, phases: Sequence[str]) -> dict[str, Any]:
    every = ("examples", "coverage", "fuzzing", "stateful")
    return {
        "seed": SEED,
        "auth": {"openapi": {"token": {"bearer": token}}},
        # What is sent in process comes back as it was sent, and nothing unpacks it.
        "headers": {"Accept-Encoding": "identity"},
        "generation": {
            "max-examples": examples,
            "deterministic": True,
            "database": "none",
            "no-shrink": True,
            # Made up tokens are for the check `ignored_auth`, which sends one to each operation.
            "with-security-parameters": False,
        },
        "phases": {name: {"enabled": name in phases} for name in every},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": list(terms.valid)},
            "missing_required_header": {"expected-statuses": list(terms.lacks_a_header)},
        },
        "cache": {"enabled": False},
    }


@contextmanager
def _in_process(app: Flask, library: Library | None) -> Iterator[None]:
    """Send without a socket, and to what there is."""
    send = WSGITransport.send
    asked = Counter[str]()

    def sent(self: Any, case: Any, **kwargs: Any) -> Any:
        # The probes of the check `ignored_auth` bring settings of sockets, of which there are none here.
        return send(self, case, **{name: value for name, value in kwargs.items() if name not in SOCKETS})

    def before_call(context: Any, case: Any, kwargs: Any) -> None:
        asked["cases"] += 1
        if library and asked["cases"] % LEFT_ALONE:
            with app.app_context():
                _lead(case, library)

    with patch.object(WSGITransport, "send", sent):
        schemathesis.hook(before_call)
        try:
            yield
        finally:
            schemathesis.hooks.unregister(before_call)


def _lead(case: Any, library: Library) -> None:
    """Lead a case to something that there is; what is wrong in it on purpose stays as it is."""

    def is_wrong(where: ParameterLocation) -> bool:
        return case.meta is not None and case.meta.is_negative_at(where)

    if "If-Match" in (case.headers or {}) and not is_wrong(ParameterLocation.HEADER):
        case.headers["If-Match"] = "*"
    if case.meta is not None and case.meta.phase.name.value == "stateful":
        return  # an answer before has led it
    if is_wrong(ParameterLocation.PATH):
        return
    if case.path_parameters:
        case.path_parameters.update(library.path(case.method, case.path, case.path_parameters))
    if isinstance(case.body, dict) and not is_wrong(ParameterLocation.BODY):
        case.body = library.values(case.path, case.path_parameters or {}, case.body)
    if case.query and case.path.endswith("/changes") and not is_wrong(ParameterLocation.QUERY):
        case.query.update(library.values(case.path, {}, dict(case.query)))


def _note(event: Any, outcome: Outcome, terms: Terms) -> None:
    if isinstance(event, events.FatalError):
        raise event.exception
    if isinstance(event, events.NonFatalError):
        _wrong(outcome, event.label, type(event.value).__name__, str(event.value))
    if not isinstance(event, events.ScenarioFinished):
        return
    labels = {number: case.value.operation.label for number, case in event.recorder.cases.items()}
    for number, interaction in event.recorder.interactions.items():
        if interaction.response is not None:
            answered = outcome.answers.setdefault(labels[number], Counter())
            answered[interaction.response.status_code] += 1
    for number, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info and not _is_excused(check, labels[number], terms):
                failure = check.failure_info.failure
                what = f"{check.name}: {failure.title} {getattr(failure, 'status_code', '')}".rstrip()
                _wrong(outcome, labels[number], what, f"{failure.message}\n{check.failure_info.code_sample}")


def _is_excused(check: Any, label: str, terms: Terms) -> bool:
    message = check.failure_info.failure.message
    return any(
        check.name == each.check and label in each.operations and each.words in message
        for each in terms.excuses
    )


def _wrong(outcome: Outcome, label: str, what: str, said: str) -> None:
    """Count a fault, and keep the first example of it."""
    line = f"{label}: {what}"
    if line not in outcome.wrong:
        outcome.told.append(f"{line}\n{said}")
    outcome.wrong[line] += 1
