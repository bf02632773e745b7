"""Files that wait in the data folder between choosing them and importing them.

Each upload is a folder `uploads/<person>/<token>` that only this server's user can read: the files
as they came, numbered; `upload.json` with their names and the plan; and for each step that is done
`result-<number>.json`, put in its place in one move when its design is in. So an import goes on where
it stopped, whatever stopped it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from webapp.models import Person
from webapp.services.errors import Missing
from webapp.services.naming import SourceFile, source_file
from webapp.services.transfer import FileReport

KEPT_SECONDS = 24 * 60 * 60
HELD_MAX = 5

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass
class Upload:
    """An upload and how far its import has come.

    `plan` says what would become of each file; `steps` are the designs, each the numbers of its
    files; `results` hold a list of reports for each step that is done. `project` takes what has no
    key. A file that the plan gives no design is refused, and in no step.
    """

    folder: Path
    project: str
    names: list[str]
    plan: list[FileReport]
    steps: list[list[int]]
    results: list[list[FileReport]] = field(default_factory=list)

    @property
    def token(self) -> str:
        """What stands in the address: 128 random bits."""
        return self.folder.name

    @property
    def reports(self) -> list[FileReport]:
        """What became of each file so far."""
        refused = [report for report in self.plan if not report.key]
        return [*refused, *(report for step in self.results for report in step)]

    @property
    def started(self) -> bool:
        """Whether a step is done."""
        return bool(self.results)

    @property
    def finished(self) -> bool:
        """Whether every step is done."""
        return len(self.results) == len(self.steps)

    def next_step(self) -> list[SourceFile]:
        """The files of the first design that is not in yet."""
        return [
            source_file(self.names[number], (self.folder / str(number)).read_bytes)
            for number in self.steps[len(self.results)]
        ]


def hold_upload(
    data: Path, files: Sequence[SourceFile], *, plan: list[FileReport], project: str, by: Person
) -> Upload:
    """Keep the files for a day. The oldest upload gives way where somebody holds HELD_MAX already."""
    mine = _folder_of(data, by)
    mine.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine.parent.chmod(0o700)
    _remove_old(mine.parent)
    for folder in sorted(mine.iterdir(), key=_changed_at)[: 1 - HELD_MAX]:
        shutil.rmtree(folder, ignore_errors=True)
    names = [file.path for file in files]
    upload = Upload(mine / secrets.token_urlsafe(16), project, names, plan, _steps(names, plan))
    upload.folder.mkdir(mode=0o700)
    for number, file in enumerate(files):
        (upload.folder / str(number)).write_bytes(file.read())
    state = {
        "project": project,
        "names": names,
        "plan": [asdict(report) for report in plan],
        "steps": upload.steps,
    }
    (upload.folder / "upload.json").write_text(json.dumps(state))
    return upload


def find_upload(data: Path, token: str, *, by: Person) -> Upload:
    """The person's own upload. Raises Missing for anybody else's, and for one that was removed."""
    if not _TOKEN.fullmatch(token):
        raise Missing
    folder = _folder_of(data, by) / token
    try:
        state = json.loads((folder / "upload.json").read_text())
        upload = Upload(folder, plan=_reports(state.pop("plan")), **state)
        while not upload.finished and (result := _result(upload)).exists():
            upload.results.append(_reports(json.loads(result.read_text())))
    except FileNotFoundError:  # another request may remove it between two lines of this
        raise Missing from None
    return upload


def note_step(upload: Upload, reports: list[FileReport]) -> None:
    """Write down what became of the files of the next step; after the last one the files go."""
    result = _result(upload)
    beside = result.with_suffix(".new")
    beside.write_text(json.dumps([asdict(report) for report in reports]))
    beside.replace(result)
    upload.results.append(reports)
    if upload.finished:
        for number in range(len(upload.names)):
            (upload.folder / str(number)).unlink(missing_ok=True)


def drop_upload(data: Path, token: str, *, by: Person) -> None:
    """Remove the files and what was noted about them. Raises Missing as `find_upload` does."""
    shutil.rmtree(find_upload(data, token, by=by).folder, ignore_errors=True)


@contextmanager
def alone(upload: Upload) -> Iterator[bool]:
    """Hold the upload for one request at a time; false where another one, in a second tab, holds it.

    Raises Missing where the upload was removed meanwhile.
    """
    try:
        descriptor = os.open(upload.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        raise Missing from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _steps(names: list[str], plan: list[FileReport]) -> list[list[int]]:
    """The files of each design, in the order of the plan."""
    numbers = {name: number for number, name in enumerate(names)}
    steps: dict[str, list[int]] = {}
    for report in plan:
        if report.key:
            steps.setdefault(report.key, []).append(numbers[report.path])
    return list(steps.values())


def _reports(stored: list[dict[str, Any]]) -> list[FileReport]:
    return [FileReport(**report) for report in stored]


def _result(upload: Upload) -> Path:
    """Where the result of the next step is put."""
    return upload.folder / f"result-{len(upload.results)}.json"


def _folder_of(data: Path, person: Person) -> Path:
    return data / "uploads" / str(person.id)


def _remove_old(uploads: Path) -> None:
    """Everybody's uploads from before yesterday: nobody else comes by to clear them away."""
    for folder in uploads.glob("*/*"):
        if _changed_at(folder) < time.time() - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _changed_at(folder: Path) -> float:
    """When a file was last put into it; 0 where another request has removed it a moment ago."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0
