"""Pages as trees: what stands in which element."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib


def tree(page: str, *, scripted: bool = True) -> Element:
    """A page, or a piece of one, as a browser would show it: `scripted` says with scripts or without."""
    root: Element = html5lib.parse(page, namespaceHTMLElements=False)
    unseen = {"template", "noscript"} if scripted else {"template"}
    for parent in list(root.iter()):
        for child in [each for each in parent if each.tag in unseen]:
            _take_out(parent, child)
    return root


def _take_out(parent: Element, child: Element) -> None:
    """Remove an element but not the text behind it."""
    before = list(parent)[: list(parent).index(child)]
    if before:
        before[-1].tail = (before[-1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)


def text_of(element: Element) -> str:
    """The words in an element, one blank between them."""
    return " ".join("".join(element.itertext()).split())


def by_class(page: str, name: str) -> list[Element]:
    """The elements of this class in order."""
    return [each for each in tree(page).iter() if name in (each.get("class") or "").split()]
