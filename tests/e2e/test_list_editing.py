"""The list of designs, edited in place: titles, values, selections, new designs. Focus and scroll stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.conftest import Library
from tests.e2e.pages.listing import ListPage
from tests.e2e.sights import FIND_FAULTS
from tests.e2e.troubles import Troubles
from tests.serving import run

NAMES = ("Anchor", "Bridge", "Canal", "Dock")
TESTS = 20


@pytest.fixture(scope="module")
def harbours(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Four designs for each test, brought in at once; a word in their titles is theirs alone."""
    folder = tmp_path_factory.mktemp("harbours")
    for number in range(TESTS):
        for place, name in enumerate(NAMES):
            key = f"FEAT-{500 + number * len(NAMES) + place}"
            (folder / f"{key}.md").write_text(
                f"# {key}: {name} {word_of(number)}\n\ntext  \n\n- [ ] {name}\n"
            )
    imported = run(library.data, "import", str(folder))
    assert imported.returncode == 0, imported
    return iter(range(TESTS))


@pytest.fixture
def harbour(harbours: Iterator[int]) -> tuple[str, list[str]]:
    """A word that stands in the titles of four designs, and their keys."""
    number = next(harbours)
    return word_of(number), [f"FEAT-{500 + number * len(NAMES) + place}" for place in range(len(NAMES))]


def word_of(number: int) -> str:
    """Letters alone: no word holds another, and a key is not found by one."""
    return f"harbour{chr(97 + number)}"


@pytest.fixture
def listing(page: Page, harbour: tuple[str, list[str]]) -> tuple[ListPage, list[str]]:
    """The open list of four designs that no other test knows."""
    word, keys = harbour
    listed = ListPage(page, word)
    listed.do_open()
    listed.assert_listed(*keys)
    return listed, keys


Listing = tuple[ListPage, list[str]]


def test_a_title_is_renamed_by_key_pencil_and_double_click(listing: Listing, page: Page) -> None:
    listed, (one, two, three, _) = listing
    place = listed.place()

    listed.title(one).focus()
    page.keyboard.press("F2")
    editor = page.get_by_role("textbox", name=f"Title of {one}")
    expect(editor).to_be_focused()
    assert listed.place() == place
    page.keyboard.type(f"First {listed.word}")
    page.keyboard.press("Enter")
    expect(listed.title(one)).to_be_focused()
    listed.assert_title(one, f"First {listed.word}")

    listed.row(two).hover()
    listed.row(two).get_by_role("link", name=f"Rename {two}").click()
    page.keyboard.type("thrown away")
    page.keyboard.press("Escape")
    expect(listed.title(two)).to_be_focused()
    listed.assert_title(two, f"Bridge {listed.word}")

    listed.title(three).dblclick()
    page.keyboard.type(f"Third {listed.word}")
    page.keyboard.press("Enter")
    listed.assert_title(three, f"Third {listed.word}")
    assert listed.place() == place

    listed.do_open()
    listed.assert_title(one, f"First {listed.word}")
    listed.assert_title(three, f"Third {listed.word}")
    listed.title(three).click()
    expect(page.locator(".titleblock h1")).to_have_text(f"Third {listed.word}")


def test_a_title_changes_one_line_of_the_markdown(listing: Listing, page: Page) -> None:
    listed, (one, *_) = listing
    listed.title(one).focus()
    page.keyboard.press("F2")
    page.keyboard.type("Jetty")
    page.keyboard.press("Enter")
    listed.assert_title(one, "Jetty")
    answer = page.request.get(f"/designs/{one}.md")
    assert answer.text() == f"# {one}: Jetty\n\ntext  \n\n- [ ] Anchor\n"


