"""Rules that put addresses together as Werkzeug's own do, and compile how only when they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug import routing
from werkzeug.routing import Map

from webapp.utils.converters import CONVERTERS
from webapp.utils.rules import Rule

ADDRESSES: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = [
    ("/designs", {}, {}),
    ("/designs", {}, {"q": "a b", "sort": ["key", "-title"]}),
    ("/designs/<key:key>", {}, {"key": "FEAT-001"}),
    ("/rows/<id:row_id>/cells/<column>", {}, {"row_id": 41, "column": "ä/ö", "from": "ü"}),
    ("/pages/<id:number>", {"number": 1}, {"number": 1}),
    ("/pages/<self>", {}, {"self": "mine", "rule": "yours"}),
]


@pytest.mark.parametrize(("path", "defaults", "values"), ADDRESSES)
def test_an_address_is_the_one_that_werkzeug_makes(
    path: str, defaults: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    ours, theirs = (
        Map([kind(path, endpoint="it", defaults=defaults or None)], converters=CONVERTERS)
        .bind("localhost")
        .build("it", dict(values))
        for kind in (Rule, routing.Rule)
    )
    assert ours == theirs


def test_how_is_compiled_once_and_not_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[bool] = []
    real = routing.Rule._compile_builder

    def compile_builder(rule: routing.Rule, append_unknown: bool = True) -> Any:
        compiled.append(append_unknown)
        return real(rule, append_unknown)

    monkeypatch.setattr(routing.Rule, "_compile_builder", compile_builder)
    addresses = Map([Rule("/designs/<key:key>", endpoint="show")], converters=CONVERTERS).bind("localhost")
    assert addresses.match("/designs/FEAT-001") == ("show", {"key": "FEAT-001"})
    assert compiled == []
    for _ in range(2):
        assert addresses.build("show", {"key": "FEAT-001"}) == "/designs/FEAT-001"
    assert compiled == [True]
