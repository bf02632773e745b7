"""Files that wait in the data folder between choosing them and importing them.

Each upload is a folder `uploads/<person>/<token>` that only this server's user can read: the files
as they came, numbered, and `upload.json` with their names and with what was imported so far.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.models import Person
from webapp.services.errors import Missing

KEPT_SECONDS = 24 * 60 * 60
HELD_MAX = 5

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")

File = tuple[str, bytes]
"""A file's path as its sender named it, and its bytes."""


@dataclass
class Upload:
    """An upload and how far its import has come.

    `project` takes what has no key. `results` says what became of each file, in the order of their
    import; `started` whether the person has asked for it, `finished` whether all is done.
    """

    folder: Path
    project: str
    names: list[str]
    results: list[dict[str, Any]]
    started: bool = False
    finished: bool = False

    @property
    def token(self) -> str:
        """What stands in the address: 128 random bits."""
        return self.folder.name

    def files(self) -> list[File]:
        """The files; none once the import has finished."""
        if self.finished:
            return []
        return [(name, (self.folder / str(n)).read_bytes()) for n, name in enumerate(self.names)]


def hold_upload(data: Path, files: Sequence[File], *, project: str, by: Person) -> Upload:
    """Keep the files for a day. The oldest upload gives way where somebody holds HELD_MAX already."""
    mine = _folder_of(data, by)
    _remove_old(mine.parent)
    for folder in sorted(mine.iterdir(), key=lambda folder: folder.stat().st_mtime)[: 1 - HELD_MAX]:
        shutil.rmtree(folder, ignore_errors=True)
    upload = Upload(mine / secrets.token_urlsafe(16), project, [name for name, _ in files], [])
    upload.folder.mkdir(mode=0o700)
    for n, (_, content) in enumerate(files):
        (upload.folder / str(n)).write_bytes(content)
    save_upload(upload)
    return upload


def find_upload(data: Path, token: str, *, by: Person) -> Upload:
    """The person's own upload. Raises Missing for anybody else's, and for one that was removed."""
    folder = _folder_of(data, by) / token
    try:
        if not _TOKEN.fullmatch(token):
            raise Missing
        return Upload(folder, **json.loads((folder / "upload.json").read_text()))
    except FileNotFoundError:
        raise Missing("These files are no longer here. Choose them again.") from None


def save_upload(upload: Upload) -> None:
    """Write down how far it has come; a reader sees the old state or the new one, never half."""
    state = {
        "project": upload.project,
        "names": upload.names,
        "results": upload.results,
        "started": upload.started,
        "finished": upload.finished,
    }
    beside = upload.folder / "upload.json.new"
    beside.write_text(json.dumps(state))
    beside.replace(upload.folder / "upload.json")
    if upload.finished:
        for n in range(len(upload.names)):
            (upload.folder / str(n)).unlink(missing_ok=True)


def drop_upload(upload: Upload) -> None:
    """Remove the files and what was noted about them."""
    shutil.rmtree(upload.folder, ignore_errors=True)


@contextmanager
def alone(upload: Upload) -> Iterator[bool]:
    """Hold the upload for one request at a time; false where another one, in a second tab, holds it."""
    descriptor = os.open(upload.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def _folder_of(data: Path, person: Person) -> Path:
    folder = data / "uploads" / str(person.id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.parent.chmod(0o700)
    return folder


def _remove_old(uploads: Path) -> None:
    """Everybody's uploads from before yesterday: nobody else comes by to clear them away."""
    for folder in uploads.glob("*/*"):
        if folder.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
