"""Export: the exact bytes, one by one, as a folder or as a .zip."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from slugify import slugify
from sqlalchemy import select

from webapp.extensions import db
from webapp.models import Design, Document, Project
from webapp.services.documents import document_text, documents_of

SLUG_MAX = 60
IN_MEMORY_BYTES = 10_000_000
# The oldest moment that a .zip can name.
EPOCH = (1980, 1, 1, 0, 0, 0)


def designs_to_export(project: Project | None = None) -> list[Design]:
    """Every design outside the bin, or those of one project, by key."""
    query = (
        select(Design)
        .join(Design.project)
        .where(Design.deleted_at.is_(None))
        .order_by(Project.key, Design.number)
    )
    return list(db.session.scalars(query.where(Design.project_id == project.id) if project else query))


def export_document(document: Document) -> bytes:
    """The bytes of a document as they came in or were written since. Raises Damaged."""
    return document_text(document).encode()


def export_main_document(design: Design) -> bytes:
    """The bytes of a design's first document, which is `design` where there is one."""
    return export_document(documents_of(design)[0])


def export_files(designs: Iterable[Design]) -> Iterator[tuple[str, Document, bytes]]:
    """For each document of each design its path `FEAT-001-slug/design.md`, itself and its bytes."""
    for design in designs:
        folder = folder_name(design)
        for document in documents_of(design):
            yield f"{folder}/{document.name}.md", document, export_document(document)


def folder_name(design: Design) -> str:
    """`FEAT-001-payment-webhooks`; the key alone where the title has nothing for a file's name."""
    return "-".join(
        filter(None, [design.key, slugify(design.title, max_length=SLUG_MAX, word_boundary=True)])
    )


def zip_designs(designs: Iterable[Design]) -> IO[bytes]:
    """A .zip of every document of the designs, at its beginning; on disk once it is large."""
    spool = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the caller reads and closes it
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, document, content in export_files(designs):
            moment = max(document.updated_at.timetuple()[:6], EPOCH)
            member = zipfile.ZipInfo(path, moment)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    spool.seek(0)
    return spool
