"""What somebody types over a list, as an address brings it."""

from __future__ import annotations

from collections.abc import Mapping

TYPED_MAX = 200


def read_typed(args: Mapping[str, str]) -> str:
    """The words in `q`, cut to TYPED_MAX characters; '' where nothing was typed."""
    return args.get("q", "").replace("\0", "").strip()[:TYPED_MAX]
