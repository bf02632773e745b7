"""axe on the page that is open, in both colour schemes."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
# Colours move from one scheme to the other; half way their contrast is nobody's.
SETTLED = "Promise.allSettled(document.getAnimations().map(each => each.finished)).then(() => null)"


def assert_accessible(page: Page, within: str | None = None) -> None:
    """axe finds no violation of WCAG 2.0 to 2.2, A and AA, neither in light nor in dark.

    `within` is a selector: what stands open over a page hides some of what is below it.
    """
    for scheme in ("light", "dark"):
        # What comes in meanwhile stands there at once: half faded in its contrast is nobody's, either.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.evaluate(SETTLED)
        results = Axe().run(page, context=within, options=OPTIONS)
        assert results.violations_count == 0, f"{page.url} in {scheme}: {results.generate_report()}"
    page.emulate_media(color_scheme="null", reduced_motion="null")
