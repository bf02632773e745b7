"""Pages as trees: what stands in which element."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib

_PARTIAL = re.compile(r'<hx-partial hx-target="([^"]+)" hx-swap="([^"]+)">(.*?)</hx-partial>', re.DOTALL)
_BROUGHT = re.compile(
    r'<(?:tr|li|section|article|span)\b[^>]*?\bid="((?:row|section|document)-\d+(?:-title)?)"'
)


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


def partials(answer: str) -> list[tuple[str, str, list[str]]]:
    """The pieces of an answer: each one's target, how it is put there, and the ids of what it brings.

    These are the ids of rows, sections and documents, and of titles alone.
    """
    return [
        (target, swap, _BROUGHT.findall(body)[:1] if "section-" in target else _BROUGHT.findall(body))
        for target, swap, body in _PARTIAL.findall(answer)
    ]


def pressed(page: str, words: str) -> tuple[str, dict[str, str]]:
    """Where the one button of a page that is called `words` sends its form, and the fields that go with it.

    Without the token of the session, which a Browser adds; boxes are left out.
    """
    (found,) = [
        (form, button)
        for form in tree(page).iter("form")
        for button in form.iter("button")
        if words in {button.get("aria-label"), text_of(button).strip()}
    ]
    form, button = found
    fields = {
        each.attrib["name"]: each.get("value", "")
        for each in form.iter("input")
        if each.get("name") not in {None, "csrf_token"} and each.get("type") not in {"checkbox", "radio"}
    }
    for select in form.iter("select"):
        options = list(select.iter("option"))
        chosen = next((each for each in options if "selected" in each.attrib), options[0])
        fields[select.attrib["name"]] = chosen.get("value", text_of(chosen).strip())
    if "name" in button.attrib:
        fields[button.attrib["name"]] = button.get("value", "")
    return button.get("formaction") or form.get("action", ""), fields
