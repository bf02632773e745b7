"""What somebody types over a list, as an address brings it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from webapp.services.errors import InvalidValue
from webapp.utils.queries import Refused, check_typed

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_PAGE = re.compile(r"[1-9][0-9]{0,5}")


def read_typed(args: Mapping[str, str]) -> str:
    """What `q` says, without blanks around it; '' where nothing was typed.

    Raises InvalidValue for what is too long to be looked for, or what no text can hold.
    """
    try:
        check_typed(args.get("q", ""))
    except Refused as refused:
        raise InvalidValue("q", str(refused)) from refused
    return args.get("q", "").strip()


def read_page(args: Mapping[str, str]) -> int:
    """The page in `page`, from 1; 1 where it is no number of a page."""
    page = args.get("page", "")
    return int(page) if _PAGE.fullmatch(page) else 1


def what_differs(query: DataclassInstance) -> dict[str, Any]:
    """The fields of a list's query that are not as they are by themselves: what its shortest address says."""
    said = ((field.name, getattr(query, field.name), field.default) for field in fields(query))
    return {name: value for name, value, plain in said if value != plain}
