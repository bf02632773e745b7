"""What every view and template shares: page or piece, ids, dates, initials, the ties of a form's field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask, url_for
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from webapp.models import Design, Project
from webapp.views.rendering import day, described, dom_id, home, initials, iso, moment, render

PIECE = {"HX-Request-Type": "partial"}


class Sample(Form):
    plain = StringField("Plain")
    hinted = StringField("Hinted", [InputRequired("This is needed.")], description="A hint")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Our Owner", "OO"), ("Author", "A"), ("autora técnica de la casa", "AC"), ("", ""), ("作 者", "作者")],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_a_day_and_a_moment_are_said_in_words() -> None:
    at = datetime(2026, 11, 2, 4, 5, 59, tzinfo=UTC)
    assert day(at) == "2 Nov 2026"
    assert moment(at) == "2 Nov 2026, 04:05 UTC"


def test_a_moment_is_written_for_machines_in_utc() -> None:
    in_madrid = timezone(timedelta(hours=1))
    assert iso(datetime(2026, 11, 2, 0, 5, 59, 999, tzinfo=in_madrid)) == "2026-11-01T23:05:59Z"


def test_everything_that_is_swapped_has_an_id() -> None:
    assert dom_id(Design(id=41)) == "design-41"
    assert dom_id(Design(id=41), "title") == "design-41-title"


def test_a_design_has_the_address_of_its_route(app: Flask) -> None:
    design = Design(number=14, project=Project(key="FEAT"))
    with app.test_request_context():
        assert home(design) == url_for("documents.show", key=design.key) == "/designs/FEAT-014"


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    form = Sample(MultiDict({"plain": "x"}))
    assert (described(form.plain), described(form.hinted)) == ({}, {"aria_describedby": "hinted-hint"})
    form.validate()
    assert described(form.plain) == {}
    assert described(form.hinted) == {"aria_describedby": "hinted-hint hinted-error", "aria_invalid": "true"}


def test_a_partial_request_gets_the_piece_where_there_is_one(app: Flask) -> None:
    page, piece = "errors/page.html", "errors/_piece.html"
    words = {"title": "Gone", "message": "Gone", "number": ""}
    with app.test_request_context():
        assert "<html" in render(page, piece, 404, **words).get_data(as_text=True)
    with app.test_request_context(headers=PIECE):
        answer = render(page, piece, 404, **words)
        assert "<html" not in answer.get_data(as_text=True)
        assert (answer.status_code, answer.headers["Vary"]) == (404, "HX-Request-Type")
        assert "<html" in render(page, status=404, **words).get_data(as_text=True)


def test_a_refused_form_leaves_the_address_bar_alone(app: Flask) -> None:
    with app.test_request_context(headers=PIECE):
        words = {"title": "Wrong", "message": "Wrong", "number": ""}
        assert render("errors/_piece.html", status=422, **words).headers["HX-Push-Url"] == "false"
        assert "HX-Push-Url" not in render("errors/_piece.html", status=200, **words).headers