def test_keys_lead_through_the_rows(listing: Listing, page: Page) -> None:
    listed, (one, two, three, four) = listing
    listed.title(one).focus()
    for key, goal in [
        ("ArrowDown", listed.title(two)),
        ("ArrowRight", listed.value(two, "status")),
        ("ArrowRight", listed.value(two, "priority")),
        ("ArrowRight", listed.value(two, "owner")),
        ("ArrowRight", listed.value(two, "owner")),
        ("ArrowDown", listed.value(three, "owner")),
        ("ArrowLeft", listed.value(three, "priority")),
        ("End", listed.value(four, "priority")),
        ("ArrowDown", listed.value(four, "priority")),
        ("Home", listed.value(one, "priority")),
        ("ArrowUp", listed.value(one, "priority")),
        # One row is reached with Tab; what comes after it leaves the list.
        ("Shift+Tab", listed.value(one, "status")),
        ("Shift+Tab", listed.title(one)),
        ("Shift+Tab", page.locator("#sort-updated")),
        ("Tab", listed.title(one)),
    ]:
        page.keyboard.press(key)
        expect(goal).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".titleblock__key")).to_have_text(one)


def test_a_value_is_chosen_by_keyboard_and_mouse(listing: Listing, page: Page) -> None:
    listed, (one, two, *_) = listing
    place = listed.place()
    status = listed.value(one, "status")
    status.focus()
    page.keyboard.press("Enter")
    expect(listed.box.get_by_role("listbox", name="Status")).to_be_focused()
    expect(listed.box.locator("[aria-selected=true]")).to_have_text("Draft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(status).to_be_focused()
    expect(status).to_have_text("Draft")

    page.keyboard.press("Enter")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    expect(status).to_be_focused()
    expect(status).to_have_text("Approved")

    listed.do_choose(two, "priority", "P0")
    listed.value(two, "owner").click()
    page.keyboard.type("nobody is called this")
    expect(listed.box).to_contain_text("Nothing matches.")
    page.keyboard.press("Tab")
    expect(listed.box).to_have_count(0)
    listed.do_choose(two, "owner", "Nobody")
    listed.assert_saved()
    assert listed.place() == place

    listed.do_open()
    expect(listed.value(one, "status")).to_have_text("Approved")
    expect(listed.value(two, "priority")).to_have_text("P0")
    expect(listed.value(two, "owner")).to_have_text("Nobody")


def test_a_row_that_no_longer_fits_stays_until_the_focus_leaves(listing: Listing, page: Page) -> None:
    listed, (one, two, three, four) = listing
    listed.do_open(status="Draft")
    listed.value(two, "status").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("i")
    page.keyboard.press("Enter")
    listed.assert_saved()
    listed.assert_listed(one, two, three, four)
    expect(listed.value(two, "status")).to_be_focused()
    page.keyboard.press("ArrowRight")
    listed.assert_listed(one, two, three, four)

    page.keyboard.press("ArrowDown")
    listed.assert_listed(one, three, four)
    expect(listed.value(three, "priority")).to_be_focused()
    expect(page.locator(".designs__count")).to_contain_text("3 of")


def test_rows_are_selected_by_key_click_and_all_at_once(listing: Listing, page: Page) -> None:
    listed, (one, two, three, four) = listing
    listed.assert_selected()
    listed.title(one).focus()
    page.keyboard.press("Space")
    listed.assert_selected(one)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    listed.assert_selected(one, two, three)
    page.keyboard.press("Shift+ArrowUp")
    listed.assert_selected(one, two)
    expect(listed.title(two)).to_be_focused()
    page.keyboard.press("Escape")
    listed.assert_selected()

    listed.do_tick(two)
    listed.row(four).get_by_role("checkbox").click(modifiers=["Shift"])
    listed.assert_selected(two, three, four)
    page.get_by_label("Select all on this page").check()
    listed.assert_selected(one, two, three, four)
    listed.bar.get_by_role("button", name="Clear the selection").click()
    listed.assert_selected()


def test_many_get_a_value_and_one_undo_takes_it_back(listing: Listing, page: Page) -> None:
    listed, (one, two, three, _) = listing
    place = listed.place()
    listed.do_choose(two, "status", "Rejected")
    listed.do_tick(one, two)
    listed.do_set_many("Status", "Approved")
    for key in (one, two):
        expect(listed.value(key, "status")).to_have_text("Approved")
    expect(listed.value(three, "status")).to_have_text("Draft")
    listed.assert_selected(one, two)

    page.get_by_role("button", name="Undo").click()
    expect(listed.value(one, "status")).to_have_text("Draft")
    expect(listed.value(two, "status")).to_have_text("Rejected")
    assert listed.place()[0] == place[0]


def test_many_go_to_the_bin_and_come_back(listing: Listing, page: Page) -> None:
    listed, (one, two, three, four) = listing
    listed.title(two).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    listed.bar.get_by_role("button", name="Bin").click()
    listed.assert_listed(one, four)
    expect(page.locator(".designs__count")).to_contain_text("2 of")
    expect(listed.title(four)).to_be_focused()

    page.get_by_role("button", name="Undo").click()
    listed.assert_listed(one, two, three, four)


def test_a_new_design_is_a_row(listing: Listing, page: Page) -> None:
    listed, keys = listing
    field = listed.do_start_new()
    page.keyboard.type(f"Echo {listed.word}")
    page.keyboard.press("Enter")
    made = page.locator("[data-designs] tbody tr").first
    expect(made.locator(".designs__title > a").first).to_be_focused()
    expect(made).to_contain_text(f"Echo {listed.word}")
    expect(page.locator(".designs__key")).to_have_count(len(keys) + 1)

    # Whoever goes elsewhere leaves nothing typed behind; Escape does.
    listed.do_start_new()
    page.keyboard.type(f"Foxtrot {listed.word}")
    listed.title(keys[0]).focus()
    expect(page.locator("[data-designs] tbody tr").first.locator(".designs__title > a").first).to_have_text(
        f"Foxtrot {listed.word}"
    )
    expect(listed.title(keys[0])).to_be_focused()
    listed.do_start_new()
    page.keyboard.type("thrown away")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(page.get_by_role("link", name="New design")).to_be_focused()
    listed.assert_saved()

    listed.do_open()
    expect(page.locator(".designs__key")).to_have_count(len(keys) + 2)


def test_a_new_design_waits_for_the_network_and_is_made_once(
    listing: Listing, page: Page, troubles: Troubles
) -> None:
    listed, keys = listing
    troubles.expect("INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    listed.do_start_new()
    page.keyboard.type(f"Golf {listed.word}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not saved yet: 1 change", exact=True)).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-designs] tbody tr").first.locator(".designs__title > a").first).to_have_text(
        f"Golf {listed.word}"
    )
    listed.do_open()
    expect(page.locator(".designs__key")).to_have_count(len(keys) + 1)


