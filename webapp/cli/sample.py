"""`designbook sample`: a project to look around in."""

from __future__ import annotations

import click

from webapp.cli.starting import opened_app
from webapp.services.sample import load_sample


@click.command()
def sample() -> None:
    """Load the sample project: eight designs of an imaginary town library.

    They have no owner; whoever loads them with the button on the empty list owns them. A sample that
    is there already stays as it is.
    """
    with opened_app():
        click.echo(load_sample(by=None).message)
