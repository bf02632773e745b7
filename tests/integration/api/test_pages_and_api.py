"""What a page can do the API can do: the map of all routes against the table of pages_and_api."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Flask

from tests.integration.api.conftest import PREFIX
from tests.integration.api.pages_and_api import TABLE, Reason

Table = Mapping[str, tuple[str, ...] | Reason]
SAFE = {"GET", "HEAD", "OPTIONS"}


def test_whatever_a_page_does_the_api_does_or_it_is_written_why_not(app: Flask) -> None:
    assert gaps(TABLE, pages_of(app), operations_of(app)) == []


def test_what_writes_is_done_by_what_writes(app: Flask) -> None:
    writing = {rule.endpoint for rule in app.url_map.iter_rules() if not (rule.methods or set()) <= SAFE}
    reading = [
        page
        for page, how in TABLE.items()
        if page in writing and not isinstance(how, Reason) and all(each.startswith("GET ") for each in how)
    ]
    assert reading == []


def test_a_new_page_a_page_that_is_gone_and_an_operation_that_is_none_are_gaps(app: Flask) -> None:
    pages, operations = pages_of(app), operations_of(app)
    assert gaps(TABLE, pages | {"designs.explode"}, operations) == [
        "designs.explode: a page, and the table does not say how a program does this"
    ]
    assert gaps(TABLE, pages - {"designs.index"}, operations) == [
        "designs.index: the table tells of it, and there is no such page"
    ]
    assert gaps(TABLE, pages, operations - {"GET /audit"}) == [
        "audit.index: there is no GET /audit",
        "audit.show_csv: there is no GET /audit",
    ]


def gaps(table: Table, pages: set[str], operations: set[str]) -> list[str]:
    """What is wrong with the table, in sentences."""
    missing = [
        f"{page}: a page, and the table does not say how a program does this"
        for page in sorted(pages - table.keys())
    ]
    gone = [
        f"{page}: the table tells of it, and there is no such page" for page in sorted(table.keys() - pages)
    ]
    dead = [
        f"{page}: there is no {each}"
        for page, how in table.items()
        if not isinstance(how, Reason)
        for each in how
        if each not in operations
    ]
    return missing + gone + dead


def pages_of(app: Flask) -> set[str]:
    """The endpoints outside of the API."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if not rule.rule.startswith(PREFIX)}


def operations_of(app: Flask) -> set[str]:
    """The operations of the API, as the table names them."""
    return {
        f"{method} {re.sub('<[^>]+>', '{}', rule.rule.removeprefix(PREFIX))}"
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
