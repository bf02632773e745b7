"""Import in the browser: files are held, looked at, and brought in a second's work at a time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from webapp.models import Person
from webapp.services.archives import BYTES_MAX, FILES_MAX, read_zip
from webapp.services.errors import InvalidValue, Missing
from webapp.services.naming import SourceFile, held_file, is_markdown
from webapp.services.narrowing import fits, typed_over_list
from webapp.services.transfer import FileReport, import_designs, plan_import
from webapp.services.uploads import Upload, alone, find_upload, hold_upload, note_step
from webapp.utils.sizes import in_words

STEP_SECONDS = 1.0


def prepare_import(data: Path, chosen: Sequence[tuple[str, bytes]], *, project: str, by: Person) -> Upload:
    """Hold what was chosen, paths with their bytes, and plan what would become of it.

    A .zip stands for the Markdown in it; other files that are no Markdown are left alone. Raises
    InvalidValue where nothing is Markdown, a path comes twice, an archive is not to be trusted, or
    there is more than FILES_MAX files or BYTES_MAX bytes.
    """
    files = markdown_of(chosen)
    plan = list(plan_import(files, project=project, by=by))
    return hold_upload(data, files, plan=plan, project=project, by=by)


def run_import(data: Path, token: str, *, by: Person) -> Upload:
    """Bring in the next designs for about STEP_SECONDS, at least one; each is all or nothing.

    While another request does so already, nothing. Raises Missing, and Busy when the database cannot
    be written to; what is noted by then is in.
    """
    with alone(find_upload(data, token, by=by)) as free:
        upload = find_upload(data, token, by=by)
        end = time.monotonic() + STEP_SECONDS
        try:
            while free and not upload.finished:
                note_step(upload, list(import_designs(upload.next_step(), project=upload.project, by=by)))
                free = time.monotonic() < end
        except FileNotFoundError:  # cancelled in another tab: what is in stays in
            raise Missing from None
    return upload


def markdown_of(chosen: Sequence[tuple[str, bytes]]) -> list[SourceFile]:
    """The Markdown in what was chosen: paths with their bytes. Raises as `prepare_import` does."""
    files: list[SourceFile] = []
    for path, content in chosen:
        if path.lower().endswith(".zip"):
            files += read_zip(content, f"“{path}”")
        elif is_markdown(path):
            files.append(held_file(path, content))
    if not files:
        raise InvalidValue(
            "files", "There is no Markdown in what you chose: no file ends in .md or .markdown."
        )
    if len(files) > FILES_MAX:
        raise InvalidValue(
            "files", f"These are {len(files):,} files; bring in at most {FILES_MAX:,} at once."
        )
    if sum(len(file.read()) for file in files) > BYTES_MAX:
        raise InvalidValue(
            "files", f"This is more than {in_words(BYTES_MAX)} of Markdown; bring in a part first."
        )
    _refuse_twins(files)
    return files


def import_at_once(
    files: Sequence[SourceFile], *, project: str, dry_run: bool, by: Person
) -> list[FileReport]:
    """Bring all of it in, or say what would become of it; each design is all or nothing.

    Raises InvalidValue for a `project` that cannot be one, and Busy when the database cannot be written to:
    what came before is in, unless a transaction is open around all of it.
    """
    act = plan_import if dry_run else import_designs
    return list(act(files, project=project or None, by=by))


def narrow_reports(upload: Upload, words: str) -> list[FileReport]:
    """What becomes, or became, of the files of which is said what `words` ask for, as over every list.

    The words may stand in the path, the outcome, the design's key or title, the document's name or
    the reason.
    """
    query = typed_over_list(words)
    return [report for report in reports_of(upload) if fits(_said(report), query)]


def reports_of(upload: Upload) -> Sequence[FileReport]:
    """What became of each file once the import has begun, before that what would."""
    return upload.reports if upload.started else upload.plan


def _said(report: FileReport) -> str:
    return "\n".join((report.path, report.status, report.key, report.title, report.document, report.reason))


def _refuse_twins(files: list[SourceFile]) -> None:
    seen: set[str] = set()
    for file in files:
        if file.path in seen:
            raise InvalidValue("files", f"“{file.path}” was chosen twice. Choose it once.")
        seen.add(file.path)
