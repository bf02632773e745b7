"""The file of a backup: a .zip of the copied database and its manifest, sealed with a checksum.

The archive's comment, its last bytes, is the SHA-256 of everything before it, so that one flipped bit
anywhere is seen. Whoever has lost Designbook gets the database out with any program that opens a .zip.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from webapp.services.backups.manifest import Manifest, Report
from webapp.services.errors import DesignbookError

MANIFEST = "designbook-backup.json"
# What is in the archive for each kind of database. PostgreSQL's own dump is compressed already.
PAYLOADS = {"sqlite": "designbook.db", "postgresql": "designbook.dump"}
METHODS = {"sqlite": zipfile.ZIP_DEFLATED, "postgresql": zipfile.ZIP_STORED}
# Level 1 leaves about a quarter of an SQLite database; level 6 a fifth, in twice the time.
LEVEL = 1
CHUNK = 1 << 20

SEAL = b"designbook-backup-1 sha256:"
SEAL_BYTES = len(SEAL) + 64
# How the file begins: the archive's first member is the manifest.
BEGINNING = b"PK\x03\x04"
NAME_AT = 30


class BadBackup(DesignbookError):
    """A file is no backup, is damaged, or is none that this version can read."""


def pack(target: Path, manifest: Manifest, payload: Path, report: Report) -> None:
    """Write the file of a backup, mode 0600, and wait until it is on disk. Raises OSError."""
    descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(file, "w", METHODS[manifest.kind], compresslevel=LEVEL) as archive:
            archive.comment = b"?" * SEAL_BYTES  # so long, until what it seals is written
            archive.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(manifest.as_json(), indent=2))
            member = archive.open(PAYLOADS[manifest.kind], "w", force_zip64=True)
            with payload.open("rb") as source, member as sink:
                for done, chunk in _chunks(source):
                    sink.write(chunk)
                    report("Packing", done, manifest.size)
        seal = _seal_of(file)
        file.seek(-SEAL_BYTES, os.SEEK_END)
        file.write(seal)
        file.flush()
        os.fsync(file.fileno())


def unpack(path: Path, target: Path, report: Report) -> Manifest:
    """Check the whole file `path` and write the database in it to `target`, mode 0600.

    Raises BadBackup where it is not, to the last bit, what `pack` wrote; OSError.
    """
    with path.open("rb") as file:
        _check_seal(file, path, report)
        try:
            with zipfile.ZipFile(file) as archive:
                manifest = Manifest.from_json(json.loads(archive.read(MANIFEST)))
                with archive.open(PAYLOADS[manifest.kind]) as source:
                    _extract(source, target, manifest, report)
        except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, TypeError, ValueError) as error:
            raise BadBackup(
                f"{path} cannot be read, although nothing in it has changed since it was made: perhaps by "
                "a newer version of Designbook. Use that version."
            ) from error
    return manifest


def digest(path: Path, report: Report) -> tuple[int, str]:
    """The size of a file in bytes and the SHA-256 of its content."""
    size = path.stat().st_size
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        for done, chunk in _chunks(file):
            hashed.update(chunk)
            report("Checking", done, size)
    return size, hashed.hexdigest()


def _check_seal(file: IO[bytes], path: Path, report: Report) -> None:
    start = file.read(NAME_AT + len(MANIFEST))
    ours = start.startswith(BEGINNING) and start[NAME_AT:] == MANIFEST.encode()
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - SEAL_BYTES))
    seal = file.read()
    if not ours and not seal.startswith(SEAL):
        what = "a database, but no backup" if start.startswith(b"SQLite format 3\0") else "no backup"
        raise BadBackup(f"{path} is {what}; `designbook backup FILE` makes one.")
    if not seal.startswith(SEAL):
        raise BadBackup(f"{path} is damaged: its end is missing. Use another backup.")
    report("Checking", 0, size)
    if _seal_of(file) != seal:
        raise BadBackup(f"{path} is damaged: it is not what was written. Use another backup.")
    file.seek(0)


def _seal_of(file: IO[bytes]) -> bytes:
    """The seal of what stands before the seal."""
    left = file.seek(0, os.SEEK_END) - SEAL_BYTES
    file.seek(0)
    hashed = hashlib.sha256()
    while left:
        chunk = file.read(min(CHUNK, left))
        hashed.update(chunk)
        left -= len(chunk)
    return SEAL + hashed.hexdigest().encode()


def _extract(source: IO[bytes], target: Path, manifest: Manifest, report: Report) -> None:
    hashed, size = hashlib.sha256(), 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for size, chunk in _chunks(source):
            hashed.update(chunk)
            file.write(chunk)
            report("Unpacking", size, manifest.size)
        file.flush()
        os.fsync(file.fileno())
    if (size, hashed.hexdigest()) != (manifest.size, manifest.sha256):
        raise ValueError("the database in the archive is not the one of the manifest")


def _chunks(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    done = 0
    while chunk := file.read(CHUNK):
        done += len(chunk)
        yield done, chunk
