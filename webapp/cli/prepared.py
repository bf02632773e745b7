"""Templates prepared for the next start: compiled once, and kept in the data folder."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from pickle import UnpicklingError

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from webapp import __version__
from webapp.config import Settings
from webapp.views.templating import COMPILED

FOLDER = Path("cache") / "templates"
"""Below the data folder. Whoever can write there can do anything to this server anyway."""


def keep_templates(app: Flask) -> None:
    """Let the application take its templates from the data folder, and put there what it compiles.

    A template that changed, or was compiled by another Python, Jinja or Designbook, is compiled again.
    """
    settings: Settings = app.config["DESIGNBOOK"]
    folder = settings.data / FOLDER
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        app.jinja_env.bytecode_cache = PreparedTemplates(str(folder))


class PreparedTemplates(FileSystemBytecodeCache):
    """Jinja's own, which would answer with an error where the disk is full: keeping is a favour only."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        # Asked once: to look for a package's version takes longer than to load a template.
        self._versions = f"{version('jinja2')} {__version__} {COMPILED}"

    def get_source_checksum(self, source: str) -> str:
        """What a kept template has to be of: this text, as this Jinja and these settings of it compile it.

        Jinja's own looks at the text alone, and at Python's version.
        """
        return super().get_source_checksum(f"{self._versions} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template out of the folder, if it is there and can be read."""
        with suppress(OSError, EOFError, UnpicklingError):  # the last two after a power cut
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a template into the folder, if there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
