"""Templates prepared for the next start: compiled once, and kept in the data folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from webapp.config import Settings

FOLDER = Path("cache") / "templates"
"""Below the data folder. Whoever can write there can do anything to this server anyway."""


def keep_templates(app: Flask) -> None:
    """Let the application take its templates from the data folder, and put there what it compiles.

    A template that changed, or was compiled by another Python or Jinja, is compiled again.
    """
    settings: Settings = app.config["DESIGNBOOK"]
    folder = settings.data / FOLDER
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        app.jinja_env.bytecode_cache = PreparedTemplates(str(folder))


class PreparedTemplates(FileSystemBytecodeCache):
    """Jinja's own, which would answer with an error where the disk is full: keeping is a favour only."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template out of the folder, if it is there and can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a template into the folder, if there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
