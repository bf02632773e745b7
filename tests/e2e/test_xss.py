"""Whatever people type stays text in a real browser, for whoever looks at it (RELIABILITY S01)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from tests.e2e.conftest import Library
from tests.e2e.pages.accounts import EMAIL, SetupPage
from tests.e2e.pages.imports import ImportPage
from tests.e2e.poison import PAYLOADS, poison
from tests.e2e.troubles import Troubles
from tests.serving import running_server

# Hover, focus and a click on everything that opens something; what would write or lead away is not clicked.
TOUCH_ALL = """() => {
  const pointed = {bubbles: true, cancelable: true};
  for (const each of document.querySelectorAll('body *')) {
    if (each instanceof HTMLElement && each.tabIndex >= 0) each.focus();
    for (const name of ['pointerover', 'mouseover', 'mouseenter', 'mousemove', 'pointerenter'])
      each.dispatchEvent(new MouseEvent(name, pointed));
  }
  for (const each of document.querySelectorAll('summary, [aria-haspopup]')) each.click();
}"""
# What is sent later is found on the page that is opened next.
SETTLE = "new Promise(done => requestIdleCallback(() => setTimeout(done, 50)))"
ALIVE = """() => [...document.querySelectorAll('*')].flatMap(each => [...each.attributes]
  .filter(({name, value}) => /^on/.test(name) || /^\\s*javascript:/i.test(value)
    && ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(name))
  .map(({name}) => `${each.tagName} ${name}`)
  .concat(each.matches('script:not([src])') ? ['SCRIPT'] : []))"""


class Watch:
    """What a browser did that nobody asked it for."""

    def __init__(self, context: BrowserContext) -> None:
        self.wrote: list[str] = []
        context.on("request", self._asked)
        context.on("dialog", lambda dialog: self.wrote.append(f"a dialog: {dialog.message}"))

    def _asked(self, request: Request) -> None:
        if request.method not in {"GET", "HEAD"}:
            self.wrote.append(f"{request.method} {request.url}")

    def faults_of(self, page: Page) -> list[str]:
        """What ran, or could, on the page that is open, with everything on it touched."""
        page.evaluate(TOUCH_ALL)
        page.evaluate(SETTLE)
        found = [*self.wrote, *page.evaluate(ALIVE)]
        self.wrote.clear()
        return found + (["a script ran"] if page.evaluate("'__pwned' in window") else [])


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Library]:
    """A poisoned server with an administrator, who wrote nothing of it."""
    data = tmp_path_factory.mktemp("poisoned") / "data"
    with running_server(data) as server:
        assert server.setup_link
        context = browser.new_context(base_url=server.url)
        SetupPage(context.new_page()).do_make_the_first_account(server.setup_link)
        state = context.storage_state()
        context.close()
        poison(data, EMAIL)
        yield Library(server, state, [])


@pytest.fixture
def context(poisoned: Library, new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """The administrator's browser."""
    return new_context(base_url=poisoned.url, storage_state=poisoned.state)


def addresses() -> Iterator[str]:
    """Every page that shows what somebody typed, and every one that says what was asked of it."""
    yield from ("/", "/people", "/audit", "/projects", "/account", "/account/tokens", "/designs/bin")
    yield from ("/findings", "/findings?dismissed=all", "/designs/print", "/people/new", "/imports/new")
    yield from ("/registers/files?as=tree", "/registers/tasks", "/search?q=window", "/help?q=window")
    for number, payload in enumerate(PAYLOADS):
        project, asked = f"XSS{number}", quote(payload)
        yield from (
            f"/projects/{project}",
            f"/projects/{project}/archive",
            f"/audit?verb={asked}&day={asked}",
        )
        yield from (f"/designs/{project}-002{part}" for part in ("", "/changes", "/handout", "/owner"))
        yield f"/designs/{project}-002/documents/notes"
        yield from (f"/{path}?q={asked}" for path in ("people", "audit", "api", "search", "projects", "help"))
        yield f"/login?next={asked}"
    yield from (f"/people/{number}" for number in range(2, 2 + 2 * len(PAYLOADS)))


def test_nothing_that_somebody_typed_runs(context: BrowserContext) -> None:
    page = context.new_page()
    watch = Watch(context)
    faults, shown = [], 0
    for address in addresses():
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 404:
            shown += 1
        faults += [f"{address}: {each}" for each in watch.faults_of(page)]
    page.wait_for_load_state("networkidle")
    assert [*faults, *watch.faults_of(page)] == []
    assert shown > 100
    assert PAYLOADS[0] in page.goto("/people").text().replace("&lt;", "<").replace("&gt;", ">")  # type: ignore[union-attr]


def test_what_a_person_is_told_in_passing_does_not_run(context: BrowserContext) -> None:
    page = context.new_page()
    for number in range(len(PAYLOADS)):
        page.goto(f"/people/{3 + 2 * number}")
        page.get_by_role("button", name="Let in again").click()
        expect(page.get_by_role("button", name="Suspend")).to_be_visible()
        watch = Watch(context)
        assert watch.faults_of(page) == []


def test_a_report_of_an_import_does_not_run(context: BrowserContext) -> None:
    page = context.new_page()
    importing = ImportPage(page)
    importing.do_open()
    files = [
        {"name": f"{payload.replace('/', '|')}.md", "mimeType": "text/markdown", "buffer": text.encode()}
        for payload in PAYLOADS
        for text in (f"# {payload}\n\n{payload}\n",)
    ]
    page.get_by_label("Markdown files or a .zip").set_input_files(files)  # type: ignore[arg-type]
    importing.do_look()
    assert Watch(context).faults_of(page) == []
    page.reload()  # menus lie open over the button
    importing.do_import()
    importing.assert_done()
    assert Watch(context).faults_of(page) == []


def test_what_could_run_is_seen(context: BrowserContext, troubles: Troubles) -> None:
    troubles.expect("Content Security Policy")
    troubles.expect("/x")  # the picture that is none
    page = opened_with(context, *(each for each in PAYLOADS if "hx-post" not in each))
    found = {each.lower() for each in Watch(context).faults_of(page)}
    assert {"script", "img onerror", "svg onload", "a href"} <= found


def test_what_writes_by_itself_is_seen(context: BrowserContext) -> None:
    watch = Watch(context)
    page = opened_with(context, *(each for each in PAYLOADS if "hx-post" in each))
    page.wait_for_load_state("networkidle")
    assert any(each.endswith("/account/sessions/end") for each in watch.faults_of(page))


def opened_with(context: BrowserContext, *payloads: str) -> Page:
    """A page of ours that forgot to make text of these."""

    def forget(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<main", f"{''.join(payloads)}<main", 1))

    page = context.new_page()
    page.route("**/people", forget)
    page.goto("/people")
    return page
