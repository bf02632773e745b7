"""Where the links of a document lead: to other servers, to designs, to its own headings, or nowhere here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

HEADING = "h-"
"""Begins the id of a drawn heading, so that no title of a person's can take another element's id."""

KEY = re.compile(r"(?<![\w/.#-])([A-Z][A-Z0-9]{0,9})-([0-9]{1,9})(?![\w-])")
"""What may be the key of a design in a text: the project's and the number."""

_HERE = ("/designs/", "/projects/")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def resolved(address: str) -> str | None:
    """The address as a page may link it; None for a file beside the document, which is not served here.

    `#goals` leads to the heading that `anchors` names so.
    """
    if address.startswith("#"):
        return f"#{HEADING}{unquote(address[1:]).lower()}"
    return address if _SCHEME.match(address) or address.startswith(_HERE) else None


def anchors(titles: Iterable[str]) -> list[str]:
    """The name by which a link reaches each heading, from its drawn titles (HTML), in order.

    As hosts of Markdown do it: small letters, blanks become hyphens, other signs go; the second
    `goals` is `goals-1`.
    """
    seen: Counter[str] = Counter()
    names: list[str] = []
    for title in titles:
        text = unescape(_TAG.sub("", title)).strip().lower()
        name = _NOT_IN_ANCHOR.sub("", text).replace(" ", "-")
        names.append(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return names
