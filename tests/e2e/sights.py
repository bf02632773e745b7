"""How a page looks: at every width, in both schemes, zoomed, with larger text, with colours forced.

Faults are found. Where $DESIGNBOOK_SCREENSHOTS names a folder, pictures are kept there for people to look
at; they find no faults, and take longer than all that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

WIDTHS = (360, 390, 768, 1024, 1440, 1600)
# A window at 200 %: half as many CSS pixels. 320 is what WCAG 1.4.10 asks for.
ZOOMED = (320, 384, 720)
# Where only the text is twice as large.
TEXT_WIDTHS = (390, 768, 1440)
# Where colours are forced, lines appear that are not there otherwise.
FORCED_WIDTHS = (360, 1440)
HEIGHT = 900
PICTURE_HEIGHT = 2_400
FIND_FAULTS = (Path(__file__).parent / "faults.js").read_text()


class Sights:
    """Looks at pages, and keeps what was wrong until the end of the test."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        """Where the pictures go, if they are wanted."""
        self.faults: dict[str, list[str]] = {}
        """What is wrong, and where it was seen."""

    def look(self, page: Page, name: str) -> None:
        """Look at the open page in every way there is."""
        page.emulate_media(reduced_motion="reduce", color_scheme="light")
        for width in WIDTHS:
            with _window(page, width):
                self._check(page, f"{name} {width}")
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                    self._keep(page, f"{name} {width} {scheme}")
                page.emulate_media(color_scheme="light")
        for width in ZOOMED:
            with _window(page, width, scale=2):
                self._check(page, f"{name} {width} zoomed")
                self._keep(page, f"{name} {width} zoomed")
        for width in TEXT_WIDTHS:
            with _window(page, width), _larger_text(page):
                self._check(page, f"{name} {width} larger text")
                self._keep(page, f"{name} {width} larger text")
        page.emulate_media(forced_colors="active")
        for width in FORCED_WIDTHS:
            with _window(page, width):
                self._check(page, f"{name} {width} forced colours")
                self._keep(page, f"{name} {width} forced colours")
        page.emulate_media(forced_colors="none", reduced_motion="no-preference")

    def assert_no_faults(self) -> None:
        """Nothing is cut, overlaps, sticks out or is too small to be hit, and no page scrolls sideways."""
        said = [f"{fault}\n    at {', '.join(names)}" for fault, names in self.faults.items()]
        assert not said, "\n".join(["", *said])

    def _check(self, page: Page, name: str) -> None:
        for fault in page.evaluate(FIND_FAULTS):
            self.faults.setdefault(fault, []).append(name)

    def _keep(self, page: Page, name: str) -> None:
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        file = re.sub(r"[^\w-]+", "-", name).strip("-") + ".png"
        size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
        clip: Any = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], PICTURE_HEIGHT)}
        page.screenshot(path=self.folder / file, full_page=True, clip=clip, scale="css", caret="initial")


@contextmanager
def _window(page: Page, width: int, scale: int = 1) -> Iterator[None]:
    """A window of so many CSS pixels, each of `scale` pixels of the screen."""
    page.set_viewport_size({"width": width, "height": HEIGHT // scale})
    devices = page.context.new_cdp_session(page)
    size = {"width": width, "height": HEIGHT // scale, "deviceScaleFactor": scale, "mobile": False}
    devices.send("Emulation.setDeviceMetricsOverride", size)
    yield
    devices.detach()


@contextmanager
def _larger_text(page: Page) -> Iterator[None]:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield
    page.evaluate("document.documentElement.removeAttribute('style')")
