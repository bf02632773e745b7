"""`designbook token`: API tokens from the command line."""

from __future__ import annotations

from datetime import timedelta

import click

from webapp.cli.starting import opened_app
from webapp.models import ApiToken
from webapp.models.token import SCOPES
from webapp.models.types import utc_now
from webapp.services.errors import Missing
from webapp.services.people import person_with_email
from webapp.services.projects import find_project
from webapp.services.tokens import DAYS_MAX, list_tokens, make_token, revoke_token


@click.group()
def token() -> None:
    """Make, list and revoke the tokens with which programs act as a person over the API."""


@token.command()
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", type=click.Choice(SCOPES), default="read", help="What it may do.  [default: read]")
@click.option("--project", "key", help="The key of the one project that it is good for. Default: all.")
@click.option(
    "--days", type=click.IntRange(1, DAYS_MAX), help="How long it works. Default: until it is revoked."
)
def add(email: str, name: str, scope: str, key: str | None, days: int | None) -> None:
    """Make a token for the person with the account EMAIL, who needs no password yet.

    It stands alone on the last line of standard output, this one time: only its hash is stored.
    """
    with opened_app():
        person = person_with_email(email)
        project = find_project(key.upper()) if key else None
        if key and project is None:
            raise Missing(f"There is no project {key}.")
        ends = utc_now() + timedelta(days=days) if days else None
        made, text = make_token(person, name=name, scope=scope, project=project, expires_at=ends)
        click.echo(f"With this token a program acts as {person.name} <{person.email}>:", err=True)
        click.echo(_said(made), err=True)
        click.echo(text)


@token.command("list")
@click.argument("email")
def list_all(email: str) -> None:
    """List the tokens of the person with the account EMAIL, one a line, that were not revoked."""
    with opened_app():
        for each in list_tokens(person_with_email(email)):
            click.echo(_said(each))


@token.command()
@click.argument("email")
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
def revoke(email: str, number: int) -> None:
    """End a token of the person with the account EMAIL for good; `token list` says its NUMBER."""
    with opened_app():
        person = person_with_email(email)
        try:
            revoke_token(number, by=person)
        except Missing as error:
            raise Missing(f"{person.email} has no token {number} that works.") from error
        click.echo(f"Token {number} is revoked.", err=True)


def _said(made: ApiToken) -> str:
    """A token on one line, without the token."""
    where = made.project.key if made.project else "all projects"
    ends = f"expires {made.expires_at:%Y-%m-%d}" if made.expires_at else "does not expire"
    used = f"last used {made.last_used_at:%Y-%m-%d}" if made.last_used_at else "never used"
    return f"{made.id}  {made.hint}…  {made.scope}  {where}  {ends}  {used}  {made.name}"
