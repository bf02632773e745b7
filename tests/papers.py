"""Printed pages read back: what stands on each sheet and where, and the laws of paper.

A law compares a PDF with the page that it was printed from. `assert_drafted` asks for all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

import html5lib
import pypdfium2 as pdfium
import pypdfium2.raw as raw

MM = 72 / 25.4
HEAD = 16 * MM
FOOT = 14 * MM
"""How much of a sheet belongs to its running header and footer, in points; print.css keeps text out of it."""

# Drawn by styles beside the text, or in its place: not a part of it on either side.
DRAWN = frozenset("•✓✗☐☑▲◐◔◑◕○◆■●▧")
HIDDEN = frozenset({"anchor", "visually-hidden", "sign__mark", "skip"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNITS = frozenset({"td", "th", "p", "pre", "li", "dt", "dd", "figcaption", *HEADINGS})
COLOURED = tuple(f"sign--{colour}" for colour in ("green", "yellow", "orange", "red", "blue", "white"))
BEYOND = "\ufffd"
"""What stands for letters beyond the first plane, emoji above all, which PDFs give back in halves."""
NEIGHBOURS = 12
PAGE_NUMBER = re.compile(r"[.…]*[0-9]+")


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


def assert_drafted(pdf: bytes, html: str, *, key: str = "", title: str = "") -> list[Sheet]:
    """Every law of paper holds for what was printed from the page `html`. Returns the sheets."""
    sheets = read(pdf)
    assert_no_blank_sheet(sheets)
    assert_nothing_outside(sheets)
    assert_running(sheets, key, title)
    if runs_from_the_right(html):
        assert_same_letters(sheets, html)
    else:
        assert_whole(sheets, html)
    return sheets


def assert_no_blank_sheet(sheets: Sequence[Sheet]) -> None:
    """Every sheet shows something beside its header and its number."""
    assert sheets
    blank = [sheet.number for sheet in sheets if not sheet.ink]
    assert not blank, f"blank sheets: {blank}"


def assert_nothing_outside(sheets: Sequence[Sheet]) -> None:
    """Every glyph stands inside its sheet."""
    outside = [
        (sheet.number, glyph)
        for sheet in sheets
        for glyph in sheet.glyphs
        if not glyph.char.isspace()
        and (
            min(glyph.left, glyph.bottom) < -0.5
            or glyph.right > sheet.width + 0.5
            or glyph.top > sheet.height + 0.5
        )
    ]
    assert not outside, f"{len(outside)} glyphs outside, first {outside[:3]}"


def assert_running(sheets: Sequence[Sheet], key: str, title: str) -> None:
    """Every sheet names the key and the title (its first 40 letters) and says which of how many it is."""
    for sheet in sheets:
        said = sheet.running
        assert bare(key) in said, (sheet.number, said)
        assert bare(title)[:40] in said, (sheet.number, said)
        assert f"{sheet.number}of{len(sheets)}" in said, (sheet.number, said)


def assert_whole(sheets: Sequence[Sheet], html: str) -> None:
    """The sheets hold the text of the page's main part: every cell once, in order, and nothing else.

    A sheet that a table reaches from the one before begins with the table's head; that alone comes
    more than once. No sheet ends with a heading or with the head of a table.
    """
    _Reading(sheets).read(units(html))


def assert_same_letters(sheets: Sequence[Sheet], html: str) -> None:
    """The weaker law for a row that is taller than a sheet, and for lines that run from right to left.

    There the order of a PDF's text is not that of the page. It holds each letter as often as the page,
    heads of tables and numbers of pages aside.
    """
    wanted = units(html)
    heads = {unit.table.head for unit in wanted if unit.table}
    printed, before = Counter[str](), ""
    for sheet in sheets:
        body = sheet.body
        repeated = next((head for head in heads if head in before and body.startswith(head)), "")
        printed.update(_turned(body.removeprefix(repeated)))
        before += body
    expected = Counter(_turned("".join(unit.text for unit in wanted)))
    numbers = {*"0123456789."} if any(unit.numbered for unit in wanted) else set()
    lost, added = expected - printed, set(printed - expected) - numbers
    assert (lost, added) == (Counter(), set()), f"lost {lost}, added {added}"


def runs_from_the_right(html: str) -> bool:
    """Whether some text of the page runs from right to left."""
    main = html[html.index("<main") :]
    return any(unicodedata.bidirectional(char) in {"R", "AL", "RLE", "RLO", "RLI"} for char in main)


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


def _turned(text: str) -> str:
    """Brackets are mirrored between letters that run from right to left."""
    return text.translate(str.maketrans(")]}>", "([{<"))


@dataclass
class Table:
    """A table of the page; `head` is its head's text, `begun` whether a row of it was met."""

    head: str = ""


@dataclass(frozen=True)
class Unit:
    """A piece of text of the page: a cell, a paragraph, a heading, an item.

    `in_head` marks the head of its table, `numbered` an entry of the contents, after which the number
    of its page may stand. Between two units of different `place` a sheet may have to end.
    """

    text: str
    table: Table | None = None
    in_head: bool = False
    numbered: bool = False
    is_heading: bool = False
    place: str = ""


