"""The list of designs as an address names it, and the form of a new design."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from flask import url_for
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from webapp.forms.base import Form
from webapp.forms.filtering import read_page, read_typed, what_differs
from webapp.models import Project
from webapp.models.design import NOBODY, PRIORITIES, PRIORITY, STATUSES, TITLE_MAX

SORTS = ("key", "title", "status", "priority", "owner", "tasks", "questions", "updated")
# What is newest or most is wanted first.
FALLS_FIRST = ("tasks", "questions", "updated")
NEWEST_FIRST = "-updated"


class Known(Protocol):
    """The owners, by their ids, and the projects, by their keys, that the list can be narrowed to."""

    @property
    def owners(self) -> Collection[str]: ...

    @property
    def projects(self) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class DesignQuery:
    """The list of designs as its address names it. `owner` is a person's id or NOBODY; '' is no filter.

    `sort` is a column's name, with a minus before it from the end to the beginning. Whatever an
    address says, it can be read.
    """

    q: str = ""
    status: str = ""
    priority: str = ""
    owner: str = ""
    project: str = ""
    sort: str = NEWEST_FIRST
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str], known: Known) -> DesignQuery:
        """Read an address. A value that does not exist is left out, as if nothing had been chosen.

        What is `known` is asked only where the address names an owner or a project.
        """
        owner, project, sort = (args.get(name, "") for name in ("owner", "project", "sort"))
        return cls(
            q=read_typed(args),
            status=_one_of(STATUSES, args.get("status")),
            priority=_one_of(PRIORITIES, args.get("priority")),
            owner=owner if owner and (owner == NOBODY or owner in known.owners) else "",
            project=project if project and project in known.projects else "",
            sort=sort if sort.removeprefix("-") in SORTS else NEWEST_FIRST,
            page=read_page(args),
        )

    def __getitem__(self, name: str) -> str:
        value: str = getattr(self, name)
        return value

    @property
    def chosen(self) -> bool:
        """Whether one of the choices beside the box narrows the list."""
        return bool(self.status or self.priority or self.owner or self.project)

    @property
    def narrows(self) -> bool:
        """Whether designs may be left out."""
        return bool(self.q) or self.chosen

    @property
    def is_whole_project(self) -> bool:
        """Whether these are all designs of one project."""
        return bool(self.project) and not (self.q or self.status or self.priority or self.owner)

    @property
    def filters(self) -> dict[str, str]:
        """What the list is narrowed by, without order and page."""
        return {name: self[name] for name in ("q", "status", "priority", "owner", "project")}

    def address(self, **changes: str | int) -> str:
        """The shortest address of this list, or of it with changes: those lead to page one."""
        there = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        return url_for("designs.index", **there.query)

    @property
    def query(self) -> dict[str, Any]:
        """What the shortest address of this list says after its question mark."""
        return what_differs(self)

    @property
    def paper_address(self) -> str:
        """Where all of this list is made ready for paper."""
        return url_for("paper.show_list", **replace(self, page=1).query)

    def unfiltered(self) -> str:
        """The address of the whole list, in the same order."""
        return self.address(**dict.fromkeys(self.filters, ""))

    def turned(self, column: str) -> str:
        """What `sort` says after a click on this column's head."""
        first, second = (f"-{column}", column) if column in FALLS_FIRST else (column, f"-{column}")
        return second if self.sort == first else first

    def way(self, column: str) -> str:
        """`ascending` or `descending` where the list is sorted by this column, else ''."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")


class Choice(SelectField):
    """One of several values, which says so in our words where another one comes."""

    def pre_validate(self, form: object) -> None:
        """Raise ValidationError for a value that is not offered."""
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError(f"There is no such {self.name}; choose one from the list.")


class NewDesignForm(Form):
    """The title of a new design, its project and how urgent it is."""

    title = StringField(
        "Title",
        [InputRequired("A design needs a title.")],
        description="What is to be built, in a few words.",
        render_kw={"maxlength": TITLE_MAX, "autocomplete": "off"},
    )
    project = Choice("Project", description="Gives the design its key and its template.")
    priority = Choice("Priority", choices={each: each for each in PRIORITIES}, default=PRIORITY)

    def offer(self, projects: list[Project]) -> None:
        """Fill the choice of projects, each with the key that its next design gets."""
        self.project.choices = {
            project.key: f"{project.name} (next: {project.next_key})" for project in projects
        }


def _one_of(known: Collection[str], value: str | None) -> str:
    return value if value in known else ""  # type: ignore[return-value]
