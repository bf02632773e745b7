"""The commands: thin, they call services. `designbook COMMAND`, or `python -m webapp.cli COMMAND`."""

from __future__ import annotations

import errno
from importlib import import_module
from typing import Any

import click

from webapp import __version__
from webapp.config import BadSetting
from webapp.services.errors import DesignbookError

# Where each command lives. A module is imported when its command is asked for: granian and its
# threads have no business in `export`.
COMMANDS = {
    "serve": "webapp.cli.serve:serve",
    "doctor": "webapp.cli.doctor:doctor",
    "people": "webapp.cli.people:people",
    "token": "webapp.cli.token:token",
    "sample": "webapp.cli.sample:sample",
    "import": "webapp.cli.transfer:import_files",
    "export": "webapp.cli.transfer:export_files",
    "reindex": "webapp.cli.reindex:reindex_all",
    "check": "webapp.cli.check:check",
    "backup": "webapp.cli.backup:backup",
    "restore": "webapp.cli.backup:restore",
}


class Commands(click.Group):
    """The group of COMMANDS. What a person can put right ends it with one line and status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of a first day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click prints the exception's message after “Error: ”."""
        try:
            return super().invoke(ctx)
        except (BadSetting, DesignbookError) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            # Nothing that stands in a folder: standard output, whose disk is full. click itself ends
            # quietly where a pipe was closed.
            if error.filename is not None or error.errno == errno.EPIPE:
                raise
            raise click.ClickException(f"The output cannot be written: {error.strerror}.") from error


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="In a checkout, ./designbook test [PYTEST ARGUMENTS] runs the tests.",
)
@click.version_option(__version__, prog_name="Designbook", message="%(prog)s %(version)s")
def main() -> None:
    """Write, agree on, find and print technical designs.

    Settings come from the environment: DESIGNBOOK_DATA, DESIGNBOOK_DATABASE_URL, DESIGNBOOK_PUBLIC_URL,
    DESIGNBOOK_SECRET_KEY, DESIGNBOOK_SESSION_DAYS and DESIGNBOOK_PROXIES; README.md says what each is for.
    """
