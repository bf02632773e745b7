"""Import: Markdown files become designs, each design all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from webapp.extensions import db
from webapp.models import Design, Document, Person, Project
from webapp.models.types import utc_now
from webapp.services.documents import (
    MAIN,
    as_new,
    document_names,
    documents_of,
    load_checked,
    revision_of_document,
    store_document,
    store_documents,
)
from webapp.services.errors import Conflict, Damaged, InvalidValue
from webapp.services.history import Action
from webapp.services.naming import Group, SourceFile, group_files
from webapp.services.permissions import forget_rights, may
from webapp.services.projects import (
    all_projects,
    clean_key,
    default_project_key,
    ensure_project,
    pass_number,
    take_number,
)
from webapp.services.readings import Reading, read_bytes
from webapp.services.reconciliation import reconcile_reading
from webapp.services.rendered import project_keys
from webapp.services.rewriting import title_after
from webapp.services.titles import fitting, set_title, title_heading, title_in
from webapp.services.transactions import hold, transaction
from webapp.utils.keys import Key

Status = Literal["new", "updated", "unchanged", "refused"]
Readings = dict[str, Reading]
"""The documents of one design by name."""

IN_THE_BIN = "{} is in the bin, and its number is not given again: give the file or its folder another key."
MEANWHILE = "somebody else brought in {} at the same moment; import it again."
TAKEN = "{} is “{}” of this design already; rename one of the two."
NO_PROJECT = (
    "there is no project {} in which you may make designs: ask one of its maintainers, or an administrator "
    "to make it."
)
NOT_YOURS = (
    "you may read {} and not change it: it is locked, its project is archived, or you are a reader there. "
    "Ask its owner, or give the file or its folder another key."
)
LEFT_OUT = "left out because {} was refused: a design comes in as a whole."


@dataclass(frozen=True, slots=True)
class FileReport:
    """What an import did with a file, or would do. `reason` says why it is refused.

    `key` and `document` say which document of which design it is, `replaces` the title that the
    design had where the file gives it another; `sections` counts headings.
    """

    path: str
    status: Status
    key: str = ""
    title: str = ""
    document: str = ""
    reason: str = ""
    sections: int = 0
    rows: int = 0
    entries: int = 0
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a design, and of each of its documents by name. `before` is the title it had."""

    key: str
    title: str
    before: str
    statuses: dict[str, Status]


def plan_import(
    files: Iterable[SourceFile], *, project: str | None = None, by: Person | None = None
) -> Iterator[FileReport]:
    """Say for each file what `import_designs` would do now, and write nothing."""
    return _work_off(files, project, _Forecast(by).foresee, by)


def import_designs(
    files: Iterable[SourceFile], *, project: str | None = None, by: Person | None = None
) -> Iterator[FileReport]:
    """Bring files in, design by design, and say for each file what became of it.

    `project` numbers the designs that no folder, name or heading gives a key. It, and projects that
    keys name, are made where they are missing. A design that exists is reconciled, as one batch.
    What cannot be imported is refused and the others still come in: also what `by` may not make or change,
    and projects are made for administrators alone. Without `by` it is the server that imports.

    Raises InvalidValue for a `project` that cannot be one, Busy when the database cannot be written to:
    designs reported by then are in, the others are not.
    """
    return _work_off(files, project, lambda group, readings: import_design(group, readings, by=by), by)


def import_design(group: Group, readings: Readings, *, by: Person | None = None) -> Outcome:
    """Bring one design in, all or nothing.

    Raises InvalidValue for a design in the bin and for what `by` may not make or change, Conflict where
    somebody imports the same key.
    """
    _draw_changed(group, readings)
    try:
        with transaction(apart=True):
            forget_rights()  # others may take some away while a long import runs
            project, design = _find(group)
            _refuse(by, group, project, design)
            if design is None:
                return _make_design(project or ensure_project(group.project), group, readings, by)
            if hold(design.id).deleted_at is not None:
                raise InvalidValue("key", IN_THE_BIN.format(design.key))
            before = design.title
            statuses = _bring_in(readings, Action(design, "import", by))
    except IntegrityError as error:
        raise Conflict(MEANWHILE.format(group.key or "a design")) from error
    return Outcome(design.key, design.title, before, statuses)


def _work_off(
    files: Iterable[SourceFile],
    project: str | None,
    act: Callable[[Group, Readings], Outcome],
    by: Person | None,
) -> Iterator[FileReport]:
    default = clean_key(project) if project else default_project_key(by)
    keys = project_keys()
    # How a file is named must not tell of a project that this person may not read.
    known = keys if by is None else frozenset(each.key for each in all_projects() if may(by, "read", each))
    groups = group_files(
        files,
        projects=known,
        project=default,
        heading=_heading_of,
        documents=lambda key: document_names(key) if key.project in known else (),
    )
    for group in groups:
        # What is read next may name a project that came with this design. One that somebody else makes
        # meanwhile is seen by whoever shows the text: the signature tells what it was drawn for.
        if (yield from _report(group, keys | {group.project}, act)):
            keys |= {group.project}
        for file, first in group.twice:
            document = group.document_of(first)
            reason = TAKEN.format(first.path, document)
            yield FileReport(file.path, "refused", key=str(group.key or ""), document=document, reason=reason)


