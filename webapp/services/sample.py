"""The sample project: eight designs of an imaginary town library, for somebody to look around in.

They lie in templates/sample, a folder a design; sample.toml beside them holds what is not in their texts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.config import ROOT
from webapp.models import Design, Person, Project
from webapp.services.designs import find_design
from webapp.services.documents import documents_of
from webapp.services.errors import Conflict, Missing
from webapp.services.import_targets import Readings
from webapp.services.importing import import_design
from webapp.services.naming import Group, group_files, held_file
from webapp.services.projects import create_project, find_project
from webapp.services.readings import read_bytes
from webapp.services.rendered import project_keys
from webapp.services.transactions import take_turns, transaction

SAMPLE = ROOT / "templates" / "sample"
SAMPLE_TURN = 0x53414D50

ANOTHER = (
    "The sample needs the key {0}, and there is a project {0} already that is not the sample. Nothing was "
    "changed. Load the sample on a server with another data folder (DESIGNBOOK_DATA)."
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sample project, and how many designs this call put into it: none where they were there."""

    project: Project
    designs: int

    @property
    def message(self) -> str:
        """What happened, for the person who asked for it."""
        key = self.project.key
        if not self.designs:
            return f"The sample project {key} is there already. Nothing was changed."
        return f"The sample project {key} is loaded: {self.designs} designs of an imaginary town library."


def load_sample(*, by: Person | None) -> Loaded:
    """Make the sample project and its designs, all or nothing; `by` owns them.

    A sample that is there already stays as it is, whatever became of it. Raises Conflict where its
    key is that of another project, Busy when the database cannot be written to.
    """
    manifest = tomllib.loads((SAMPLE / "sample.toml").read_text("utf-8"))
    prepared = list(_prepare(manifest["key"]))
    with transaction():
        take_turns(SAMPLE_TURN)
        project = find_project(manifest["key"])
        if project is not None:
            _refuse_another(project, manifest["created"])
            return Loaded(project, 0)
        project = create_project(manifest["key"], name=manifest["name"])
        project.created_at = manifest["created"]
        for group, readings in prepared:
            import_design(group, readings, by=by)
            _complete(_found(str(group.key)), manifest[str(group.key)])
    return Loaded(project, len(prepared))


def _prepare(project: str) -> Iterator[tuple[Group, Readings]]:
    """Each design with its documents, read and drawn before anybody has to wait for it."""
    paths = sorted(SAMPLE.glob("*/*.md"))
    files = [held_file(path.relative_to(SAMPLE).as_posix(), path.read_bytes()) for path in paths]
    keys = project_keys() | {project}
    groups = group_files(
        files, projects=keys, project=project, heading=lambda file: None, documents=lambda key: ()
    )
    for group in groups:
        readings = {name: read_bytes(file.read(), keys) for name, file in group.files.items()}
        for reading in readings.values():
            reading.derive()
        yield group, readings


def _refuse_another(project: Project, created: datetime) -> None:
    # Its name and its designs may have changed; the moment at which it says it was made never does.
    if project.created_at != created:
        raise Conflict(ANOTHER.format(project.key))


def _complete(design: Design, facts: dict[str, Any]) -> None:
    """Give a design what its texts do not hold, and the dates that they name."""
    design.status = facts["status"]
    design.priority = facts["priority"]
    design.parent = _found(facts["parent"]) if "parent" in facts else None
    design.created_at = facts["created"]
    design.updated_at = facts["updated"]
    for document in documents_of(design):
        document.created_at = facts["created"]
        document.updated_at = facts["updated"]


def _found(key: str) -> Design:
    design = find_design(key)
    if design is None:
        raise Missing
    return design
