"""Who only reads finds nothing to edit, and their keys do nothing; beside them the owner edits as ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.grids import write_designs
from tests.e2e.pages.accounts import SetupPage
from tests.e2e.people import add_person
from tests.serving import Server, run, running_server

EDITORS = "[data-edit], [data-grid], [data-grip], [data-markdown], [contenteditable], template[id^=menu-]"
KEYS = (
    "Enter",
    "F2",
    "a",
    " ",
    "Delete",
    "Control+Enter",
    "Control+Backspace",
    "Control+z",
    "Control+y",
    "Shift+F10",
)


Place = tuple[Server, BrowserContext, str]


@pytest.fixture
def place(
    tmp_path_factory: pytest.TempPathFactory, new_context: Callable[..., BrowserContext]
) -> Iterator[Place]:
    """A server of its own, its administrator's browser, and the key of a design of that person."""
    folder = tmp_path_factory.mktemp("closed")
    (folder / "designs").mkdir()
    key = write_designs(folder / "designs")[0]
    with running_server(folder / "data") as server:
        assert server.setup_link
        context = new_context(base_url=server.url)
        page = context.new_page()
        SetupPage(page).do_make_the_first_account(server.setup_link)
        imported = run(folder / "data", "import", str(folder / "designs"))
        assert imported.returncode == 0, imported
        page.goto(f"/designs/{key}/owner")
        page.get_by_label("Owner").select_option(index=1)
        page.get_by_role("button", name="Save").click()
        expect(page.locator("article h1")).to_be_visible()
        page.close()
        yield server, context, key


def close_to_readers(page: Page) -> None:
    """Let everyone signed in read FEAT, and no more."""
    page.goto("/projects/FEAT")
    page.get_by_label("Everyone signed in, as a reader").check()
    page.locator("form[action$=openness] button").click()
    expect(page.get_by_text("What everyone may do here is saved.")).to_be_visible()


def written(page: Page) -> list[str]:
    """Every request of a page that could change something, as it is sent."""
    sent: list[str] = []
    page.on("request", lambda request: request.method != "GET" and sent.append(request.url))
    return sent


def test_a_reader_finds_nothing_to_edit_and_no_key_does_anything(
    place: Place, new_context: Callable[..., BrowserContext]
) -> None:
    server, context, key = place
    owner = context.new_page()
    close_to_readers(owner)
    reader = add_person(server, new_context, "reads@example.org").new_page()
    reader.clock.set_fixed_time("2100-01-01")  # what was changed just now was not a minute ago meanwhile
    sent = written(reader)

    reader.goto(f"/designs/{key}")
    expect(reader.locator("article h1")).to_be_visible()
    expect(reader.locator(EDITORS)).to_have_count(0)
    before = reader.locator("article").inner_text()
    for found in (
        reader.locator("article td").first,
        reader.locator("article h1"),
        reader.locator("article li").first,
    ):
        found.click()
        for pressed in KEYS:
            reader.keyboard.press(pressed)
    expect(reader.locator("article")).to_have_text(before, use_inner_text=True)
    expect(reader.locator("article :is(input, textarea, select):not([type=checkbox])")).to_have_count(0)
    assert_accessible(reader)

    reader.goto("/")
    title = reader.locator("[data-designs] .designs__title a").first
    title.focus()
    for pressed in ("F2", " ", "Shift+ArrowDown", "Control+a", "Control+z"):
        reader.keyboard.press(pressed)
    expect(reader.locator("[data-designs] :is(input, form)")).to_have_count(0)
    assert sent == []

    owner.goto(f"/designs/{key}")
    owner.locator("article td").first.dblclick()
    expect(owner.get_by_role("combobox", name="Method, row 1")).to_be_focused()


def test_a_lock_is_set_and_told_and_taken_away(
    place: Place, new_context: Callable[..., BrowserContext]
) -> None:
    server, context, key = place
    page = context.new_page()
    page.goto(f"/designs/{key}")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_text("Locked by")).to_be_visible()
    assert_accessible(page)
    other = add_person(server, new_context, "writes@example.org").new_page()
    other.goto(f"/designs/{key}")
    expect(other.get_by_text("Locked by")).to_be_visible()
    expect(other.locator(EDITORS)).to_have_count(0)

    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_text("Locked by")).to_have_count(0)
    other.reload()
    expect(other.locator("[data-grid]").first).to_be_visible()


def test_members_are_added_and_taken_out_without_scripts(
    place: Place, new_context: Callable[..., BrowserContext]
) -> None:
    server, context, _ = place
    add_person(server, new_context, "joins@example.org")
    state = context.storage_state()
    page = new_context(base_url=server.url, storage_state=state, java_script_enabled=False).new_page()
    page.goto("/projects/FEAT")
    page.get_by_label("Person").fill("joins@example.org")
    page.get_by_role("button", name="Add member").click()
    expect(page.get_by_text("joins is author here now.")).to_be_visible()
    page.get_by_role("button", name="Remove joins").click()
    expect(page.get_by_text("joins is no member any more.")).to_be_visible()
