"""The first account, signing in and out."""

from __future__ import annotations

from playwright.sync_api import Page, expect

EMAIL = "ada@example.org"
NAME = "An Administrator"
PASSWORD = "correct horse battery staple"


class SetupPage:
    """Behind the one-time link that `serve` prints."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do_make_the_first_account(self, link: str) -> None:
        """Follow the link and fill the form; the list of designs opens."""
        self.page.goto(link)
        self.page.get_by_label("Your name").fill(NAME)
        self.page.get_by_label("E-mail address").fill(EMAIL)
        self.page.get_by_label("New password").fill(PASSWORD)
        self.page.get_by_role("button", name="Make the account").click()
        expect(self.page.get_by_role("heading", name="Designs", level=1)).to_be_visible()


class LoginPage:
    """The sign-in page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def do_sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> None:
        """Fill the form that is open and send it."""
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def assert_open(self) -> None:
        """The form is there to be filled."""
        expect(self.page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
