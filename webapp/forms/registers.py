"""A register as an address names it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from webapp.forms.filtering import read_page, read_typed
from webapp.models.design import STATUSES
from webapp.registers import REGISTERS, Register
from webapp.services.registering.listing import sorts_of

NONE = "none"
"""What a choice says to mean rows that state nothing there."""
DONE = {"no": "Open", "yes": "Done"}
"""What `done` says, in words for it."""
VALUE_MAX = 200

TREE, PROGRESS = "tree", "progress"
ALSO = {"files": TREE, "endpoints": TREE, "tasks": PROGRESS}
"""Registers that are shown in another way as well: by folders or beginnings of paths, or by what is done."""


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """A register as its address names it; '' is no filter.

    `facets` maps roles of the register, and `done`, to the value they must have, or to NONE. `prefix` is
    a folder or the beginning of a path. `shown` is '' for the table, else what ALSO names. `sort` is a
    column, with a minus before it from the end to the beginning; '' is the register's own order.
    `remarks` are sentences about what the address says and nobody knows.
    """

    name: str
    q: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    project: str = ""
    prefix: str = ""
    shown: str = ""
    sort: str = ""
    page: int = 1
    remarks: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, name: str, args: Mapping[str, str], projects: Collection[str]) -> RegisterQuery:
        """Read an address: what of it is not known is left out, with a remark.

        Raises InvalidValue for words that cannot be looked for.
        """
        reading = _Reading(args)
        register = REGISTERS[name]
        facets = {
            role: reading.one_of(role, ("yes", "no", NONE)) if role == "done" else reading.value(role)
            for role in register.facets
        }
        return cls(
            name=name,
            q=read_typed(args),
            facets={role: said for role, said in facets.items() if said},
            status=reading.one_of("status", STATUSES) if "status" not in register.facets else "",
            project=reading.one_of("project", projects),
            prefix=reading.value("prefix") if ALSO.get(name) == TREE else "",
            shown=reading.one_of("as", (ALSO[name],)) if name in ALSO else "",
            sort=reading.one_of("sort", sorts_of(register)),
            page=read_page(args),
            remarks=tuple(reading.remarks),
        )

    @property
    def register(self) -> Register:
        """The register itself."""
        return REGISTERS[self.name]

    @property
    def narrows(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.q or self.facets or self.status or self.project or self.prefix)

    def chosen(self, name: str) -> str:
        """The value that is chosen for a role, `status` or `project`; '' where none is."""
        if name in {"status", "project"}:
            return self.status if name == "status" else self.project
        return self.facets.get(name, "")

    @property
    def query(self) -> dict[str, Any]:
        """What the shortest address says after its question mark."""
        said = {"q": self.q, **self.facets, "status": self.status, "project": self.project}
        said |= {"prefix": self.prefix, "as": self.shown, "sort": self.sort}
        return {name: value for name, value in said.items() if value} | (
            {"page": self.page} if self.page > 1 else {}
        )

    def address(self, part: str = "", **changes: Any) -> str:
        """The shortest address of this list, or of it with changes: those lead to page one.

        `part` is what follows the register's name, such as `/print` or `.csv`. What `url_for` gives, in a
        fraction of the time.
        """
        query = urlencode(replace(self, **{"page": 1, **changes}).query, quote_via=quote, safe="/:")
        return f"/registers/{self.name}{part}{'?' if query else ''}{query}"

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The folders that lead to the prefix, outermost first: name and prefix of each."""
        parts = self.prefix.strip("/").split("/") if self.prefix.strip("/") else []
        start = "/" if self.prefix.startswith("/") else ""
        return [(part, start + "/".join(parts[: place + 1])) for place, part in enumerate(parts)]

    def unfiltered(self) -> str:
        """The address of the whole register, in the same order."""
        return self.address(q="", facets={}, status="", project="", prefix="")

    def turned(self, column: str) -> str:
        """What `sort` says after a click on this column's head; the register's own order is ''."""
        own = self.register.leading
        if self.way(column) == "ascending":
            return f"-{column}"
        return "" if column == own else column

    def way(self, column: str) -> str:
        """`ascending` or `descending` where the list is sorted by this column, else ''."""
        sort = self.sort or self.register.leading
        return {column: "ascending", f"-{column}": "descending"}.get(sort, "")


class _Reading:
    """Reads the parts of an address, and says of what it could not use that it is not used."""

    def __init__(self, args: Mapping[str, str]) -> None:
        self._args = args
        self.remarks: list[str] = []

    def one_of(self, name: str, known: Collection[str]) -> str:
        """The value, where it is known."""
        said = self._args.get(name, "")
        if not said or said in known:
            return said
        self._remark(name, said)
        return ""

    def value(self, name: str) -> str:
        """The value, where a text can hold it."""
        said = self._args.get(name, "")
        if len(said) <= VALUE_MAX and "\0" not in said and said.isprintable():
            return said
        self._remark(name, said)
        return ""

    def _remark(self, name: str, said: str) -> None:
        shown = "".join(each if each.isprintable() else "�" for each in said[:40])
        self.remarks.append(
            f"“{shown}{'…' if len(said) > 40 else ''}” is nothing that {name} can be here; it is left out."
        )