def test_two_who_set_one_value_are_shown_both(listing: Listing, page: Page, troubles: Troubles) -> None:
    listed, (one, *_) = listing
    troubles.expect("409")
    beside = ListPage(page.context.new_page(), listed.word)
    beside.do_open()
    beside.do_choose(one, "status", "Rejected")
    beside.assert_saved()
    beside.page.close()

    listed.do_choose(one, "status", "Approved")
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("Rejected")
    assert_accessible(page)
    conflict.get_by_role("button", name="Set mine: Approved").click()
    expect(conflict).to_have_count(0)
    expect(listed.value(one, "status")).to_have_text("Approved")
    listed.assert_saved()
    listed.do_open()
    expect(listed.value(one, "status")).to_have_text("Approved")


def test_every_state_is_accessible_and_fits(listing: Listing, page: Page) -> None:
    listed, (one, two, *_) = listing

    def look() -> None:
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(FIND_FAULTS) == []
        assert_accessible(page)

    listed.do_tick(one, two)
    look()
    listed.value(one, "owner").click()
    expect(listed.box.get_by_role("option", name="Nobody")).to_be_visible()
    look()
    page.keyboard.press("Escape")
    listed.value(one, "status").click()
    look()
    page.keyboard.press("Escape")
    listed.title(two).focus()
    page.keyboard.press("F2")
    look()
    page.keyboard.press("Escape")
    listed.do_start_new()
    look()


