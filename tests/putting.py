"""What a browser makes of an answer: its pieces put in their places on the page that asked."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib

_PIECE = re.compile(
    r'<hx-partial hx-target="([#.][^" ]+)( tbody)?" hx-swap="([^"]+)">(.*?)</hx-partial>', re.DOTALL
)
_LONG = re.compile(r"(section|document)-\d+-text")
_INSIDE = (("<tr", "tbody"), ("<td", "tr"), ("<th", "tr"), ("<li", "ul"))
_KEPT = re.compile(r" ?letters-\d+|h-\S+")
"""What stays until the page is loaded anew: widths of columns, and names that links in a text lead to."""


def put(page: Element, answer: str) -> None:
    """Put the pieces of an answer into a page, in their order; what stands alone goes where its id is."""
    for each in _parsed(_PIECE.sub("", answer)):
        if name := each.get("id"):
            _replace(page, f"#{name}", [each])
    for target, in_body, swap, inside in _PIECE.findall(answer):
        _swap(page, target, bool(in_body), swap, _parsed(inside))


def shown(page: Element, name: str) -> list[str]:
    """All that the element of this id shows, a line each, but for what differs from page to page."""
    element = _find(page, f"#{name}")
    assert element is not None, name
    return list(_lines(element, ""))


def _swap(page: Element, target: str, in_body: bool, swap: str, pieces: list[Element]) -> None:
    place = _find(page, target)
    if place is None and target.startswith(".outline"):  # few sections have no contents beside them
        return
    assert place is not None, f"an answer draws {target}, which is not on the page"
    if in_body:
        place = next(place.iter("tbody"))
    if swap in {"outerHTML", "outerMorph"}:
        _replace(page, target, pieces)
    elif swap == "delete":
        _replace(page, target, [])
    elif swap == "afterend":
        _replace(page, target, [place, *pieces])
    elif swap == "afterbegin":
        place[:0] = pieces
    else:
        assert swap in {"innerHTML", "innerMorph"}, swap
        place.text, place[:] = "", pieces


def _is(element: Element, target: str) -> bool:
    name = target[1:]
    return element.get("id") == name if target[0] == "#" else name in (element.get("class") or "").split()


def _find(page: Element, target: str) -> Element | None:
    return next((each for each in page.iter() if _is(each, target)), None)


def _replace(page: Element, target: str, pieces: list[Element]) -> None:
    for parent in page.iter():
        for at, child in enumerate(parent):
            if _is(child, target):
                parent[at : at + 1] = pieces
                return


def _parsed(text: str) -> list[Element]:
    inside = next((container for start, container in _INSIDE if text.lstrip().startswith(start)), "div")
    return list(html5lib.parseFragment(text, container=inside, namespaceHTMLElements=False))


def _lines(element: Element, indent: str) -> list[str]:
    if element.tag in {"noscript", "template", "time"} or _LONG.fullmatch(element.get("id") or ""):
        return []
    attributes = [
        f'{name}="{_KEPT.sub("", value)}"'
        for name, value in sorted(element.items())
        if name != "data-batch" and not (name == "value" and element.get("name") in {"csrf_token", "key"})
    ]
    lines = [f"{indent}<{' '.join([element.tag, *attributes])}> {' '.join((element.text or '').split())}"]
    for child in element:
        lines += [*_lines(child, f"{indent}  "), f"{indent}{' '.join((child.tail or '').split())}"]
    return [line for line in lines if line.strip()]
