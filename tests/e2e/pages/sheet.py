"""A design that is edited, and what is said of that which could not be saved yet."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.e2e.pages.grid import GridPage
from tests.e2e.patience import wait_until

WRITES = re.compile(r"/(rows|blocks|sections|documents|designs/[^/]+)/.+")


class SheetPage(GridPage):
    """The page of a design whose places are named by their ids: a text may change, or be shown twice."""

    def id_of(self, text: str) -> str:
        """The id of the place that holds this text."""
        found = self.cell(text).get_attribute("id")
        assert found
        return found

    def place(self, name: str) -> Locator:
        """What shows a text, while no editor lies over it."""
        return self.page.locator(f"#{name}")

    def editor(self, name: str) -> Locator:
        """The field that is open over a place."""
        return self.page.locator(f"form[data-place={name}] .editor__field")

    @property
    def endpoints(self) -> Locator:
        """The rows of the table of endpoints."""
        return self.page.get_by_role("grid", name="API design").locator("tr.row")

    @property
    def banner(self) -> Locator:
        """What says how much is not saved."""
        return self.page.get_by_role("region", name="Not saved yet")

    @property
    def stored(self) -> str:
        """The Markdown of the design as the server has it."""
        return self.page.request.get(f"/designs/{self.key}.md").text()

    def do_type_over(self, name: str, text: str) -> None:
        """Open a place and type over what it holds; the editor stays open."""
        self.place(name).click()
        self.do_press("Control+a")
        self.do_type(text)

    def do_write(self, name: str, text: str) -> None:
        """Type over what a place holds, and go on to the one below."""
        self.do_type_over(name, text)
        self.do_press("Enter")

    def do_add_row(self, name: str, text: str) -> None:
        """Add a row below the one of a place, and type into its first cell."""
        self.do_focus(self.place(name))
        self.do_press("Control+Enter")
        self.do_type(text)

    def do_look_again(self) -> None:
        """Come back to this tab from another one."""
        self.page.evaluate("dispatchEvent(new Event('focus'))")

    def assert_unsaved(self, count: int, words: str = "") -> None:
        """The banner says how many changes are not saved, and why."""
        changes = "1 change" if count == 1 else f"{count} changes"
        expect(self.banner).to_contain_text(f"Not saved yet: {changes}")
        expect(self.banner).to_contain_text(words)

    def assert_kept(self, text: str) -> None:
        """This browser keeps this text, whatever becomes of the tab: a keystroke is kept after a moment."""
        texts = "Object.values(localStorage).map((each) => JSON.parse(each).values?.text)"
        wait_until(self.page, lambda: text in self.page.evaluate(texts), lambda: self.page.evaluate(texts))

    def assert_all_saved(self, *texts: str) -> None:
        """Nothing waits, nothing is kept, and the server has each of these texts once."""
        expect(self.page.locator(".is-saving, .is-refused")).to_have_count(0)
        expect(self.banner).to_have_count(0)
        self.assert_nothing_kept()
        stored = self.stored
        assert [stored.count(text) for text in texts] == [1 for _ in texts], stored


def sent(request: Request) -> dict[str, str]:
    """The fields of a form that was sent, and its method, address and key."""
    fields = parse_qs(request.post_data or "", keep_blank_values=True)
    about = {
        "method": request.method,
        "address": request.url.split("/", 3)[3],
        "key": request.headers.get("idempotency-key", ""),
    }
    return about | {name: values[0] for name, values in fields.items()}


class Wire:
    """What stands between a page and the server for its writes: it notes each, and may keep it back."""

    def __init__(self, page: Page) -> None:
        self.requests: list[dict[str, str]] = []
        self.answers: list[int | str] = []
        page.route(WRITES, self._pass_on)

    def do_answer(self, *answers: int | str) -> None:
        """What becomes of the next writes: a status that is answered instead of asking the server, `lost`
        for one whose answer is lost on the way, `gone` for one that does not arrive, `later` for one that is
        to be sent again in an hour, `passed` for one that arrives; after them all do."""
        self.answers = [*answers]

    def _pass_on(self, route: Route) -> None:
        if route.request.method == "GET":
            return route.continue_()
        self.requests.append(sent(route.request))
        answer = self.answers.pop(0) if self.answers else "passed"
        if answer == "passed":
            return route.continue_()
        if answer == "lost":
            route.fetch()
        if answer in {"lost", "gone"}:
            return route.abort()
        words = '<div class="toast toast--wrong"><span>Said by a test.</span></div>'
        wait = {429: "1", 503: "1", "later": "3600"}.get(answer)
        return route.fulfill(
            status=503 if answer == "later" else int(answer),
            body=words,
            headers={"Retry-After": wait} if wait else {},
            content_type="text/html",
        )
