"""`designbook people`: accounts from the command line."""

from __future__ import annotations

import click
from flask import current_app

from webapp.cli.starting import opened_app
from webapp.config import Settings
from webapp.models import Person
from webapp.services.links import PASSWORD_LINK_LASTS, make_password_link
from webapp.services.people import add_person, person_with_email

LOCAL_URL = "http://127.0.0.1:8000"

url_option = click.option(
    "--url",
    help="Where people reach the server; the link starts with it. "
    f"Default: DESIGNBOOK_PUBLIC_URL, else {LOCAL_URL}.",
)


@click.group()
def people() -> None:
    """Add an account, or make a link for a forgotten password."""


@people.command()
@click.argument("email")
@click.option("--name", default="", help="What to call the person. Default: the part before the @.")
@click.option("--admin", is_flag=True, help="Make the person an administrator.")
@url_option
def add(email: str, name: str, admin: bool, url: str | None) -> None:
    """Add an account for EMAIL and print the link with which its owner chooses a password."""
    with opened_app():
        print_link(add_person(email, name=name, admin=admin), url)


@people.command()
@click.argument("email")
@url_option
def link(email: str, url: str | None) -> None:
    """Print a new link with which the owner of the account EMAIL chooses a password.

    The present password works until then; older links end at once.
    """
    with opened_app():
        print_link(person_with_email(email), url)


def print_link(person: Person, url: str | None) -> None:
    """The link alone on standard output, for a program; what it is on standard error, for a person."""
    settings: Settings = current_app.config["DESIGNBOOK"]
    start = (url or settings.public_url or LOCAL_URL).rstrip("/")
    token = make_password_link(person)
    click.echo(
        f"With this link {person.name} <{person.email}> chooses a password. "
        f"It works once, for {PASSWORD_LINK_LASTS.days} days:",
        err=True,
    )
    click.echo(f"{start}/links/{token}")
