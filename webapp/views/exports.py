"""Designs given out as files: a document's exact bytes, and a project as one .zip."""

from __future__ import annotations

import os
from io import BytesIO

from flask import Blueprint, Response, send_file

from webapp.models import Document
from webapp.services.exports import designs_to_export, export_document, zip_designs
from webapp.services.readings import revision_of
from webapp.utils.downloads import download_name
from webapp.views.loading import readable_document, readable_project, redirect_to_one_spelling

bp = Blueprint("exports", __name__)
bp.before_request(redirect_to_one_spelling)


@bp.get("/designs/<key:key>.md")
def show_design(key: str) -> Response:
    """A design's first document."""
    return _file(readable_document(key))


@bp.get("/designs/<key:key>/<name>.md")
def show_document(key: str, name: str) -> Response:
    """Another document of a design."""
    return _file(readable_document(key, name))


@bp.get("/projects/<project:key>.zip")
def show_project(key: str) -> Response:
    """Every document of a project's designs, as folders in a .zip."""
    project = readable_project(key)
    archive = zip_designs(designs_to_export(project))
    size = archive.seek(0, os.SEEK_END)
    archive.seek(0)
    answer = send_file(archive, "application/zip", as_attachment=True, download_name=f"{project.key}.zip")
    answer.content_length = size
    return answer


def _file(document: Document) -> Response:
    """The bytes as a download, or 304 where the asker has this revision already."""
    content = export_document(document)
    return send_file(
        BytesIO(content),
        "text/markdown",
        as_attachment=True,
        download_name=download_name(f"{document.design.key}-{document.name}.md"),
        etag=revision_of(content),
    )
