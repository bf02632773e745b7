"""`designbook doctor`: what is installed, what is stored, what is wrong."""

from __future__ import annotations

import platform
from importlib.metadata import version

import click
from flask import current_app

from webapp import __version__
from webapp.cli.starting import opened_app
from webapp.pdf import diagnosis as pdf
from webapp.services.diagnosis import examine

LIBRARIES = ("Flask", "SQLAlchemy", "alembic", "markdown-it-py", "nh3", "granian")


@click.command()
@click.option("--strict", is_flag=True, help="Let warnings count as wrong.")
@click.pass_context
def doctor(context: click.Context, strict: bool) -> None:
    """Say the versions, the database's settings and counts, and what is wrong.

    An empty data folder is set up first. The exit status is 1 when something is wrong.
    """
    with opened_app():
        found = examine(current_app.config["DESIGNBOOK"].data)
    facts, warnings = pdf.examine()
    found.facts += facts
    found.warnings += warnings
    versions = [("Designbook", __version__), ("Python", platform.python_version())]
    versions += [(name, version(name)) for name in LIBRARIES]
    for name, value in versions + found.facts:
        click.echo(f"{name:<28}{value}")
    for warning in found.warnings:
        click.echo(f"Warning: {warning}")
    for fault in found.wrong:
        click.echo(f"Wrong: {fault}")
    if found.wrong or (strict and found.warnings):
        context.exit(1)
    if not found.warnings:
        click.echo("Nothing is wrong.")
