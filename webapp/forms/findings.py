"""The list of findings as an address names it, and the reason why one of them is no problem."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from wtforms import HiddenField, StringField

from webapp.checks import CODES
from webapp.forms.base import Form
from webapp.forms.filtering import read_page, read_typed, what_differs
from webapp.models.design import STATUSES
from webapp.models.finding import REASON_MAX
from webapp.utils.keys import parse_key

DISMISSED = {"yes": "No problem", "all": "All"}
"""What may be asked beside those that nobody dismissed."""


@dataclass(frozen=True, slots=True)
class FindingsQuery:
    """The list of findings as its address names it; '' narrows nothing.

    `dismissed` is one of DISMISSED, '' for those that nobody dismissed. Whatever an address says, it can
    be read.
    """

    q: str = ""
    code: str = ""
    project: str = ""
    status: str = ""
    dismissed: str = ""
    design: str = ""
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str], projects: Collection[str]) -> FindingsQuery:
        """Read an address. A value that does not exist is left out, as if nothing had been chosen."""
        design = parse_key(args.get("design", ""))
        return cls(
            q=read_typed(args),
            code=_one_of(CODES, args.get("code", "")),
            project=_one_of(projects, args.get("project", "")),
            status=_one_of(STATUSES, args.get("status", "")),
            dismissed=_one_of(DISMISSED, args.get("dismissed", "")),
            design=str(design) if design else "",
            page=read_page(args),
        )

    @property
    def query(self) -> dict[str, Any]:
        """What the shortest address of this list says after its question mark."""
        return what_differs(self)

    @property
    def chosen(self) -> dict[str, str]:
        """What the list is narrowed to beside what was typed."""
        names = ("code", "project", "status", "dismissed", "design")
        return {name: getattr(self, name) for name in names}

    @property
    def narrows(self) -> bool:
        """Whether something may be left out that nobody dismissed."""
        return bool(self.q) or any(self.chosen.values())

    def address(self, **changes: str | int) -> str:
        """The shortest address of this list, or of it with changes: those lead to page one."""
        return url_for("findings.index", **replace(self, **{"page": 1, **changes}).query)  # type: ignore[arg-type]

    @property
    def paper_address(self) -> str:
        """Where all of this list is made ready for paper."""
        return url_for("findings.show_print", **replace(self, page=1).query)


class DismissalForm(Form):
    """Why something is no problem; `digest` says what the person saw."""

    reason = StringField("Not a problem because", render_kw={"maxlength": REASON_MAX, "autocomplete": "off"})
    digest = HiddenField()


def _one_of(known: Collection[str], value: str) -> str:
    return value if value in known else ""
