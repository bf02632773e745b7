"""A browser's view of a fragment, held against a list of everything that may be in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import html5lib

# Written out here, not imported: the list of the sanitiser itself must not be what it is judged by.
TAGS = {
    *("a", "b", "blockquote", "br", "code", "del", "em", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p"),
    *("pre", "s", "small", "span", "strong", "sub", "sup", "u", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {
    "a": {"href", "title", "rel", "class"},
    "ol": {"start"},
    "p": {"class"},
    "pre": {"class", "tabindex"},
    "span": {"class", "role", "title"},
    "td": {"class"},
    "th": {"class"},
}
CLASS = re.compile(
    r"key|elsewhere|image|placeholder|sign|sign--[a-z]+|sign__mark|hl-[a-z]+|code|drawing|raw|plain|heading|align-[a-z]+"
)
SCHEMES = {"", "http", "https", "mailto"}


def violations(html: str) -> list[str]:
    """What a browser would find in the fragment that is not on the list."""
    root = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [wrong for element in root.iter() if element is not root for wrong in _wrong(element)]


def _wrong(element) -> Iterator[str]:  # type: ignore[no-untyped-def]
    if element.tag not in TAGS:
        yield f"<{element.tag}>"
        return
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES.get(element.tag, set()):
            yield f"<{element.tag} {name}>"
        elif name == "class" and not all(CLASS.fullmatch(word) for word in value.split()):
            yield f"class {value}"
        elif name == "href" and _scheme(value) not in SCHEMES:
            yield f"href {value}"
    if element.tag == "a" and element.get("rel") != "noopener noreferrer":
        yield "a without rel"


def _scheme(address: str) -> str:
    """As a browser reads it: blanks and control characters inside do not count."""
    return urlsplit(re.sub(r"[\x00-\x20]+", "", address)).scheme