def _heading_of(file: SourceFile) -> str | None:
    try:
        return title_heading(read_bytes(file.read(), frozenset()).outline)
    except InvalidValue:
        return None


def _report(
    group: Group, keys: frozenset[str], act: Callable[[Group, Readings], Outcome]
) -> Generator[FileReport, None, bool]:
    """Say for each file of a group what became of it; whether it came in."""
    key = str(group.key or "")
    readings, wrong = _read(group, keys)
    if not wrong:
        try:
            outcome = act(group, readings)
        except (InvalidValue, Conflict, Damaged) as error:
            wrong = dict.fromkeys(group.files, error.message)
    for name, file in group.files.items():
        if wrong:
            reason = wrong.get(name) or LEFT_OUT.format(group.files[next(iter(wrong))].path)
            yield FileReport(file.path, "refused", key=key, document=name, reason=reason)
        else:
            yield FileReport(
                file.path,
                outcome.statuses[name],
                key=outcome.key,
                title=outcome.title,
                document=name,
                sections=readings[name].headings,
                rows=readings[name].rows,
                entries=len(readings[name].entries),
                replaces=outcome.before if name == MAIN and outcome.before != outcome.title else "",
            )
    return not wrong


def _read(group: Group, keys: frozenset[str]) -> tuple[Readings, dict[str, str]]:
    """The files that can be read, drawn for a store that has projects of these keys; why others cannot."""
    readings: Readings = {}
    wrong: dict[str, str] = {}
    for name, file in group.files.items():
        try:
            readings[name] = read_bytes(file.read(), keys)
        except InvalidValue as error:
            wrong[name] = error.message
    return readings, wrong


def _draw_changed(group: Group, readings: Readings) -> None:
    """Draw what is going to be written, before others have to wait for it."""
    stored = db.session.scalars(_REVISIONS, _names(group)).all()
    for reading in readings.values():
        if reading.revision not in stored:
            reading.derive()


def _refuse(by: Person | None, group: Group, project: Project | None, design: Design | None) -> None:
    """Raise InvalidValue for what `by` may not make or change; alike for what they may not know of."""
    if by is None or (project is None and may(by, "administer")):
        return
    if project is None or not may(by, "read" if design else "create", project):
        raise InvalidValue("key", NO_PROJECT.format(group.project))
    if design is not None and not may(by, "edit", design):
        raise InvalidValue("key", NOT_YOURS.format(design.key))


def _find(group: Group) -> tuple[Project | None, Design | None]:
    """The project of a group, and the design with its key, in the bin as well."""
    found = db.session.execute(_FOUND, _names(group)).one_or_none()
    return (found[0], found[1]) if found else (None, None)


def _names(group: Group) -> dict[str, object]:
    """What the statements below ask for; no design has the number None."""
    return {"project": group.project, "number": group.key.number if group.key else None}


# Made once: it takes longer to make a statement than to run it.
_FOUND = (
    select(Project, Design)
    .outerjoin(Design, (Design.project_id == Project.id) & (Design.number == bindparam("number")))
    .where(Project.key == bindparam("project"))
    .options(contains_eager(Design.project))
)
_REVISIONS = (
    select(Document.revision)
    .join(Document.design)
    .join(Design.project)
    .where(
        Project.key == bindparam("project"),
        Design.number == bindparam("number"),
        Document.deleted_at.is_(None),
    )
)


def _make_design(project: Project, group: Group, readings: Readings, by: Person | None) -> Outcome:
    if group.key is None:
        number = take_number(project)
    else:
        number = group.key.number
        pass_number(project, number)
    design = Design(project=project, number=number, owner=by, created_at=utc_now())
    set_title(design, _title(group, readings))
    documents = store_documents(design, readings)
    Action(design, "import", by).record([as_new(document) for document in documents])
    return Outcome(design.key, design.title, design.title, dict.fromkeys(readings, "new"))


def _title(group: Group, readings: Readings) -> str:
    """What the first document with an H1 says, else what folder or file are called."""
    key = str(group.key) if group.key else None
    stated = (title_in(reading.outline, key) for reading in readings.values())
    said = fitting(group.title.replace("-", " ").replace("_", " "))
    return next((title for title in stated if title), said[:1].upper() + said[1:])


def _bring_in(readings: Readings, action: Action) -> dict[str, Status]:
    design = action.design
    stored = {document.name.casefold(): document for document in documents_of(design)}
    statuses: dict[str, Status] = {}
    for name, reading in readings.items():
        document = stored.get(name.casefold())
        if document is None:
            document = store_document(design, name, reading)
            action.record([as_new(document)])
            statuses[name] = "new"
        else:
            statuses[name] = "updated" if reconcile_reading(document, reading, action) else "unchanged"
    return statuses


class _Forecast:
    """What an import would do; it remembers the numbers that earlier designs of the plan would take."""

    def __init__(self, by: Person | None) -> None:
        self._by = by
        self._next: dict[str, int] = {}

    def foresee(self, group: Group, readings: Readings) -> Outcome:
        """The outcome of `import_design`, in the same words where it would refuse."""
        project, design = _find(group)
        _refuse(self._by, group, project, design)
        key = group.key or Key(group.project, self._next_number(group.project, project))
        self._next[group.project] = max(self._next_number(group.project, project), key.number + 1)
        if design is None:
            title = _title(group, readings) or str(key)
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
