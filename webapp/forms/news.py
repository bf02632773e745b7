"""What a page that is open says when it asks for news."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from webapp.services.errors import InvalidValue
from webapp.utils.converters import IdConverter

_NUMBER = re.compile(rf"0|{IdConverter.regex}")


@dataclass(frozen=True, slots=True)
class NewsQuery:
    """What the page knows, tells and shows.

    `since` is the newest batch when it was opened, `told` the newest one in its notice, `document` what
    is shown. `show` says that the page wants what is new.
    """

    since: int
    told: int
    document: int
    show: bool

    @classmethod
    def read(cls, args: Mapping[str, str]) -> NewsQuery:
        """Read an address. Raises InvalidValue for what is no number."""
        since, told, document = (_number(args, name) for name in ("since", "told", "document"))
        return cls(since, told, document, show="show" in args)


def _number(args: Mapping[str, str], name: str) -> int:
    said = args.get(name) or "0"
    if not _NUMBER.fullmatch(said):
        raise InvalidValue(name, f"“{name}” is the number of a batch or a document.")
    return int(said)
