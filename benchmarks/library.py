"""Data folders full of designs, made by the real commands."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus, dress, hiding, servers
from benchmarks.client import sign_in

PASSWORD = "a password of the benchmarks"  # noqa: S105 -- opens made-up designs, on this machine alone
SHOWN_EVERY = 500
DATABASE = "designbook.db"


@dataclass(frozen=True, slots=True)
class Library:
    """A data folder that holds so many designs, FEAT-001 to FEAT-`designs`."""

    data: Path
    designs: int

    def cookie(self, server: servers.Server) -> str:
        """The cookie of a new session of somebody who reads."""
        return sign_in(server.url, dress.READER, PASSWORD)

    def token(self, *options: str) -> str:
        """A new token of a program that reads and writes for the same person."""
        making = servers.command(
            "webapp.cli", "token", "add", dress.READER, "--name", "benchmarks", "--scope", "write", *options
        )
        made = subprocess.run(
            making, env=servers.environment(self.data), check=True, capture_output=True, text=True
        )
        return made.stdout.splitlines()[-1]


def library(folder: Path, designs: int) -> Library:
    """The library of this size below `folder`: taken as it is where an earlier run has made it, else made."""
    data = folder / f"{designs}-{_recipe()}"
    if not data.exists():
        files = folder / f"{data.name}.files"
        making = folder / f"{data.name}.making"
        for left in (files, making):  # by a run that was interrupted
            shutil.rmtree(left, ignore_errors=True)
        write_files(files, range(1, designs + 1))
        import_files(making, files)
        _dress(making)
        shutil.rmtree(files, ignore_errors=True)
        making.rename(data)
    return Library(data, designs)


def mostly_hidden(whole: Library) -> Library:
    """The same library, of which READER may read few designs: made beside it where there is none yet."""
    recipe = hashlib.sha256(Path(hiding.__file__).read_bytes()).hexdigest()[:8]
    data = whole.data.with_name(f"{whole.data.name}-hidden-{recipe}")
    if not data.exists():
        making = data.with_name(f"{data.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        shutil.copy2(whole.data / "secret_key", making)
        with (
            closing(sqlite3.connect(whole.data / DATABASE)) as stored,
            closing(sqlite3.connect(making / DATABASE)) as copied,
        ):
            stored.backup(copied)  # a server may be running on it
        subprocess.run(servers.command("benchmarks.hiding"), env=servers.environment(making), check=True)
        making.rename(data)
    return Library(data, whole.designs)


def sheets(folder: Path, rows: Mapping[str, int]) -> Library:
    """A library below `folder` whose designs, by their keys, are each one table of so many rows."""
    data, files = folder / "sheets", folder / "sheets.files"
    for key, count in rows.items():
        (files / key).mkdir(parents=True)
        (files / key / "design.md").write_text(corpus.sheet_text(key, count), encoding="utf-8")
    import_files(data, files)
    _dress(data)
    return Library(data, len(rows))


def _dress(data: Path) -> None:
    """Fill in what an import leaves open; somebody may read then."""
    subprocess.run(servers.command("benchmarks.dress", PASSWORD), env=servers.environment(data), check=True)


def write_files(folder: Path, numbers: range) -> None:
    """Write these designs as Markdown files below `folder`."""
    folder.mkdir(parents=True)
    for written, _ in enumerate(corpus.write_designs(folder, numbers), 1):
        if written % SHOWN_EVERY == 0:
            tell(f"{written:,} of {len(numbers):,} files written")


def import_files(data: Path, files: Path) -> None:
    """Run `designbook import` on the files. Raises CalledProcessError when it refuses one."""
    importing = servers.command("webapp.cli", "import", str(files))
    with subprocess.Popen(
        importing, env=servers.environment(data), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for done, _ in enumerate(process.stdout, 1):
            if done % SHOWN_EVERY == 0:
                tell(f"{done:,} files imported")
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, importing)


def tell(text: str) -> None:
    """Say how far it is, on standard error."""
    print(text, file=sys.stderr, flush=True)


def _recipe() -> str:
    """Moves when what a library is made from does, so that an older one is not taken for it."""
    texts = "".join(corpus.design_text(number) for number in range(1, 10))
    dressing = Path(dress.__file__).read_text(encoding="utf-8")
    return hashlib.sha256((texts + dressing).encode()).hexdigest()[:8]
