"""Folders of Markdown files: gathered for an import, written by an export; links never lead out of one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from webapp.models import Design
from webapp.models.document import DOCUMENT_BYTES_MAX
from webapp.services.archives import BYTES_MAX, read_zip
from webapp.services.errors import DesignbookError, InvalidValue
from webapp.services.exports import export_files
from webapp.services.naming import SourceFile, is_markdown
from webapp.utils.sizes import in_words


class CannotWrite(DesignbookError):
    """A file of an export cannot be written; those before it are."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A path that was asked for and cannot be imported, and why."""

    path: str
    reason: str


def gather(paths: Iterable[Path]) -> tuple[list[SourceFile], list[Unusable]]:
    """The Markdown files that paths name: files, folders with all that is in them, .zip archives.

    Hidden files and those that are not Markdown are left alone, unless named themselves: then they
    are unusable. A file that several paths lead to comes once; a link that leads out of its folder is
    refused when it is read, since a folder of somebody else's could name any file of this machine.
    """
    found: dict[Path, SourceFile] = {}
    packed: list[SourceFile] = []
    unusable: list[Unusable] = []
    for path in paths:
        if path.is_dir():
            for file in _inside(path):
                found.setdefault(Path(file.path).resolve(), file)
        elif not path.is_file():  # opening a pipe waits until somebody writes to it
            unusable.append(Unusable(str(path), "it is neither a file nor a folder."))
        elif path.suffix.lower() == ".zip":
            try:
                packed.extend(_packed(path))
            except InvalidValue as error:
                unusable.append(Unusable(str(path), error.message))
        elif is_markdown(path.name):
            folder = path.resolve().parent.name
            found.setdefault(path.resolve(), SourceFile(path.as_posix(), (folder,), _reading(path)))
        else:
            unusable.append(Unusable(str(path), "it is neither a Markdown file (.md) nor a .zip."))
    return [*found.values(), *packed], unusable


def write_designs(designs: Iterable[Design], folder: Path) -> Iterator[Path]:
    """Write each document to `folder`/FEAT-001-slug/design.md, replacing that file; yields each path.

    A file appears whole or not at all. Other files are left alone. Raises CannotWrite, also where a
    link stands in the place of the design's folder.
    """
    for name, _, content in export_files(designs):
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)
        except OSError as error:
            raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from error
        yield path


def _inside(folder: Path) -> Iterator[SourceFile]:
    root = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(place).relative_to(folder)
        for name in sorted(names):
            path = Path(place) / name
            if is_markdown((here / name).as_posix()) and path.is_file():
                reading = _reading(path) if path.resolve().is_relative_to(root) else _leading_out
                yield SourceFile(path.as_posix(), (root.name, *here.parts), reading)


def _packed(path: Path) -> list[SourceFile]:
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except OSError as error:
        raise InvalidValue("files", f"it cannot be read: {error.strerror}.") from error
    if len(data) > BYTES_MAX:
        raise InvalidValue("files", f"it has more than {in_words(BYTES_MAX)}; split it.")
    return [replace(file, path=f"{path.as_posix()}/{file.path}") for file in read_zip(data, path.name)]


def _reading(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(DOCUMENT_BYTES_MAX + 1)
        except OSError as error:
            raise InvalidValue("file", f"it cannot be read: {error.strerror}.") from error

    return read


def _leading_out() -> bytes:
    raise InvalidValue("file", "it is a link that leads out of the folder; import the file itself.")


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside it and move into place: both relative to the opened folder, which is no link."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    beside = f".{path.name[:100]}.{secrets.token_hex(8)}"
    try:
        descriptor = os.open(
            beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=folder
        )
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            os.replace(beside, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(beside, dir_fd=folder)
            raise
    finally:
        os.close(folder)
