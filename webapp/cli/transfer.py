"""`designbook import` and `designbook export`: Markdown in, and the same Markdown out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from webapp.cli.starting import opened_app
from webapp.markdown.lines import display_width
from webapp.models import Design
from webapp.services.audit import note
from webapp.services.designs import find_design
from webapp.services.errors import InvalidValue, Missing
from webapp.services.exports import designs_to_export, export_main_document
from webapp.services.folders import gather, write_designs
from webapp.services.projects import clean_key
from webapp.services.transfer import FileReport, import_designs, plan_import

PROGRESS_FROM = 20
DOCUMENT_WIDTH = 16


def project_key(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Check --project before anything is opened."""
    try:
        return clean_key(value) if value is not None else None
    except InvalidValue as error:
        raise click.BadParameter(error.message) from error


@click.command("import")
@click.argument(
    "paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--project",
    metavar="KEY",
    callback=project_key,
    help="The project that numbers what has no key of its own. Default: FEAT.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come in; write nothing.")
@click.pass_context
def import_files(context: click.Context, paths: tuple[Path, ...], project: str | None, dry_run: bool) -> None:
    """Bring in Markdown files, folders of them, or .zip archives.

    The key of a design is that of its folder (FEAT-001-auth), else of the file's name, else of its
    first heading, else the next number of the project. The files of one folder are the documents of
    one design. A design that exists is updated. The exit status is 1 when a file was refused.
    """
    files, unusable = gather(paths)
    counts: Counter[str] = Counter()
    for each in unusable:
        counts["refused"] += 1
        click.echo(line(FileReport(each.path, "refused", reason=each.reason)))
    with opened_app():
        work = plan_import if dry_run else import_designs
        for report in work(files, project=project):
            counts[report.status] += 1
            show_progress("")
            click.echo(line(report))
            if len(files) >= PROGRESS_FROM:
                show_progress(f"{counts.total()} of {len(files) + len(unusable)} files")
    show_progress("")
    click.echo(summary(counts, dry_run))
    context.exit(1 if counts["refused"] or not files else 0)


@click.command("export")
@click.argument("keys", metavar="[KEY]…", nargs=-1)
@click.option(
    "--to",
    "folder",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every document to FOLDER/KEY-title/, replacing the files of the same name.",
)
def export_files(keys: tuple[str, ...], folder: Path | None) -> None:
    """Give designs out as Markdown, byte for byte.

    With one KEY alone its design document goes to standard output. With --to every document of the
    designs named, or of all designs, becomes a file.
    """
    if folder is None and len(keys) != 1:
        raise click.UsageError("Name one KEY, or a folder with --to.")
    with opened_app():
        designs = [existing_design(key) for key in keys] or designs_to_export()
        about = " ".join(f"/designs/{each.key}" for each in designs) if keys else "all designs"
        note("export", about=about, by=None, details={"designs": len(designs)})
        if folder is None:
            _hand_out(export_main_document(designs[0]))
            return
        written = 0
        for path in write_designs(designs, folder):
            written += 1
            click.echo(printable(str(path)))
    click.echo(
        f"{count(written, 'file')} of {count(len(designs), 'design')} written to {printable(str(folder))}"
    )


def _hand_out(content: bytes) -> None:
    """Write bytes to standard output as they are."""
    out = getattr(sys.stdout, "buffer", None)  # Python has no sys.stdout where the caller closed it
    if out is None:
        raise click.ClickException("Standard output is closed; name a folder with --to.")
    out.write(content)
    out.flush()


def existing_design(key: str) -> Design:
    """The design that somebody named."""
    design = find_design(key)
    if design is None:
        raise Missing(f"There is no design {printable(key)}.")
    return design


def line(report: FileReport) -> str:
    """What became of a file, on one line."""
    document = column(printable(report.document or "-"), DOCUMENT_WIDTH)
    start = f"{report.key or '-':<9} {document} {report.status:<10}"
    if report.status == "refused":
        return printable(f"{start}{report.path}: {report.reason}")
    held = f"{report.sections:>4} sections {report.rows:>5} rows {report.entries:>5} entries"
    title = f"  (title: {report.replaces} → {report.title})" if report.replaces else ""
    return printable(f"{start}{held}  {report.path}{title}")


def column(text: str, width: int) -> str:
    """The text on so many columns of a terminal, its end cut where it needs more."""
    shown = text
    while display_width(shown) > width:
        text = text[:-1]
        shown = f"{text}…"
    return shown + " " * (width - display_width(shown))


def summary(counts: Counter[str], dry_run: bool) -> str:
    """How many files there were, and what became of them."""
    said = ", ".join(f"{counts[status]} {status}" for status in ("new", "updated", "unchanged", "refused"))
    files = count(counts.total(), "file")
    return f"{files}: {said}. Nothing was written." if dry_run else f"{files}: {said}."


def show_progress(text: str) -> None:
    """Overwrite the last line of a terminal; a file or a pipe is spared."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def printable(text: str) -> str:
    """The text without what would command a terminal or could not be encoded for it."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
