"""Import: Markdown files become designs, each all or nothing; of each file is said what became of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass

from webapp.models import Person
from webapp.services.documents import MAIN, document_names
from webapp.services.errors import Conflict, Damaged, InvalidValue
from webapp.services.foreseeing import Forecast
from webapp.services.import_targets import Outcome, Readings, Status
from webapp.services.importing import import_design
from webapp.services.naming import Group, SourceFile, group_files
from webapp.services.permissions import may
from webapp.services.projects import all_projects, clean_key, default_project_key
from webapp.services.readings import read_bytes
from webapp.services.rendered import project_keys
from webapp.services.titles import title_heading

TAKEN = "{} is “{}” of this design already; rename one of the two."
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


def plan_import(
    files: Iterable[SourceFile], *, project: str | None = None, by: Person | None = None
) -> Iterator[FileReport]:
    """Say for each file what `import_designs` would do now, and write nothing."""
    return _work_off(files, project, Forecast(by).foresee, by)


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
