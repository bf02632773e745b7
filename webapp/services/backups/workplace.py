"""A folder to work in, of which nothing is left: not after an error, and not for long after a kill."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.services.errors import DesignbookError

PREFIX, SUFFIX = ".designbook-", ".part"
# Locked as long as somebody works in the folder.
HELD = "held"


@contextmanager
def workplace(parent: Path) -> Iterator[Path]:
    """A folder in `parent` that its owner alone can look into. What a killed one left is removed first.

    Raises OSError where none can be made.
    """
    _sweep(parent)
    folder, held = _make(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


class NotConfirmed(DesignbookError):
    """Everything is written and has its name; only the disk does not say that it keeps it."""


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk. Raises NotConfirmed.

    Some network folders cannot be waited for; there it is the server at the other end that knows.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise NotConfirmed(
                f"Everything is written to {folder}, but its disk does not confirm it: {error.strerror}. "
                "Look after the disk, then do it again."
            ) from error
    finally:
        os.close(descriptor)


def _make(parent: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=parent))
        try:
            held = os.open(folder / HELD, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue  # another's broom was here between the two lines
        try:
            if _lock(held) and (folder / HELD).exists():
                return folder, held
        except OSError:  # a file system without locks, where nobody sweeps either
            return folder, held
        os.close(held)


def _sweep(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(OSError):
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
                continue
            held = os.open(folder / HELD, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if _lock(held):
                    shutil.rmtree(folder)
            finally:
                os.close(held)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
