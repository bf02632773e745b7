"""Printed pages read back: what stands on each sheet and where."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MM = 72 / 25.4
HEAD = 16 * MM
FOOT = 14 * MM
"""How much of a sheet belongs to its running header and footer, in points; print.css keeps text out of it."""

# Drawn by styles beside the text, or in its place: not a part of it on either side.
DRAWN = frozenset("•✓✗☐☑▲◐◔◑◕○◆■●▧")
BEYOND = "\ufffd"
"""What stands for letters beyond the first plane, emoji above all, which PDFs give back in halves."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character where it stands: points from the lower left corner of the sheet."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Sheet:
    """One printed page; `number` counts from 1. Sizes are in points.

    `ink` says whether something stands between header and footer.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    ink: bool

    @property
    def running(self) -> str:
        """What stands in the header and the footer, without blanks."""
        return bare("".join(each.char for each in self.glyphs if self._runs(each)))

    @property
    def body(self) -> str:
        """What stands between them, without blanks, in the order in which it was drawn."""
        return bare("".join(each.char for each in self.glyphs if not self._runs(each)))

    def _runs(self, glyph: Glyph) -> bool:
        middle = (glyph.bottom + glyph.top) / 2
        return middle > self.height - HEAD or middle < FOOT


def read(pdf: bytes) -> list[Sheet]:
    """The sheets of a PDF in order."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [_sheet(number, page) for number, page in enumerate(document, 1)]
    finally:
        document.close()


def bare(text: str) -> str:
    """A text as it is compared: composed, without blanks, invisible characters, drawn signs and emoji.

    For emoji not every machine has a font; without one a browser prints boxes that say nothing.
    """
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if not char.isspace()
        and char not in DRAWN
        and char < BEYOND
        and unicodedata.category(char) not in {"Cf", "Cc", "Mn"}
    )


def _sheet(number: int, page: pdfium.PdfPage) -> Sheet:
    width, height = page.get_size()
    return Sheet(number, width, height, list(_glyphs(page.get_textpage())), _has_ink(page, height))


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[Glyph]:
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, index) != 1:
            yield Glyph(_char(raw.FPDFText_GetUnicode(text, index)), *text.get_charbox(index))


def _char(code: int) -> str:
    if code in {0x02, 0xFFFE}:
        return "-"  # a hyphen that ends a line
    if 0xD800 <= code < 0xE000:
        return BEYOND  # one half of a letter, and halves come in any order
    return chr(code)


def _has_ink(page: pdfium.PdfPage, height: float) -> bool:
    scale = 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    first, last = int(HEAD * scale), int((height - FOOT) * scale)
    return min(rows[first * bitmap.stride : last * bitmap.stride]) < 200
