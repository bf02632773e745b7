"""`designbook backup` and `designbook restore`: everything that is stored, in one file and out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from webapp import __version__
from webapp.cli.starting import bare_app, opened_app
from webapp.cli.transfer import count, printable, show_progress
from webapp.services.audit import note
from webapp.services.backups.making import make_backup
from webapp.services.backups.manifest import Manifest
from webapp.services.backups.restoring import check_backup, end_access, laid_out
from webapp.services.occupancy import in_use, out_of_use
from webapp.services.schema import newest_revision
from webapp.utils.sizes import in_words


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
def backup(file: Path, force: bool) -> None:
    """Write everything that is stored into FILE, also while the server runs.

    FILE appears when it is whole: copied at one moment, checked, packed and read back. Only its owner
    can read it. docs/backup.md says what is in it and how to have it made every night.
    """
    with progress(), bare_app(), in_use():
        manifest = make_backup(file, version=__version__, force=force, report=report)
        note("backup", about=str(file.absolute()), by=None)
    size = in_words(file.stat().st_size)
    click.echo(f"{printable(str(file))}: {held(manifest)}; {size}, read back and whole.")


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Only check FILE; change nothing.")
def restore(file: Path, verify: bool) -> None:
    """Put what is in the backup FILE in the place of everything that is stored.

    FILE is checked first, to the last bit. What was stored is kept beside it. Stop the server before.
    Everybody is signed out, one-time links and API tokens end; passwords are those of the backup.
    """
    if verify:
        with progress():
            manifest = check_backup(file, report)
        click.echo(f"{printable(str(file))} is whole: {origin(manifest)}; {held(manifest)}.")
        return
    with progress(), bare_app(), out_of_use(), laid_out(file, report) as restored:
        with opened_app(SQLALCHEMY_DATABASE_URI=restored.copy.url):
            ended = end_access(restored.manifest.made_at)
        kept = restored.copy.put_in_place()
    manifest = restored.manifest
    click.echo(f"Restored {printable(str(file))}: {origin(manifest)}; {held(manifest)}.")
    if manifest.contents.schema != (newest := newest_revision()):
        click.echo(f"Its schema was brought from revision {manifest.contents.schema} to {newest}.")
    click.echo(
        f"Ended: {count(ended.sessions, 'session')}, {count(ended.links, 'one-time link')} and "
        f"{count(ended.tokens, 'API token')}."
    )
    if kept:
        click.echo(f"What was stored before is kept as {kept}. Remove it when you are sure.")


@contextmanager
def progress() -> Iterator[None]:
    """Whatever comes of it, its last line of progress is gone before that is said."""
    try:
        yield
    finally:
        show_progress("")


def report(what: str, done: int, of: int) -> None:
    """One line of progress, on a terminal only."""
    if of:
        show_progress(f"{what}: {100 * done // of} %")
    else:
        show_progress(f"{what} …")


def held(manifest: Manifest) -> str:
    """`12 designs, 31 documents, 4,210 rows, 7 accounts`."""
    rows = manifest.contents.rows
    nouns = {"design": "design", "document": "document", "row": "row", "person": "account"}
    return ", ".join(count(rows.get(table, 0), noun) for table, noun in nouns.items())


def origin(manifest: Manifest) -> str:
    """When the backup was made, and by what."""
    return f"made {manifest.made_at:%Y-%m-%d %H:%M} UTC by Designbook {manifest.version}"
