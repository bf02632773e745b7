"""When something happened: in the reader's own zone and few words on a screen, a plain day on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Library
from tests.e2e.troubles import Troubles
from tests.serving import write

# An instant that is one day in one zone and the next in another, and when somebody looks at it.
WRITTEN = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
MADRID, TOKYO, KOLKATA, NEW_YORK = "Europe/Madrid", "Asia/Tokyo", "Asia/Kolkata", "America/New_York"
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(1)

Reader = Callable[..., Page]


@pytest.fixture
def reading(library: Library, new_context: Callable[..., BrowserContext]) -> Reader:
    """Open a design that was last changed at WRITTEN, somewhere and some time after it.

    The clock stands still, however long the page takes, unless it is to go on.
    """
    stored = WRITTEN.strftime("%Y-%m-%d %H:%M:%S.000000")
    write(library.data, f"UPDATE design SET updated_at = '{stored}' WHERE number = 102")  # noqa: S608

    def read(
        zone: str, later: timedelta, path: str = "/designs/FEAT-102", *, goes: bool = False, **options: object
    ) -> Page:
        context = new_context(base_url=library.url, storage_state=library.state, timezone_id=zone, **options)
        page = context.new_page()
        start = page.clock.install if goes else page.clock.set_fixed_time
        start(time=WRITTEN + later)
        page.goto(path)
        return page

    return read


def updated(page: Page) -> Locator:
    """The moment of the last change on the design's page, or in its row of the list."""
    within = page.locator("dl.titleblock__facts div", has_text="Updated")
    row = page.get_by_role("row").filter(has_text="FEAT-102")
    return within.or_(row).locator("time").first


@pytest.mark.parametrize(
    ("zone", "later", "words"),
    [
        (MADRID, 5 * SECOND, "just now"),
        (MADRID, 59 * SECOND, "just now"),
        (MADRID, 60 * SECOND, "1 min ago"),
        (MADRID, 59 * MINUTE + 59 * SECOND, "59 min ago"),
        (MADRID, HOUR, "yesterday"),
        (NEW_YORK, HOUR, "today 17:30"),
        (TOKYO, HOUR, "today 07:30"),
        (KOLKATA, HOUR, "today 04:00"),
        (MADRID, DAY, "yesterday"),
        (MADRID, DAY + HOUR, "22 Nov"),
        (TOKYO, DAY + HOUR, "yesterday"),
        (TOKYO, 2 * DAY, "23 Nov"),
        (MADRID, 40 * DAY, "22 Nov 2026"),
        (TOKYO, 40 * DAY, "23 Nov 2026"),
    ],
)
def test_it_is_said_in_the_readers_own_days(reading: Reader, zone: str, later: timedelta, words: str) -> None:
    expect(updated(reading(zone, later))).to_have_text(words)


@pytest.mark.parametrize(
    ("zone", "exactly"),
    [
        (MADRID, "22 Nov 2026, 23:30 UTC+1"),
        (TOKYO, "23 Nov 2026, 07:30 UTC+9"),
        (KOLKATA, "23 Nov 2026, 04:00 UTC+5:30"),
        (NEW_YORK, "22 Nov 2026, 17:30 UTC−5"),
        ("UTC", "22 Nov 2026, 22:30 UTC"),
    ],
)
def test_the_exact_moment_is_there_on_pointing_and_by_keyboard(
    reading: Reader, zone: str, exactly: str
) -> None:
    time = updated(reading(zone, DAY))
    expect(time).to_have_attribute("title", exactly)
    expect(time).to_have_attribute("datetime", "2026-11-22T22:30:00Z")
    time.focus()
    expect(time).to_be_focused()
    shown = time.evaluate("it => getComputedStyle(it, '::after').display")
    assert shown != "none"


@pytest.mark.parametrize(
    ("ahead", "words"), [(5 * SECOND, "just now"), (59 * MINUTE, "just now"), (2 * HOUR, "22 Nov 2026")]
)
def test_nothing_is_said_to_happen_in_the_future(reading: Reader, ahead: timedelta, words: str) -> None:
    """The reader's clock is slow: a little, and so much that its days mean nothing."""
    expect(updated(reading(MADRID, -ahead))).to_have_text(words)


def test_it_keeps_up_while_time_goes_by(reading: Reader) -> None:
    page = reading(NEW_YORK, 5 * SECOND, goes=True)
    time = updated(page)
    expect(time).to_have_text("just now")
    page.wait_for_load_state("networkidle")  # a request under way would time out by the clock of the page
    page.clock.run_for("05:00")
    expect(time).to_have_text("5 min ago")
    page.clock.fast_forward("02:00:00")
    expect(time).to_have_text("today 17:30")


def test_what_is_swapped_in_says_it_too(reading: Reader) -> None:
    page = reading(TOKYO, DAY + HOUR, path="/")
    page.get_by_role("searchbox").fill("FEAT-102")
    expect(page.locator(".designs__count", has_text="1 of")).to_be_visible()
    expect(updated(page)).to_have_text("yesterday")
    page.get_by_role("row").filter(has_text="FEAT-102").get_by_role("link").first.click()
    expect(page.locator(".titleblock")).to_contain_text("FEAT-102")
    expect(updated(page)).to_have_text("yesterday")


@pytest.mark.parametrize("later", [5 * SECOND, 5 * MINUTE, HOUR, DAY, 3 * DAY, 40 * DAY], ids=str)
@pytest.mark.parametrize("path", ["/", "/designs/FEAT-102", "/account"])
def test_nothing_moves_when_the_words_come(
    reading: Reader, troubles: Troubles, path: str, later: timedelta
) -> None:
    """Where everything stands is the same before the script and after it."""
    troubles.expect("/static/app.")
    page = reading(NEW_YORK, later, path=path)
    after = boxes(page)
    page.route("**/app*.js", lambda route: route.abort())
    page.reload()
    assert boxes(page) == after
    assert len(after) > 5


def test_without_scripts_it_is_the_day_in_utc(reading: Reader) -> None:
    time = updated(reading(TOKYO, HOUR, java_script_enabled=False))
    expect(time).to_have_text("22 Nov 2026")
    expect(time).to_have_attribute("title", "22 Nov 2026, 22:30 UTC")


@pytest.mark.parametrize("path", ["/designs/FEAT-102", "/designs/FEAT-102/print"])
def test_on_paper_it_is_the_day_in_utc(reading: Reader, path: str) -> None:
    page = reading(TOKYO, HOUR, path=path)
    paper = pdfium.PdfDocument(page.pdf())
    text = paper[0].get_textpage().get_text_range()
    assert "22 Nov 2026" in text
    assert "today" not in text


def test_a_print_view_says_on_screen_what_comes_onto_paper(reading: Reader) -> None:
    expect(updated(reading(TOKYO, HOUR, path="/designs/FEAT-102/print"))).to_have_text("22 Nov 2026")


def boxes(page: Page) -> list[list[float]]:
    """Where the cells of what is open stand: left, top, width and height of each, in pixels.

    What scripts bring in beside a design is not there without them.
    """
    found: list[list[float]] = page.locator("main :is(h1, h2, th, td, dt, dd, p)").evaluate_all(
        "all => all.filter(each => !each.closest('#remarks > *, #backlinks'))"
        ".map(each => each.getBoundingClientRect())"
        ".filter(({width}) => width)"
        ".map(({x, y, width, height}) => [x, y, width, height].map(Math.round))"
    )
    return found
