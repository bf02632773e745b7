"""What somebody searches for, as an address brings it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.forms.filtering import read_page
from webapp.utils.queries import Query, Refused, parse


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search as its address names it. `refused` says in a sentence why it cannot be looked for, else ''."""

    q: str
    query: Query
    refused: str
    page: int

    @classmethod
    def read(cls, args: Mapping[str, str]) -> SearchQuery:
        """Read an address, whatever it says."""
        q = args.get("q", "")
        try:
            return cls(q.strip(), parse(q), "", read_page(args))
        except Refused as refused:
            return cls("", Query(), str(refused), 1)

    @property
    def status(self) -> int:
        """The status of the answer: 422 where it is refused."""
        return 422 if self.refused else 200
