"""Pages as they are compared with sheets: cut into cells, paragraphs, headings and items."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from tests.markup import tree
from tests.papers.sheets import bare

HIDDEN = frozenset({"anchor", "visually-hidden", "sign__mark", "skip"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNITS = frozenset({"td", "th", "p", "pre", "li", "dt", "dd", "figcaption", *HEADINGS})
COLOURED = tuple(f"sign--{colour}" for colour in ("green", "yellow", "orange", "red", "blue", "white"))


@dataclass
class Table:
    """A table of the page; `head` is its head's text."""

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
    main = next(tree(html).iter("main"))
    return [unit for unit in _Walk().walk(main) if unit.text]


def runs_from_the_right(html: str) -> bool:
    """Whether some text of the page runs from right to left."""
    main = html[html.index("<main") :]
    return any(unicodedata.bidirectional(char) in {"R", "AL", "RLE", "RLO", "RLI"} for char in main)


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


def _is_innermost(element: Element) -> bool:
    return not any(inner.tag in UNITS for inner in element.iter() if inner is not element)


def _head(table: Element) -> str:
    head = table.find("thead")
    return "" if head is None else "".join(unit.text for unit in _Walk().walk(head))


def _word(sign: Element, classes: set[str]) -> str:
    """What paper says of a coloured sign, or of one that stands alone."""
    return sign.get("title", "") if classes & {"sign--alone", *COLOURED} else ""
