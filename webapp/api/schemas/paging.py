"""Lists: how much of them, from where, in which order, and what they are narrowed by."""

from __future__ import annotations

from typing import Any

from webapp.api.schemas.asked import Limit, Offset
from webapp.api.schemas.fields import Schema, Text, one_of
from webapp.utils.queries import TYPED_MAX


class PageQuery(Schema):
    """What every list can be asked for."""

    limit = Limit()
    offset = Offset()


class TypedQuery(PageQuery):
    """And what can be typed over it, as in the box over the list of a page."""

    q = Text(TYPED_MAX, load_default="", metadata={"description": "Words and operators, as in the search."})


def sorts(*names: str, default: str) -> Any:
    """The field `sort`: one of these columns, with a minus before it from the end to the beginning."""
    allowed = [spelling for name in names for spelling in (name, f"-{name}")]
    return one_of(allowed, load_default=default, metadata={"default": default})
