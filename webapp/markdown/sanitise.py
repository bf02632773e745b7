"""The last belt: whatever the renderer made, only this list of HTML leaves it."""

from __future__ import annotations

import nh3

from webapp.markdown.highlight import CLASSES as HIGHLIGHT_CLASSES
from webapp.markdown.signs import SIGNS

SIMPLE_TAGS = frozenset(
    {"b", "br", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "strong", "sub", "sup", "u"}
)
"""What may be written as HTML in Markdown, without attributes."""

TAGS = SIMPLE_TAGS | {
    *("a", "blockquote", "hr", "li", "ol", "p", "pre", "span", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}

ATTRIBUTES: dict[str, set[str]] = {"a": {"href", "title"}, "ol": {"start"}, "span": {"title"}}

ATTRIBUTE_VALUES: dict[str, dict[str, set[str]]] = {
    "span": {"role": {"img"}},
    "pre": {"tabindex": {"0"}},
}

_ALIGN = {"align-left", "align-center", "align-right"}
CLASSES: dict[str, set[str]] = {
    "a": {"image", "key"},
    "p": {"heading", "plain"},
    "pre": {"code", "drawing", "raw"},
    "span": {"elsewhere", "image", "placeholder", "sign", "sign--alone", "sign__mark"}
    | {f"sign--{sign.name}" for sign in SIGNS.values()}
    | HIGHLIGHT_CLASSES,
    "td": _ALIGN,
    "th": _ALIGN,
}

URL_SCHEMES = {"http", "https", "mailto"}

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    tag_attribute_values=ATTRIBUTE_VALUES,
    allowed_classes=CLASSES,
    url_schemes=URL_SCHEMES,
    link_rel="noopener noreferrer",
)


def sanitise(html: str) -> str:
    """The fragment without any tag, attribute, class or address scheme that is not listed above."""
    return _CLEANER.clean(html)
