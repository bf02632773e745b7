"""What `designbook doctor` says of PDFs: whether they can be made, and what to install."""

from __future__ import annotations

from importlib.metadata import version

from webapp.pdf import press

INSTALL = "On Debian: apt-get install"


def examine() -> tuple[list[tuple[str, str]], list[str]]:
    """Facts, as pairs of name and value, and warnings. Without the extra there is nothing to warn of."""
    if not press.has_extra():
        return [("PDF", "not made: WeasyPrint, the extra pdf, is not installed")], []
    facts = [("PDF", f"WeasyPrint {version('weasyprint')}")]
    if packages := press.missing_packages():
        return facts, [f"No PDF can be made until its libraries are there. {INSTALL} {' '.join(packages)}"]
    if fonts := press.wanted_fonts():
        facts.append(("fonts for more signs", " ".join(fonts)))
    return facts, []
