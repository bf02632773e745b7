"""The bare floor: what a read and a write cost at least with these packages, this server and this disk.

    python -m benchmarks.floor DATABASE PORT

One view reads ROWS rows of one plain table by the ORM into a small template, another one into JSON; one
changes a row by the ORM and commits. Server, pragmas and compression are Designbook's own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask, render_template, request
from flask_compress import Compress
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import String, event, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks.bare import serve, settings
from benchmarks.words import Speaker

ROWS = 60
"""The rows on a sheet: as many as a design has."""
SHEETS = 200
DATABASE = "BENCHMARK_DATABASE"
COLUMNS = ("id", "sheet", "name", "text", "done")

TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sheet {{ sheet }}</title></head>
<body>
<h1>Sheet {{ sheet }}</h1>
<table>
<thead><tr><th>Name</th><th>Text</th><th>Done</th></tr></thead>
<tbody>
{% for line in lines %}
<tr id="line-{{ line.id }}"><td>{{ line.name }}</td><td>{{ line.text }}</td><td>{{ line.done }}</td></tr>
{% endfor %}
</tbody>
</table>
</body>
</html>
"""


class Base(DeclarativeBase):
    """The base of the one model."""


class Line(Base):
    """A row of a sheet."""

    __tablename__ = "line"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(String(2000))
    done: Mapped[bool]


db = SQLAlchemy(model_class=Base)


def make_app() -> Flask:
    """The application over the database that the environment names."""
    app = Flask(__name__)
    app.config.update(settings()["flask"], SQLALCHEMY_DATABASE_URI=f"sqlite:///{os.environ[DATABASE]}")
    app.jinja_loader = DictLoader({"sheet.html": TEMPLATE})
    db.init_app(app)
    Compress(app)
    with app.app_context():
        event.listen(db.engine, "connect", _set_pragmas)

    @app.get("/sheets/<int:sheet>")
    def show(sheet: int) -> str:
        lines = db.session.scalars(select(Line).where(Line.sheet == sheet).order_by(Line.id)).all()
        return render_template("sheet.html", sheet=sheet, lines=lines)

    @app.get("/sheets/<int:sheet>.json")
    def show_json(sheet: int) -> dict[str, Any]:
        lines = db.session.scalars(select(Line).where(Line.sheet == sheet).order_by(Line.id)).all()
        return {"items": [{name: getattr(line, name) for name in COLUMNS} for line in lines]}

    @app.post("/lines/<int:number>")
    def update(number: int) -> str:
        db.session.get_one(Line, number).text = request.form["text"]
        db.session.commit()
        return "saved"

    return app


def fill() -> None:
    """Make the table with SHEETS sheets of ROWS rows each, numbered from 1."""
    with make_app().app_context():
        db.create_all()
        db.session.execute(insert(Line), list(_lines()))
        db.session.commit()
        db.engine.dispose()


def _set_pragmas(connection: Any, record: Any) -> None:
    for pragma in settings()["pragmas"]:
        connection.execute(f"PRAGMA {pragma}")


def _lines() -> Iterator[dict[str, Any]]:
    say = Speaker("floor")
    for sheet in range(1, SHEETS + 1):
        for _ in range(ROWS):
            yield {
                "sheet": sheet,
                "name": say.name(),
                "text": say.phrase(4, 11),
                "done": say.number(0, 1) == 1,
            }


if __name__ == "__main__":
    os.environ[DATABASE] = sys.argv[1]
    if not Path(sys.argv[1]).exists():
        fill()
    serve("benchmarks.floor:make_app", int(sys.argv[2]))
