"""What somebody types over a list, as an address brings it."""

from __future__ import annotations

import re
from collections.abc import Mapping

TYPED_MAX = 200

_PAGE = re.compile(r"[1-9][0-9]{0,5}")


def read_typed(args: Mapping[str, str]) -> str:
    """The words in `q`, cut to TYPED_MAX characters; '' where nothing was typed."""
    return args.get("q", "").replace("\0", "").strip()[:TYPED_MAX]


def read_page(args: Mapping[str, str]) -> int:
    """The page in `page`, from 1; 1 where it is no number of a page."""
    page = args.get("page", "")
    return int(page) if _PAGE.fullmatch(page) else 1
