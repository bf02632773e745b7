"""Page or piece: what every view shares when it answers."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request

from webapp.extensions import Model


def init_app(app: Flask) -> None:
    """Give the templates what they share."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(dom_id=dom_id)


def wants_piece() -> bool:
    """Whether htmx asks for a part of a page. Boosted links and Back want the whole page."""
    return request.headers.get("HX-Request-Type") == "partial"


def render(page: str, piece: str | None = None, status: int = 200, **context: object) -> Response:
    """Answer the page, or the piece of it when htmx asks for one."""
    template = piece if piece and wants_piece() else page
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request-Type")
    return response


def dom_id(thing: Model, part: str = "") -> str:
    """The one way to an element's id: `row-41`, or `row-41-c2` for a part of it."""
    name = f"{type(thing).__tablename__}-{thing.id}"  # type: ignore[attr-defined]
    return f"{name}-{part}" if part else name
