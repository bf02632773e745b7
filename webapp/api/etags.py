"""Which state of an object a request means: strong ETags, each a version or a revision (RFC 9110, 13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import request

from webapp.api.errors import Refused

Current = Callable[[], Mapping[str, Any]]
"""What makes the object as it is now, to be answered; called when nothing is being written any more."""

MUST_MATCH = frozenset({"PUT", "DELETE"})
# What follows the version: what `state_of` adds, and how the answer was compressed on its way.
_FURTHER = re.compile(r"(?:-[0-9a-f]{16})?(?::[a-z]+)?$")


def strong(state: object) -> str:
    """The header's value: `"7"`."""
    return f'"{state}"'


def check_match(state: object, current: Current) -> None:
    """Refuse a request that means another state of the object than this one.

    Raises Refused with 412 and the object where If-Match names others only, with 428 for a PUT or a DELETE
    that names none. Whoever writes asks this inside the transaction that writes, with the object held.
    """
    if "If-Match" not in request.headers:
        if request.method in MUST_MATCH:
            raise Refused(428)
        return
    named = request.if_match
    # A tag without a letter ("") is read as None.
    if named.star_tag or str(state) in {_FURTHER.sub("", tag) for tag in named.as_set() if tag}:
        return
    raise Refused(412, current=current)
