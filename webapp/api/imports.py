"""Imports: Markdown files become designs, or bring them up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from webapp.api import schemas
from webapp.api.answers import answer
from webapp.api.describing import answers, takes
from webapp.api.gate import current_person
from webapp.api.idempotency import HEADER, once
from webapp.api.reading import FORM, read_body, read_form
from webapp.services.errors import InvalidValue
from webapp.services.import_targets import refusal_of
from webapp.services.imports import import_at_once, markdown_of
from webapp.services.permissions import check
from webapp.services.transfer import FileReport

bp = Blueprint("api_imports", __name__, url_prefix="/api/v1")

NAMED_MAX = 50
"""How many files an import with a name may have: it is one transaction, and others wait for it."""


@bp.post("/imports")
@takes("report.ImportBody", form="report.ImportForm")
@answers("report.ImportedSchema", once=True)
def create() -> Response:
    """Bring files in, and answer what became of each.

    As JSON, or as a form with files, of which a .zip stands for the Markdown in it. Each design comes in as
    a whole or not at all; a refused one keeps no other out. A request that names itself (Idempotency-Key) is
    all of it done or nothing, and has at most 50 files. Sent again, what did not change stays unchanged.
    """
    check(current_person(), "create")
    chosen, project, dry_run = _read()
    files = markdown_of(chosen)
    if HEADER in request.headers and len(files) > NAMED_MAX:
        raise InvalidValue(HEADER, f"An import that names itself has at most {NAMED_MAX} files.")

    def work() -> Response:
        reports = import_at_once(files, project=project, dry_run=dry_run, by=current_person())
        return _answer(reports, dry_run)

    return once(work, again=_as_of_now)


def _as_of_now(body: dict[str, Any]) -> dict[str, Any]:
    """What was answered, with a refusal of each file that its person may not bring in any more."""
    keys = {each["key"] for each in body["files"]}
    refusals = {key: refusal_of(key, by=current_person()) for key in keys}
    return body | {"files": [_refused(each, refusals[each["key"]]) for each in body["files"]]}


def _refused(file: dict[str, Any], reason: str) -> dict[str, Any]:
    if not reason:
        return file
    told = FileReport(file["path"], "refused", key=file["key"], document=file["document"], reason=reason)
    return schemas.report.report_body(told)


def _answer(reports: Sequence[FileReport], dry_run: bool) -> Response:
    return answer({"dry_run": dry_run, "files": [schemas.report.report_body(each) for each in reports]})


def _read() -> tuple[list[tuple[str, bytes]], str, bool]:
    """Paths with their bytes, the project for what has no key, and whether nothing is to be written."""
    if request.mimetype != FORM:
        body = read_body(schemas.report.ImportBody)
        files = [(each["path"], each["text"].encode("utf-8", "surrogatepass")) for each in body["files"]]
        return files, body["project"], body["dry_run"]
    body = read_form(schemas.report.ImportForm)
    if stray := sorted(set(request.files) - {"files"}):
        raise InvalidValue(stray[0][:80], "Send each file under the name “files”.")
    sent = request.files.getlist("files")
    return [(each.filename or "", each.read()) for each in sent], body["project"], body["dry_run"]
