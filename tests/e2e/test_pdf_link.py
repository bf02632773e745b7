"""The link to a PDF in a browser: it counts, saves, asks a busy server again, and shows what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.conftest import Library
from tests.e2e.troubles import Troubles
from tests.papers.sheets import read
from webapp.pdf.press import BUSY, TOO_LARGE

PIECE = (
    '<div class="toast toast--wrong"><span>{}</span><button type="button" data-dismiss>Dismiss</button></div>'
)
ADDRESS = "**/designs/FEAT-101.pdf"
LETTER = 612  # points, as wide as the paper


def refused(status: int, words: str, **headers: str) -> Callable[[Route], None]:
    """An answer of the server that is no PDF."""
    return lambda route: route.fulfill(
        status=status, content_type="text/html", body=PIECE.format(words), headers=headers
    )


def test_the_link_saves_the_pdf_and_says_so(page: Page) -> None:
    page.goto("/designs/FEAT-101/print")
    link = page.get_by_role("link", name="PDF", exact=True)
    held: list[Route] = []
    page.route(ADDRESS, lambda route: held.append(route), times=1)

    link.click()
    busy = page.locator("[data-press]")
    expect(busy).to_have_text(re.compile("Making the PDF … "))
    expect(busy).to_have_attribute("aria-busy", "true")
    expect(page.locator("#announcements")).to_have_text("Making the PDF …")
    expect(busy).to_have_text(re.compile(r"Making the PDF … [1-9]\d* s"))
    busy.click()  # again: one PDF is enough
    with page.expect_download() as waiting:
        held[0].continue_()

    assert waiting.value.suggested_filename == "FEAT-101.pdf"
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    expect(page.locator("#announcements")).to_have_text("The PDF is saved.")
    expect(link).not_to_have_attribute("aria-busy", "true")
    assert len(held) == 1


def test_a_busy_server_is_asked_again(page: Page, troubles: Troubles) -> None:
    troubles.expect("503")
    page.goto("/designs/FEAT-101/print")
    asked: list[str] = []
    busy = refused(503, BUSY, **{"Retry-After": "1"})
    page.route(ADDRESS, lambda route: (asked.append(route.request.url), busy(route)), times=2)

    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF", exact=True).click()

    assert waiting.value.suggested_filename == "FEAT-101.pdf"
    assert len(asked) == 2
    expect(page.locator("#toasts")).to_be_empty()


def test_what_is_refused_is_shown_beside_the_page_and_not_asked_again(page: Page, troubles: Troubles) -> None:
    troubles.expect("413")
    page.goto("/designs/FEAT-101/print")
    asked: list[str] = []
    refusal = refused(413, TOO_LARGE)
    page.route(ADDRESS, lambda route: (asked.append(route.request.url), refusal(route)))

    page.get_by_role("link", name="PDF", exact=True).click()

    expect(page.locator("#toasts")).to_contain_text("Choose fewer documents or sections")
    expect(page.get_by_role("link", name="PDF", exact=True)).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#toasts")).to_be_empty()
    assert len(asked) == 1


def test_a_server_that_does_not_answer_is_said(page: Page, troubles: Troubles) -> None:
    troubles.expect("ERR_CONNECTION_REFUSED")
    page.goto("/designs/FEAT-101/print")
    page.route(ADDRESS, lambda route: route.abort("connectionrefused"))

    page.get_by_role("link", name="PDF", exact=True).click()

    expect(page.locator("#toasts")).to_contain_text("No answer from the server.")
    expect(page.get_by_role("link", name="PDF", exact=True)).to_be_visible()


def test_who_was_signed_out_meanwhile_is_told(
    library: Library, new_context: Callable[..., BrowserContext], troubles: Troubles
) -> None:
    troubles.expect("401")
    context = new_context(base_url=library.url, storage_state=library.state)
    page = context.new_page()
    page.goto("/designs/FEAT-101/print")
    context.clear_cookies()

    page.get_by_role("link", name="PDF", exact=True).click()

    expect(page.locator("#toasts").get_by_role("link", name="Sign in")).to_be_visible()


def test_the_choices_of_the_page_are_those_of_its_pdf(page: Page) -> None:
    page.goto("/designs/FEAT-101/print")
    page.get_by_label("Paper", exact=True).select_option("letter")
    expect(page.get_by_role("link", name="PDF", exact=True)).to_have_attribute(
        "href", "/designs/FEAT-101.pdf?paper=letter"
    )
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert round(read(waiting.value.path().read_bytes())[0].width) == LETTER


def test_without_a_script_the_link_downloads(
    library: Library, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(
        base_url=library.url, storage_state=library.state, java_script_enabled=False
    ).new_page()
    page.goto("/designs/FEAT-101/print")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert waiting.value.suggested_filename == "FEAT-101.pdf"
