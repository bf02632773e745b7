"""What a start does not do: import what only some requests have a use for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.serving import clean_environment

LATER = {
    "alembic": "brings a database up to date",
    "email_validator": "reads an address that somebody types",
    "flask_migrate": "makes migrations",
    "flask_smorest": "describes the API",
    "markdown_it": "reads a document that comes in",
    "marshmallow": "reads what is sent to the API",
    "nh3": "watches over what is drawn of it",
    "psycopg": "speaks with PostgreSQL",
    "pygments": "colours its code",
    "sqlglot": "reads the SQL of a document that comes in",
    "weasyprint": "makes PDFs",
    "webargs": "comes with flask_smorest",
}
ONE_PAGE = """
import sys
import webapp.cli.serve, webapp.cli.worker
from webapp.cli.starting import bare_app
with bare_app() as app:
    assert app.test_client().get("/login").status_code == 200
print(*sys.modules, sep='\\n', file=sys.stderr)
"""


def test_what_only_some_requests_need_is_imported_when_one_comes(tmp_path: Path) -> None:
    assert imported_by(ONE_PAGE, tmp_path) & LATER.keys() == set()


def test_an_api_request_imports_the_schemas_that_it_needs(tmp_path: Path) -> None:
    page = ONE_PAGE.replace("/login", "/api/v1/openapi.json")
    assert imported_by(page, tmp_path) >= {"marshmallow", "flask_smorest", "webapp.api.schemas.row"}


def imported_by(program: str, data: Path) -> set[str]:
    """The names of the modules that a process with this data folder has imported when it has run this."""
    run = [sys.executable, "-c", program]
    said = subprocess.run(run, check=True, capture_output=True, text=True, env=clean_environment(data))
    return set(said.stderr.splitlines())