def units(html: str) -> list[Unit]:
    """The text of the page's main part in order."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    main = next(tree.iter("main"))
    return [unit for unit in _Walk().walk(main) if unit.text]


@dataclass
class _Walk:
    """Cuts a page into units. Text that stands in no element of UNITS is a unit of its own."""

    table: Table | None = None
    in_head: bool = False
    in_contents: bool = False
    in_heading: bool = False
    place: str = ""

    def walk(self, element: Element) -> Iterator[Unit]:
        classes = set((element.get("class") or "").split())
        if not isinstance(element.tag, str) or element.tag in {"script", "template", "svg", "form"}:
            return
        if classes & HIDDEN or element.get("hidden") is not None:
            return
        if "sign" in classes:
            yield self._unit(_word(element, classes))
            return
        inner = replace(
            self,
            in_contents=self.in_contents or "paper-contents" in classes,
            in_heading=self.in_heading or element.tag in HEADINGS,
            place=self._place(element, classes),
        )
        if element.tag == "table":
            inner.table, inner.in_head = Table(_head(element)), False
        elif element.tag == "thead":
            inner.in_head = True
        if element.tag in UNITS and _is_innermost(element):
            yield inner._unit("".join(unit.text for unit in inner._inside(element)))
            return
        yield from inner._inside(element)

    def _inside(self, element: Element) -> Iterator[Unit]:
        yield self._unit(element.text)
        for child in element:
            yield from self.walk(child)
            yield self._unit(child.tail)

    def _unit(self, text: str | None) -> Unit:
        return Unit(bare(text or ""), self.table, self.in_head, self.in_contents, self.in_heading, self.place)

    def _place(self, element: Element, classes: set[str]) -> str:
        """The document, and for a section whose sheets lie on their side or begin anew the section."""
        if element.tag == "article" or "section--break" in classes:
            return element.get("id", "")
        if element.tag == "section":
            return self.place.removesuffix("|") + ("|" if "section--turned" in classes else "")
        return self.place


@dataclass
class _Reading:
    """The bodies of the sheets, read on like one text; knows where a sheet begins.

    An engine may draw neighbours in another order than they are written, such as the facts of a title
    block: up to NEIGHBOURS units wait until they come.
    """

    sheets: Sequence[Sheet]
    at: int = 0
    place: int = 0
    waiting: list[Unit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bodies = [sheet.body for sheet in self.sheets]

    def read(self, wanted: Sequence[Unit]) -> None:
        """Every unit is there, and nothing else."""
        before: Unit | None = None
        for unit in wanted:
            if before and self.place == 0 and not self.waiting:
                left = (before.is_heading or before.in_head) and before.place == unit.place
                assert not left, f"sheet {self.at} ends with “{before.text}”"
            before = unit
            self.waiting.append(unit)
            self._take_what_comes()
            assert len(self.waiting) <= NEIGHBOURS, self._complaint()
        assert not self.waiting, self._complaint()
        assert self._rest() == "", f"sheet {self.at + 1}: nobody wrote “{self._rest()[:200]}”"

    def _take_what_comes(self) -> None:
        while found := next((unit for unit in self.waiting if self._take(unit)), None):
            self.waiting.remove(found)

    def _take(self, unit: Unit) -> bool:
        """Read over the unit if it comes next, over the head of its table where a sheet begins inside it."""
        before = self.at, self.place
        got = ""
        while len(got) < len(unit.text) and self.at < len(self.bodies):
            if not self._begin(unit):
                break
            part = self.bodies[self.at][self.place :][: len(unit.text) - len(got)]
            got += part
            self.place += len(part)
            self._turn()
        if got != unit.text:
            self.at, self.place = before
        elif unit.numbered and (number := PAGE_NUMBER.match(self._rest())):
            self.place += number.end()
            self._turn()
        return got == unit.text

    def _begin(self, unit: Unit) -> bool:
        if self.place or self.at == 0 or unit.table is None or unit.in_head:
            return True
        head = unit.table.head
        self.place = len(head)
        return self.bodies[self.at].startswith(head)

    def _turn(self) -> None:
        while self.at < len(self.bodies) and self.place >= len(self.bodies[self.at]):
            self.at, self.place = self.at + 1, 0

    def _rest(self) -> str:
        return "".join(self.bodies[self.at : self.at + 1])[self.place :] + "".join(self.bodies[self.at + 1 :])

    def _complaint(self) -> str:
        unit = self.waiting[0]
        head = f" (under the head “{unit.table.head[:100]}”)" if unit.table else ""
        found = self._rest()[:200]
        return f"sheet {self.at + 1}: wanted “{unit.text[:200]}”{head}, but “{found}” stands there"


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


def _is_innermost(element: Element) -> bool:
    return not any(inner.tag in UNITS for inner in element.iter() if inner is not element)


def _head(table: Element) -> str:
    head = table.find("thead")
    return "" if head is None else "".join(unit.text for unit in _Walk().walk(head))


def _word(sign: Element, classes: set[str]) -> str:
    """What paper says of a coloured sign, or of one that stands alone."""
    return sign.get("title", "") if classes & {"sign--alone", *COLOURED} else ""
