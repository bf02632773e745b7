"""What an import would do, without doing it."""

from __future__ import annotations

from webapp.models import Design, Document, Person, Project
from webapp.services.documents import MAIN, documents_of, load_checked, revision_of_document
from webapp.services.errors import InvalidValue
from webapp.services.import_targets import (
    IN_THE_BIN,
    Outcome,
    Readings,
    Status,
    find_target,
    refuse,
    title_of,
)
from webapp.services.naming import Group
from webapp.services.readings import Reading
from webapp.services.rewriting import title_after
from webapp.services.titles import title_in
from webapp.utils.keys import Key


class Forecast:
    """What an import would do; it remembers the numbers that earlier designs of the plan would take."""

    def __init__(self, by: Person | None) -> None:
        self._by = by
        self._next: dict[str, int] = {}

    def foresee(self, group: Group, readings: Readings) -> Outcome:
        """The outcome of `import_design`, in the same words where it would refuse."""
        project, design = find_target(group)
        refuse(self._by, group, project, design)
        key = group.key or Key(group.project, self._next_number(group.project, project))
        self._next[group.project] = max(self._next_number(group.project, project), key.number + 1)
        if design is None:
            title = title_of(group, readings) or str(key)
            return Outcome(str(key), title, title, dict.fromkeys(readings, "new"))
        if design.deleted_at is not None:
            raise InvalidValue("key", IN_THE_BIN.format(design.key))
        stored = {document.name.casefold(): document for document in documents_of(design)}
        title = _foreseen_title(design, stored.get(MAIN), readings.get(MAIN))
        statuses = {name: _foreseen(stored.get(name.casefold()), each) for name, each in readings.items()}
        return Outcome(design.key, title, design.title, statuses)

    def _next_number(self, key: str, project: Project | None) -> int:
        return self._next.get(key, project.next_number if project else 1)


def _foreseen(stored: Document | None, reading: Reading) -> Status:
    if stored is None:
        return "new"
    return "unchanged" if revision_of_document(stored) == reading.revision else "updated"


def _foreseen_title(design: Design, stored: Document | None, reading: Reading | None) -> str:
    """The title that the design will have. The stored text is read only where the file states another."""
    if stored is None or reading is None or revision_of_document(stored) == reading.revision:
        return design.title
    if title_in(reading.outline, design.key) in ("", design.title):
        return design.title
    return title_after(stored, load_checked(stored)[1], reading.outline)