def test_a_finger_does_it_on_a_small_screen(
    library: Library, harbour: tuple[str, list[str]], new_context: Callable[..., BrowserContext]
) -> None:
    word, (one, two, *_) = harbour
    size = {"width": 390, "height": 844}
    context = new_context(base_url=library.url, storage_state=library.state, viewport=size, has_touch=True)
    page = context.new_page()
    listed = ListPage(page, word)
    listed.do_open()
    listed.value(one, "status").tap()
    listed.box.get_by_role("option", name="Approved").tap()
    expect(listed.value(one, "status")).to_have_text("Approved")
    listed.row(two).get_by_role("link", name=f"Rename {two}").tap()
    page.keyboard.type(f"Tapped {word}")
    page.keyboard.press("Enter")
    listed.assert_title(two, f"Tapped {word}")
    listed.row(one).get_by_role("checkbox").tap()
    listed.assert_selected(one)
    listed.title(two).tap()
    expect(page.locator(".titleblock__key")).to_have_text(two)


def test_without_scripts_forms_do_it(
    library: Library, harbour: tuple[str, list[str]], new_context: Callable[..., BrowserContext]
) -> None:
    word, (one, two, *_) = harbour
    context = new_context(base_url=library.url, storage_state=library.state, java_script_enabled=False)
    page = context.new_page()
    listed = ListPage(page, word)
    listed.do_open()
    listed.row(one).get_by_role("link", name=f"Rename {one}").click()
    page.get_by_label("Title").fill(f"Plain {word}")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".titleblock h1")).to_have_text(f"Plain {word}")

    listed.do_open()
    listed.value(two, "owner").click()
    page.get_by_label("Owner").select_option("Nobody")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".titleblock")).to_be_visible()
    listed.do_open()
    expect(listed.value(two, "owner")).to_have_text("Nobody")

    listed.do_tick(one, two)
    listed.do_set_many("Priority", "P0")
    listed.bar.get_by_role("button", name="Set").click()
    expect(page.get_by_role("status").first).to_contain_text("Priority of 2 designs: P0")
    for key in (one, two):
        expect(listed.value(key, "priority")).to_have_text("P0")


def test_a_designs_own_page_is_edited_alike(listing: Listing, page: Page) -> None:
    listed, (one, two, *_) = listing
    page.goto(f"/designs/{one}")
    place = listed.place()
    block, rail = page.locator(".titleblock"), page.locator(".rail")

    block.locator("a[id$=-status]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(block.locator("a[id$=-status]")).to_be_focused()
    expect(block.locator("a[id$=-status]")).to_have_text("Rejected")

    rail.locator("a[id$=-contributors]").click()
    expect(listed.box.get_by_role("combobox")).to_be_focused()
    listed.box.get_by_role("option").first.click()
    expect(listed.box.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    listed.assert_saved()
    page.keyboard.press("Escape")
    expect(rail.locator("a[id$=-contributors]")).to_be_focused()
    expect(rail.locator("a[id$=-contributors]")).not_to_have_text("Nobody")

    rail.get_by_label("Change the parent").click()
    page.keyboard.type(f"bridge {listed.word}")
    expect(listed.box.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(rail.get_by_role("link", name=two)).to_be_visible()
    expect(rail.get_by_label("Change the parent")).to_be_focused()

    block.locator("h1 bdi").click()
    page.keyboard.press("End")
    page.keyboard.type(" now")
    page.keyboard.press("Enter")
    expect(block.locator("h1")).to_have_text(f"Anchor {listed.word} now")
    listed.assert_saved()
    assert listed.place()[0] == place[0]
    assert (
        page.request.get(f"/designs/{one}.md")
        .text()
        .startswith(f"# {one}: Anchor {listed.word} now\n\ntext  \n")
    )

    rail.get_by_role("link", name=two).click()
    expect(page.locator(".titleblock__key")).to_have_text(two)
