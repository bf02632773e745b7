"""What narrows the list of designs: the choices beside the box to type in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from webapp.models import Project
from webapp.models.design import NOBODY, PRIORITIES, STATUSES
from webapp.services.listing import list_owners
from webapp.services.permissions import Verb, may
from webapp.services.projects import all_projects
from webapp.views.gate import current_person

Facet = tuple[str, str, Iterable[tuple[str, str]]]
"""A choice: its name in the address, its label, and what there is to choose: value and words."""


class Choices:
    """Whom and what the list can be narrowed to. Each is asked for once, when it is first wanted."""

    @cached_property
    def owners(self) -> dict[str, str]:
        """The names of those who own a design, by their ids."""
        return list_owners(current_person())

    @cached_property
    def projects(self) -> dict[str, str]:
        """What the projects are called, by their keys."""
        return self._allowing("read")

    @cached_property
    def to_fill(self) -> dict[str, str]:
        """The same of those in which the person may make designs."""
        return self._allowing("create")

    def facets(self) -> list[Facet]:
        """All choices, in the order in which they stand."""
        facets: list[Facet] = [
            ("status", "Status", zip(STATUSES, STATUSES, strict=True)),
            ("priority", "Priority", zip(PRIORITIES, PRIORITIES, strict=True)),
            ("owner", "Owner", [*self.owners.items(), (NOBODY, "Nobody")]),
        ]
        if len(self.projects) > 1:
            facets.append(("project", "Project", self.projects.items()))
        return facets

    def _allowing(self, verb: Verb) -> dict[str, str]:
        person = current_person()
        return {each.key: each.label for each in self._every if may(person, verb, each)}

    @cached_property
    def _every(self) -> list[Project]:
        return all_projects()
