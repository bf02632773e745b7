"""A section and a document as Markdown: over their place, or on a page without scripts; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.boards import import_boards
from tests.e2e.conftest import Library
from tests.e2e.pages.board import BoardPage
from tests.e2e.troubles import Troubles

HERE = "## Here\n\n| Name | What | Why |\n|---|---|---|\n| Ash | tree | shade |\n"

Opened = Callable[..., BoardPage]


@pytest.fixture(scope="module")
def boards(
    workshop: tuple[Library, Iterator[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The keys of designs that only this file touches."""
    library, _ = workshop
    return import_boards(library, tmp_path_factory.mktemp("texts") / "boards", 500, 8)


@pytest.fixture
def opened(
    workshop: tuple[Library, Iterator[str]],
    boards: Iterator[str],
    new_context: Callable[..., BrowserContext],
) -> Opened:
    """Open a board that no other test touches; again, in another browser, for each further call."""
    library, key = workshop[0], next(boards)

    def open_board(**options: object) -> BoardPage:
        context = new_context(
            base_url=library.url,
            storage_state=library.state,
            viewport={"width": 1280, "height": 800},
            **options,
        )
        board = BoardPage(context.new_page(), key)
        board.do_open()
        return board

    return open_board


def test_a_section_opens_over_its_place_and_is_saved(opened: Opened) -> None:
    board = opened()
    heading = board.heading("Here")
    board.do_look_at(heading)
    board.do_focus(heading)
    with board.no_jump(heading), board.no_shift():
        board.do_open_markdown("Here")
        expect(board.field).to_be_focused()
        assert board.field.input_value().startswith(HERE)
        board.do_press("Escape")
        expect(board.field).to_have_count(0)
    with board.no_jump(heading):
        board.do_open_markdown("Here")
        board.do_press("Control+End")
        board.do_type("\n| Dandelion | weed | none |\n\nA paragraph more.")
        # The bar of the page lies over half of the title block.
        assert_accessible(board.page, within="form[data-place]")
        board.do_press("Control+Enter")
        expect(board.cell("Dandelion")).to_be_visible()
    expect(board.page.get_by_text("A paragraph more.")).to_be_visible()
    board.assert_saved("| Dandelion | weed | none |", "", "A paragraph more.", "", "## There")


def test_tab_leaves_the_field_and_saves(opened: Opened) -> None:
    board = opened()
    board.do_open_markdown("Tasks")
    board.do_press("Control+End")
    board.do_type("\n- [ ] One more")
    board.do_press("Tab")
    expect(board.field).to_have_count(0)
    expect(board.cell("One more")).to_be_visible()
    board.assert_saved("- [ ] Last of all", "- [ ] One more")


def test_escape_asks_and_what_was_typed_is_offered_again(opened: Opened) -> None:
    board = opened()
    board.do_open_markdown("Tasks")
    board.do_press("Control+End")
    board.do_type("\n- [ ] Half a thou")
    answers = iter([False, True])
    board.page.on("dialog", lambda dialog: dialog.accept() if next(answers) else dialog.dismiss())
    board.do_press("Escape")
    expect(board.field).to_be_focused()
    board.do_type("ght")
    board.do_press("Escape")
    expect(board.field).to_have_count(0)
    assert "- [ ] Half a thought" not in board.lines
    board.do_open()
    draft = board.page.locator("[data-draft]")
    expect(draft).to_contain_text("Half a thought")
    draft.get_by_role("button", name="Restore").click()
    expect(board.field).to_be_focused()
    assert board.field.input_value().endswith("- [ ] Half a thought")
    board.do_press("Control+Enter")
    expect(board.cell("Half a thought")).to_be_visible()
    board.assert_saved("- [ ] Last of all", "- [ ] Half a thought")


def test_what_is_refused_opens_again_with_its_text_and_takes_no_focus(
    opened: Opened, troubles: Troubles
) -> None:
    troubles.expect("422")
    board = opened()
    board.do_open_markdown("Here")
    board.do_press("Control+End")
    board.do_type("\n\n```\nleft open")
    board.do_press("Control+Enter")
    board.do_focus(board.cell("Dogwood"))
    expect(board.page.locator(".editor__error")).to_contain_text("left open")
    assert board.field.input_value().endswith("```\nleft open")
    expect(board.cell("Dogwood")).to_be_focused()
    board.field.click()
    board.do_press("Control+End")
    board.do_type("\n```")
    board.do_press("Control+Enter")
    expect(board.page.locator("pre", has_text="left open")).to_be_visible()
    board.assert_saved("```", "left open", "```", "", "## There")


def test_two_write_in_one_row_and_the_second_one_chooses(opened: Opened, troubles: Troubles) -> None:
    troubles.expect("409")
    mine, theirs = opened(), opened()
    mine.do_open_markdown("Here")
    theirs.do_focus(theirs.cell("hedge"))
    theirs.do_type("theirs")
    theirs.do_press("Enter")
    theirs.assert_saved("| Beech | theirs | wind |")
    text = mine.field.input_value()
    mine.field.fill(text.replace("hedge", "mine").replace("smell", "scent"))
    mine.do_press("Control+Enter")
    part = mine.page.locator(".part")
    expect(part).to_have_count(1)
    for words in ("| Beech | hedge | wind |", "| Beech | theirs | wind |", "| Beech | mine | wind |"):
        expect(part).to_contain_text(words)
    assert_accessible(mine.page)
    assert "| Beech | theirs | wind |" in mine.lines
    part.locator("textarea").fill("| Beech | theirs and mine | wind |")
    expect(part.get_by_role("radio", name="This text:")).to_be_checked()
    mine.page.get_by_role("button", name="Save what is chosen").click()
    expect(mine.cell("theirs and mine")).to_be_visible()
    expect(mine.page.locator(".parts")).to_have_count(0)
    mine.assert_saved("| Beech | theirs and mine | wind |", "| Cedar | plank | scent |")


def test_a_whole_document_is_written_as_markdown(opened: Opened) -> None:
    board = opened()
    board.page.locator("summary", has_text="More").click()
    board.page.get_by_role("link", name="Edit as Markdown").click()
    expect(board.field).to_be_focused()
    text = board.field.input_value()
    assert text.splitlines() == board.lines
    board.field.fill(text.replace("## Remarks", "## Notes") + "\n## The end\n")
    board.do_press("Control+Enter")
    board.assert_titles("Here", "There", "Below there", "Tasks", "Notes", "The end")
    board.assert_saved("## The end")


def test_without_scripts_it_is_a_page_with_a_form(opened: Opened) -> None:
    board = opened(java_script_enabled=False)
    address = board.page.locator("#main section").nth(1).get_attribute("id")
    assert address
    board.page.goto(f"/sections/{address.removeprefix('section-')}/text")
    field = board.page.locator("textarea[name=text]")
    field.fill(field.input_value() + "\n\nTyped without a script.")
    board.page.get_by_role("button", name="Save").click()
    expect(board.page.get_by_text("Typed without a script.")).to_be_visible()
    assert "Typed without a script." in board.lines
