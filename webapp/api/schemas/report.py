"""Imports: files that come in, and what became of each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import fields

from webapp.api.schemas.asked import YesAsked
from webapp.api.schemas.fields import Inside, Plain, Schema, Some, Yes, length, one_of, project_key
from webapp.config import UPLOAD_FILES_MAX
from webapp.models.document import DOCUMENT_BYTES_MAX
from webapp.services.transfer import FileReport

PATH_MAX = 1_000
_PROJECT = {"description": "The key of the project that takes files without a key.", "example": "FEAT"}
_DRY = {"description": "Say what would become of the files, and write nothing."}


class FileBody(Schema):
    """A Markdown file."""

    path = Plain(
        required=True,
        validate=length(1, PATH_MAX),
        metadata={"example": "FEAT-001-sign-in/design.md"},
    )
    text = Plain(
        required=True,
        validate=length(0, DOCUMENT_BYTES_MAX),
        metadata={"example": "# FEAT-001: Sign-in\n"},
    )


class ImportBody(Schema):
    """Files to bring in."""

    project = project_key(load_default="", metadata=_PROJECT)
    dry_run = Yes(load_default=False, metadata=_DRY)
    files = Some(Inside(FileBody), required=True, least=1, most=UPLOAD_FILES_MAX)


class ImportForm(Schema):
    """The same as a form. A .zip stands for the Markdown in it."""

    project = project_key(load_default="", metadata=_PROJECT)
    dry_run = YesAsked(load_default=False, metadata=_DRY)
    files = fields.List(
        fields.Raw(metadata={"type": "string", "format": "binary"}),
        error_messages={"invalid": "Send each file as a file, with its name."},
    )


class ReportSchema(Schema):
    """What became of a file, or would."""

    path = fields.String(required=True)
    status = one_of(["new", "updated", "unchanged", "refused"], required=True)
    key = fields.String(required=True, metadata={"description": "The key of its design."})
    title = fields.String(required=True)
    document = fields.String(required=True, metadata={"description": "Which document of the design it is."})
    reason = fields.String(required=True, metadata={"description": "Why it is refused."})
    sections = fields.Integer(required=True)
    rows = fields.Integer(required=True)
    entries = fields.Integer(required=True)
    replaces = fields.String(
        required=True,
        metadata={"description": "The title that the design had, where the file gives it another."},
    )


class ImportedSchema(Schema):
    """What became of all files. Each design came in as a whole or not at all."""

    dry_run = fields.Boolean(required=True)
    files = fields.List(fields.Nested(ReportSchema), required=True)


def report_body(report: FileReport) -> dict[str, Any]:
    """What became of a file, as the API answers it."""
    return asdict(report)
