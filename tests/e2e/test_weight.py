"""What the first view of a page costs: bytes over the wire, requests, JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import Library

ALL_BYTES_MAX = 60_000
DESIGN_BYTES_MAX = 66_000
"""With a text as long as designs are."""
PAGE_BYTES_MAX = 14_600
"""What a server may send before it hears from the browser again: ten packets of 1,460 bytes."""
SCRIPT_BYTES_MAX = 36_500
"""35 kB of script, and the heads of the two answers that bring it."""
REQUESTS_MAX = 8
BESIDE_REQUESTS_MAX = 3
"""What was found, with the script that marks it and its styles."""
BESIDE_BYTES_MAX = 6_000


@dataclass
class Weight:
    """What was fetched for one page; bytes are those on the wire, compressed, heads included."""

    requests: int = 0
    bytes: int = 0
    script_bytes: int = 0
    page_bytes: int = 0


@pytest.fixture
def cold_page(library: Library, new_context: Callable[..., BrowserContext]) -> Page:
    """A page with an empty cache."""
    return new_context(base_url=library.url, storage_state=library.state).new_page()


@pytest.mark.parametrize("path", ["/", "/designs/new", "/imports/new", "/account", "/projects"])
def test_a_first_view_is_light(cold_page: Page, path: str) -> None:
    weight = weigh(cold_page, path)
    assert weight.requests <= REQUESTS_MAX
    assert weight.bytes <= ALL_BYTES_MAX
    assert 0 < weight.script_bytes <= SCRIPT_BYTES_MAX


def test_a_second_view_fetches_only_the_page(cold_page: Page) -> None:
    weigh(cold_page, "/")
    again = weigh(cold_page, "/projects")
    assert again.requests == 1
    assert again.script_bytes == 0


def test_a_design_costs_no_more_than_its_own_text(cold_page: Page) -> None:
    # What is told beside it is asked for when the page stands already.
    cold_page.route("**/remarks?*", lambda route: route.fulfill(status=204))
    first = weigh(cold_page, "/designs/FEAT-101")
    assert first.requests <= REQUESTS_MAX
    assert first.bytes <= DESIGN_BYTES_MAX
    assert 0 < first.page_bytes <= PAGE_BYTES_MAX
    assert 0 < first.script_bytes <= SCRIPT_BYTES_MAX


def test_what_is_told_beside_a_design_is_light(cold_page: Page) -> None:
    whole = weigh(cold_page, "/designs/FEAT-101")
    assert whole.requests <= REQUESTS_MAX + BESIDE_REQUESTS_MAX
    assert whole.bytes <= DESIGN_BYTES_MAX + BESIDE_BYTES_MAX


def weigh(page: Page, path: str) -> Weight:
    """Open the page and count what came over the wire; what the cache held does not count."""
    weight = Weight()
    kinds: dict[str, str] = {}

    def finished(event: dict[str, Any]) -> None:
        sent = int(event["encodedDataLength"])
        kind = kinds.get(event["requestId"])
        if sent:
            weight.requests += 1
            weight.bytes += sent
            weight.script_bytes += sent if kind == "Script" else 0
            weight.page_bytes += sent if kind == "Document" else 0

    network = page.context.new_cdp_session(page)
    network.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    page.goto(path, wait_until="networkidle")
    network.detach()
    return weight
