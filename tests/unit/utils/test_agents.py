"""What a browser is called in the list of sessions."""

from __future__ import annotations

import pytest

from webapp.utils.agents import browser_name

BEGINNING = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{BEGINNING} (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on Linux"),
        (f"{BEGINNING} (Windows NT 10.0) {WEBKIT} Chrome/150.0 Safari/537.36", "Chrome on Windows"),
        (f"{BEGINNING} (Windows NT 10.0) {WEBKIT} Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Windows"),
        (
            f"{BEGINNING} (Macintosh; Intel Mac OS X 15_0) {WEBKIT} Version/26.0 Safari/605.1",
            "Safari on macOS",
        ),
        (f"{BEGINNING} (iPhone; CPU iPhone OS 20_0 like Mac OS X) {WEBKIT} CriOS/150.0", "Chrome on iPhone"),
        (
            f"{BEGINNING} (Linux; Android 16; K) {WEBKIT} Chrome/150.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.0", "A browser"),
        ("Something (Linux)", "A browser on Linux"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_two_words(agent: str, name: str) -> None:
    assert browser_name(agent) == name
