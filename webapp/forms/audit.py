"""The list of what was noted, as an address names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for

from webapp.forms.filtering import read_page, read_typed, what_differs
from webapp.models.audit import RESULTS
from webapp.services.audit_verbs import VERBS

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """The list as its address names it; '' narrows nothing. `person` is an id, `day` as in 2026-11-23."""

    q: str = ""
    person: str = ""
    verb: str = ""
    result: str = ""
    day: str = ""
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str]) -> AuditQuery:
        """Read an address. A value that cannot be is left out, as if nothing had been chosen."""
        person, verb, result = args.get("person", ""), args.get("verb", ""), args.get("result", "")
        return cls(
            q=read_typed(args),
            person=person if _NUMBER.fullmatch(person) else "",
            verb=verb if verb in VERBS else "",
            result=result if result in RESULTS else "",
            day=str(_day(args.get("day", "")) or ""),
            page=read_page(args),
        )

    @property
    def query(self) -> dict[str, Any]:
        """What the shortest address of this list says after its question mark."""
        return what_differs(self)

    @property
    def chosen(self) -> dict[str, Any]:
        """What narrows the list, as its service asks for it."""
        return {
            "person": int(self.person) if self.person else None,
            "verb": self.verb,
            "result": self.result,
            "day": _day(self.day),
        }

    @property
    def narrows(self) -> bool:
        """Whether something may be left out."""
        return bool(self.q) or any(value for value in self.chosen.values())

    def address(self, **changes: Any) -> str:
        """Where this list is, or one like it."""
        return url_for("audit.index", **replace(self, **changes).query)

    @property
    def file_address(self) -> str:
        """Where all that fits is given out for a spreadsheet."""
        return url_for("audit.show_csv", **replace(self, page=1).query)


def _day(said: str) -> date | None:
    if _DAY.fullmatch(said):
        with suppress(ValueError):
            return date.fromisoformat(said)
    return None
