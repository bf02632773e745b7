"""What a browser complains about while a test runs. Whatever nobody expected fails the test."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# Chromium asks for these itself, over the network of the page.
OWN_SCHEMES = {"data", "blob", "about"}


class Troubles:
    """Errors and warnings of the console (a breach of the CSP is one), exceptions of scripts, failed
    requests, and requests to anywhere but the server under test."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.expected: list[str] = []

    def watch(self, context: BrowserContext, origin: str) -> None:
        """Listen to every page of the context, of now and later."""

        def requested(request: Request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme not in OWN_SCHEMES and f"{parts.scheme}://{parts.netloc}" != origin:
                self.found.append(f"a request to elsewhere: {request.url}")

        context.on("console", self._said)
        context.on("weberror", self._raised)
        context.on("request", requested)
        context.on("requestfailed", self._failed)

    def expect(self, words: str) -> None:
        """A trouble with these words belongs to this test: it must occur."""
        self.expected.append(words)

    def assert_none(self) -> None:
        """Nothing happened but what was expected, and all of that did."""
        surprises = [each for each in self.found if not any(words in each for words in self.expected)]
        assert not surprises, surprises
        missing = [words for words in self.expected if not any(words in each for each in self.found)]
        assert not missing, f"{missing} did not occur"

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _raised(self, error: WebError) -> None:
        self.found.append(f"an exception: {error.error}")

    def _failed(self, request: Request) -> None:
        # A page itself gives up a request: for a newer one while somebody types, or for a download.
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"a failed request: {request.method} {request.url} {request.failure}")
