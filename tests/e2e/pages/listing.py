"""The list of designs where it is edited: a row by its key."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PLACE = "[scrollY, document.documentElement.scrollHeight]"


class ListPage:
    """The designs that hold a word, in the order of their keys."""

    def __init__(self, page: Page, word: str) -> None:
        self.page = page
        self.word = word

    def do_open(self, **query: str) -> None:
        """Open the list, narrowed further by `query`."""
        asked = {"q": self.word, "sort": "key"} | query
        self.page.goto("/?" + "&".join(f"{name}={value}" for name, value in asked.items()))

    def row(self, key: str) -> Locator:
        """The row of a design."""
        return self.page.locator("[data-designs] tbody tr").filter(
            has=self.page.locator(".designs__key", has_text=key)
        )

    def title(self, key: str) -> Locator:
        """The link that a row's title is."""
        return self.row(key).locator(".designs__title > a").first

    def value(self, key: str, field: str) -> Locator:
        """The status, priority or owner of a row."""
        return self.row(key).locator(f".designs__{field} .value")

    @property
    def box(self) -> Locator:
        """The list of values, where one is open."""
        return self.page.locator("#picker:popover-open")

    @property
    def bar(self) -> Locator:
        """What can be done to the selected designs."""
        return self.page.get_by_role("form", name="Selected designs")

    def do_choose(self, key: str, field: str, words: str) -> None:
        """Choose a value with the mouse."""
        self.value(key, field).click()
        self.box.get_by_role("option", name=words, exact=True).click()

    def do_tick(self, *keys: str) -> None:
        """Tick the boxes of rows."""
        for key in keys:
            self.row(key).get_by_role("checkbox").check()

    def do_set_many(self, label: str, words: str) -> None:
        """Give the selected designs a value."""
        self.bar.get_by_label(f"{label} of the selected designs").select_option(words)

    def do_start_new(self) -> Locator:
        """Open the row of a new design; its field."""
        self.page.get_by_role("link", name="New design").click()
        field = self.page.get_by_label("Title of the new design")
        expect(field).to_be_focused()
        return field

    def assert_listed(self, *keys: str) -> None:
        """These keys are listed, in this order, and no other."""
        expect(self.page.locator(".designs__key")).to_have_text([*keys])

    def assert_selected(self, *keys: str) -> None:
        """These rows are ticked, and the bar says how many."""
        expect(self.page.locator("[data-designs] tbody tr:has(:checked) .designs__key")).to_have_text([*keys])
        if keys:
            expect(self.bar).to_contain_text(f"{len(keys)} selected")
        else:
            expect(self.bar).to_be_hidden()

    def assert_title(self, key: str, title: str) -> None:
        """A row says this title, and it is stored."""
        expect(self.title(key)).to_have_text(title)
        self.assert_saved()

    def assert_saved(self) -> None:
        """Nothing waits to be saved."""
        expect(self.page.locator(".is-saving")).to_have_count(0)

    def place(self) -> list[int]:
        """Where the page stands: how far it is scrolled, how high it is."""
        found: list[int] = self.page.evaluate(PLACE)
        return found
