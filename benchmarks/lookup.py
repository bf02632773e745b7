"""The floor of a search: a bare FTS5 lookup behind a bare view.

    python -m benchmarks.lookup DATABASE LIBRARY PORT

DATABASE holds the very lines that the search of LIBRARY, a database of Designbook, looks through, in an FTS5
table of trigrams; it is made where there is none yet. The view takes the first LIMIT lines that hold a text,
as they come, and lists them.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from pathlib import Path

from flask import Flask, render_template, request
from flask_compress import Compress
from jinja2 import DictLoader

from benchmarks.bare import serve, settings

LIMIT = 20
DATABASE = "BENCHMARK_DATABASE"

TEMPLATE = """<ul>
{% for number, text in lines %}
<li id="line-{{ number }}">{{ text }}</li>
{% endfor %}
</ul>
"""


def make_app() -> Flask:
    """The application over the database that the environment names."""
    app = Flask(__name__)
    app.config.update(settings()["flask"])
    app.jinja_loader = DictLoader({"lines.html": TEMPLATE})
    Compress(app)

    @app.get("/lines")
    def show() -> str:
        phrase = '"' + request.args.get("q", "").replace('"', '""') + '"'
        found = "SELECT rowid, text FROM line WHERE line MATCH ? LIMIT ?"
        return render_template("lines.html", lines=_connection().execute(found, (phrase, LIMIT)).fetchall())

    return app


def _connection() -> sqlite3.Connection:
    """The one of this thread, which stays open: what it has read of the index it need not read again."""
    if not hasattr(_kept, "connection"):
        _kept.connection = sqlite3.connect(os.environ[DATABASE])
    connection: sqlite3.Connection = _kept.connection
    return connection


_kept = threading.local()


def fill(database: Path, library: Path) -> None:
    """Make the table of all lines of the library."""
    with sqlite3.connect(database) as connection:
        connection.execute("ATTACH ? AS library", (str(library),))
        connection.execute("CREATE VIRTUAL TABLE line USING fts5(text, tokenize='trigram case_sensitive 1')")
        connection.execute("INSERT INTO line (rowid, text) SELECT id, text FROM library.search_line")
    connection.close()


if __name__ == "__main__":
    os.environ[DATABASE] = sys.argv[1]
    if not Path(sys.argv[1]).exists():
        fill(Path(sys.argv[1]), Path(sys.argv[2]))
    serve("benchmarks.lookup:make_app", int(sys.argv[3]))
