"""`flask db`: Flask-Migrate's commands, with which a developer makes a migration."""

from __future__ import annotations

import click
from flask import Flask

from webapp.extensions import db
from webapp.services.schema import MIGRATIONS


def init_app(app: Flask) -> None:
    """Give the application the commands. Flask-Migrate is imported when one is asked for, at no start."""

    @app.cli.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True})
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    @click.pass_context
    def migrate(context: click.Context, arguments: tuple[str, ...]) -> None:
        """Perform database migrations."""
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(MIGRATIONS))  # puts its own group in the place of this command
        group = app.cli.commands["db"]
        group.main(arguments, context.command_path, obj=context.obj, standalone_mode=False)
