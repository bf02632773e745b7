"""Every route of the application with an address that it answers to."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

# A value for each kind of placeholder; nothing stored needs to be behind it.
SAMPLES = {
    "IdConverter": 987_654_321,
    "KeyConverter": "FEAT-001",
    "ProjectKeyConverter": "FEAT",
    "IntegerConverter": 987_654_321,
    "AnyConverter": "title",
}
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Route:
    """One method at one address."""

    endpoint: str
    method: str
    path: str

    @property
    def is_unsafe(self) -> bool:
        """Whether it may change something."""
        return self.method in UNSAFE


def routes(app: Flask) -> list[Route]:
    """Every method of every rule; HEAD and OPTIONS are Flask's own."""
    return [
        Route(rule.endpoint, method, _address(app, rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _address(app: Flask, rule: Rule) -> str:
    values = {name: SAMPLES.get(type(kind).__name__, "x") for name, kind in rule._converters.items()}
    built = rule.build(values)
    assert built is not None, rule
    return built[1]
