"""The limits of the API that its page tells: the numbers by which it refuses, and no others."""

from __future__ import annotations

from dataclasses import dataclass

from webapp import limits
from webapp.api.imports import NAMED_MAX
from webapp.api.paging import LIMIT, LIMIT_MAX
from webapp.api.reading import BODY_BYTES_MAX
from webapp.config import Settings
from webapp.models.document import DOCUMENT_BYTES_MAX
from webapp.services.archives import BYTES_MAX, FILES_MAX
from webapp.services.editing.writing_many import WRITES_MAX


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many requests a minute, how many bytes, how many at once."""

    reads: int
    writes: int
    imports: int = limits.IMPORTS_PER_MINUTE
    refused_tokens: int = limits.REFUSED_TOKENS_PER_MINUTE
    body_bytes: int = BODY_BYTES_MAX
    document_bytes: int = DOCUMENT_BYTES_MAX
    row_writes: int = WRITES_MAX
    files: int = FILES_MAX
    files_bytes: int = BYTES_MAX
    files_named: int = NAMED_MAX
    items: int = LIMIT
    items_most: int = LIMIT_MAX


def bounds_of(settings: Settings) -> Bounds:
    """Those of this server: some are settings."""
    return Bounds(reads=settings.reads_per_minute, writes=settings.writes_per_minute)
