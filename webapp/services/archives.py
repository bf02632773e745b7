"""Archives read without trusting them: whole or not at all, in memory, and nothing past its limits."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from io import BytesIO

from webapp.config import UPLOAD_BYTES_MAX, UPLOAD_FILES_MAX
from webapp.models.document import DOCUMENT_BYTES_MAX
from webapp.services.errors import InvalidValue
from webapp.services.naming import SourceFile, held_file, is_markdown
from webapp.utils.sizes import in_words

FILES_MAX = UPLOAD_FILES_MAX
ENTRIES_MAX = 20_000
BYTES_MAX = UPLOAD_BYTES_MAX  # what is unpacked is held in memory, as a request is

_CHUNK = 65_536
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
# The others need memory that the archive chooses, or a library that may not be there.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DRIVE = re.compile(r"[A-Za-z]:")


def read_zip(data: bytes, name: str = "the archive") -> list[SourceFile]:
    """The Markdown files of a .zip; what else is in it is left alone and never unpacked.

    Raises InvalidValue, before anything is given back, for an archive that is broken or encrypted,
    holds a path that leads out of it, a link, or a path twice (case aside), or whose Markdown is more
    than FILES_MAX files or BYTES_MAX bytes. Bytes are counted as they come; no size is believed.
    """
    # Counted before zipfile makes an object of each: a million entries fit into BYTES_MAX. An archive
    # stored in this one counts as well, which costs nobody who has fewer.
    entries = data.count(_ENTRY)
    if entries > ENTRIES_MAX:
        raise _refused(f"{name} holds {entries:,} entries; at most {ENTRIES_MAX:,} are read. Split it.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return [held_file(path, content) for path, content in _contents(archive, name)]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise _refused(
            f"{name} is not a .zip file that can be read: it is broken or cut off. Pack it again."
        ) from error


def _contents(archive: zipfile.ZipFile, name: str) -> list[tuple[str, bytes]]:
    paths = _paths(archive.infolist(), name)
    wanted = [path for path, member in paths.items() if not member.is_dir() and is_markdown(path)]
    if len(wanted) > FILES_MAX:
        raise _refused(
            f"{name} holds {len(wanted):,} Markdown files; bring in at most {FILES_MAX:,} at once."
        )
    left = BYTES_MAX
    contents = []
    for path in wanted:
        content, size = _unpack(archive, paths[path], left)
        left -= size
        if left < 0:
            raise _refused(f"{name} unpacks to more than {in_words(BYTES_MAX)} of Markdown; split it.")
        contents.append((path, content))
    return contents


def _paths(members: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    """The members by their path, each of which must be harmless on any system."""
    paths: dict[str, zipfile.ZipInfo] = {}
    seen: dict[str, str] = {}
    for member in members:
        path = member.filename.replace("\\", "/")
        if (
            path.startswith("/")
            or _DRIVE.match(path)
            or ".." in path.split("/")
            or "\0" in member.orig_filename
        ):
            raise _refused(f"{name} holds the path “{path}”, which leads out of it. Pack the folder again.")
        if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise _refused(
                f"{name} holds “{path}”, which is a link or a device and no file. Pack it again without that."
            )
        if member.flag_bits & _ENCRYPTED:
            raise _refused(f"{name} is encrypted. Pack it again without a password.")
        if member.compress_type not in _METHODS:
            raise _refused(
                f"{name} holds “{path}”, which is packed by an unusual method. Pack it again as a plain .zip."
            )
        folded = unicodedata.normalize("NFC", path.rstrip("/")).casefold()
        if folded in seen:
            raise _twice(name, seen[folded], path)
        seen[folded] = path
        paths[path] = member
    return paths


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> tuple[bytes, int]:
    """The first bytes, one more than a document may have, and how many there are in all.

    Counting stops when there are more than are `left`.
    """
    kept = bytearray()
    size = 0
    with archive.open(member) as file:
        while size <= left and (chunk := file.read(_CHUNK)):
            size += len(chunk)
            kept += chunk[: DOCUMENT_BYTES_MAX + 1 - len(kept)]
    if size <= left and size != member.file_size:
        raise zipfile.BadZipFile(f"{member.filename} is not as long as the archive says")
    return bytes(kept), size


def _twice(name: str, first: str, second: str) -> InvalidValue:
    if first == second:
        return _refused(f"{name} holds “{first}” twice. Pack it again with one of them.")
    return _refused(f"{name} holds “{first}” and “{second}”, one file on many systems. Rename one of them.")


def _refused(message: str) -> InvalidValue:
    return InvalidValue("files", message[:1].upper() + message[1:])
