"""A complete design is written from the template without touching the mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.e2e.pages.grid import GridPage

STOPS_MAX = 150


def reach(grid: GridPage, place: Locator) -> None:
    """Press Tab until the place has the focus, as somebody does who has no mouse."""
    for _ in range(STOPS_MAX):
        if place.evaluate("it => it === document.activeElement"):
            return
        grid.do_press("Tab")
    raise AssertionError(f"Tab does not come to {place}")


def text(grid: GridPage, words: str) -> Locator:
    """A heading, a text or a piece of code that holds these words."""
    return grid.page.locator("[data-edit]").filter(has_text=words).first


def rewrite(grid: GridPage, place: Locator, words: str) -> None:
    """Open a text, replace all of it, save it."""
    reach(grid, place)
    grid.do_press("Enter", "Control+a")
    grid.do_type(words)
    grid.do_press("Control+Enter")


def test_a_complete_design_is_written_from_the_template_by_keys_alone(grid: GridPage) -> None:
    page = grid.page
    page.goto("/designs/new")
    expect(page.locator("input:focus")).to_have_count(1)
    grid.do_type("Payment webhooks")
    grid.do_press("Enter")
    expect(page.locator(".titleblock")).to_contain_text("Payment webhooks")
    grid.key = page.url.rpartition("/")[2]

    # Texts and code, in the order of the document.
    rewrite(grid, text(grid, "Brief technical overview"), "Receive payment events, verify and store them.")
    rewrite(grid, text(grid, "User Input"), "```\nProvider → Signature → Queue → Database\n```")

    # The files: one cell after the other, then one row less.
    reach(grid, grid.cell("src/main.py"))
    grid.do_type("src/api/webhooks.py")
    grid.do_press("Tab")
    grid.do_type("Receive and store events")
    grid.do_press("Enter", "Home")
    grid.do_type("src/config.py")
    grid.do_press("Enter", "Control+Backspace")
    expect(grid.cell("requirements.txt")).to_have_count(0)

    # The endpoints: a verb chosen, a range filled, a sign turned, a row added and moved up.
    reach(grid, page.get_by_role("grid", name="Endpoints").locator("tbody td").first)
    grid.do_press("ArrowRight")
    for path in ("webhooks", "webhooks/{provider}", "webhooks/{id}", "webhooks/{id}/replay"):
        grid.do_type(f"/api/v1/{path}")
        grid.do_press("Enter")
    grid.do_press("Control+Backspace", "ArrowUp", "ArrowUp", "End", "Space", "Control+End")
    grid.do_press("F2", "Tab")
    grid.do_type("DELETE")
    grid.do_press("Tab")
    grid.do_type("/api/v1/webhooks/{id}")
    grid.do_press("Tab")
    grid.do_type("Forget an event")
    grid.do_press("Enter", "Alt+ArrowUp")

    # A list: ticked, changed, one more, one nested.
    security = page.get_by_role("treegrid", name="Security Considerations")
    reach(grid, security.locator(".item__text").first)
    grid.do_press("Space", "ArrowDown")
    grid.do_type("Signatures are compared in constant time")
    grid.do_press("Tab", "Escape", "ArrowUp", "Control+Enter")
    grid.do_type("The secret is rotated every month")
    grid.do_press("Enter", "ArrowUp")
    expect(grid.cell("The secret is rotated every month")).to_be_focused()
    expect(page.locator("[id^=row-new]")).to_have_count(0)
    grid.do_press("Alt+ArrowRight")

    # A section less, and another name for one.
    reach(grid, text(grid, "Request/Response Examples"))
    grid.do_press("Control+Backspace")
    expect(text(grid, "Request/Response Examples")).to_have_count(0)

    expect(page.locator(".is-saving, .is-leaving")).to_have_count(0)
    grid.assert_nothing_kept()
    written = "\n".join(grid.lines)
    for part in (
        "Receive payment events, verify and store them.",
        "Provider → Signature → Queue → Database",
        "| src/api/webhooks.py | Receive and store events |\n| src/config.py | Add new settings |\n\n",
        "| POST | /api/v1/webhooks/{provider} | Create resource | ❌ |",
        "| DELETE | /api/v1/webhooks/{id} | Forget an event |",
        "- [x] ",
        "- [ ] Signatures are compared in constant time\n  - [ ] The secret is rotated every month\n",
    ):
        assert part in written, (part, written)
    assert "Request/Response Examples" not in written
