"""Addresses inside this site."""

from __future__ import annotations

from urllib.parse import urlsplit

API = "/api/v1/"
"""What every address of the API begins with."""


def own_path(target: str | None) -> str:
    """`target` where a browser would stay on this site with it, else `/`.

    A browser drops tabs and line ends, takes a backslash for a slash, and reads what follows two
    slashes as another host (WHATWG URL, section 4.4): whatever holds one of these is refused.
    """
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return "/"
    if not target.isprintable():
        return "/"
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else target


def own_path_of(address: str) -> str:
    """The path and query of a whole address, as a target of this site; `/` where there is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    return own_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)
