"""What a start does not do: import what only some requests have a use for."""

from __future__ import annotations

import subprocess
import sys

LATER = {
    "alembic": "brings a database up to date",
    "email_validator": "reads an address that somebody types",
    "flask_migrate": "makes migrations",
    "markdown_it": "reads a document that comes in",
    "nh3": "watches over what is drawn of it",
    "psycopg": "speaks with PostgreSQL",
    "pygments": "colours its code",
    "sqlglot": "reads the SQL of a document that comes in",
    "weasyprint": "makes PDFs",
}


def test_a_server_imports_what_only_some_requests_need_when_one_does() -> None:
    program = (
        f"import sys, webapp.cli.serve, webapp.cli.worker; print(*sorted({set(LATER)} & sys.modules.keys()))"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert said.stdout.split() == []
