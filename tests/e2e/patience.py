"""How long a browser is waited for: what a busy machine may need. Only what fails waits that long."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 60.0
"""Seconds."""


def wait_until(page: Page, holds: Callable[[], object], otherwise: Callable[[], object]) -> None:
    """Ask again and again until it holds, where no element tells; `otherwise` says what is."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, otherwise()
        page.wait_for_timeout(20)
