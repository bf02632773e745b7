"""Pages as trees: what stands in which element."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib


def tree(page: str) -> Element:
    """A page, or a piece of one, as a browser would read it."""
    return html5lib.parse(page, namespaceHTMLElements=False)


def text_of(element: Element) -> str:
    """The words in an element, one blank between them."""
    return " ".join("".join(element.itertext()).split())


def by_class(page: str, name: str) -> list[Element]:
    """The elements of this class in order."""
    return [each for each in tree(page).iter() if name in (each.get("class") or "").split()]
