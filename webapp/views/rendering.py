"""Page or piece: what every view shares when it answers."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from flask import Flask, Response, make_response, redirect, render_template, request
from wtforms import Field

from webapp.utils.moments import iso
from webapp.utils.sizes import in_words

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def init_app(app: Flask) -> None:
    """Give the templates what they share."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(described=described)
    app.jinja_env.filters.update(
        address=address,
        day=day,
        dom_id=dom_id,
        home=home,
        initials=initials,
        iso=iso,
        moment=moment,
        size=in_words,
    )


def wants_piece() -> bool:
    """Whether htmx asks for a part of a page. Boosted links and Back want the whole page."""
    return request.headers.get("HX-Request-Type") == "partial"


def wants_json() -> bool:
    """Whether a program asks: it names JSON and would not rather have a page."""
    return request.path.startswith("/api/") or (
        request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    )


def render(page: str, piece: str | None = None, /, status: int = 200, **context: object) -> Response:
    """Answer the page, or the piece of it when htmx asks for one."""
    template = piece if piece and wants_piece() else page
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request-Type")
    if status in {409, 422}:
        # The form is shown again, so its page stays in the address bar and not where it was sent to.
        response.headers["HX-Push-Url"] = "false"
    return response


def go_to(address: str) -> Response:
    """Send the browser to another page after a form that was accepted.

    htmx would follow a redirect and put that page where the piece should go; it gets a header.
    """
    if wants_piece():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = address
    else:
        response = make_response(redirect(address, 303))
    response.vary.add("HX-Request-Type")
    return response


class Named(Protocol):
    """What is stored in a table, or read from one, under an id."""

    @property
    def __tablename__(self) -> str: ...

    @property
    def id(self) -> int: ...


class Keyed(Protocol):
    """A design, or what tells of one."""

    @property
    def key(self) -> str: ...


def dom_id(thing: Named, part: str = "") -> str:
    """The one way to an element's id: `row-41`, or `row-41-c2` for a part of it."""
    name = f"{thing.__tablename__}-{thing.id}"
    return f"{name}-{part}" if part else name


def address(thing: Named, *parts: str) -> str:
    """Where a piece of a document is changed: `/rows/41`, or `/rows/41/cells/c2` for a part of it.

    What `url_for` gives, in a fraction of the time: a page asks for hundreds.
    """
    return "/".join((f"/{thing.__tablename__}s/{thing.id}", *parts))


def home(design: Keyed) -> str:
    """The address of a design: what `url_for` gives, in a fraction of the time, for each row of a list."""
    return f"/designs/{design.key}"


def described(item: Field) -> dict[str, str]:
    """The attributes that tie a form's input to its hint and its error."""
    ids = [f"{item.id}-hint"] if item.description else []
    if not item.errors:
        return {"aria_describedby": ids[0]} if ids else {}
    return {"aria_describedby": " ".join([*ids, f"{item.id}-error"]), "aria_invalid": "true"}


def day(at: datetime) -> str:
    """A moment's day, such as 22 Nov 2026."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def moment(at: datetime) -> str:
    """A moment to the minute with its zone, such as 22 Nov 2026, 14:02 UTC."""
    return f"{day(at)}, {at.hour:02}:{at.minute:02} {at.tzname()}"


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name: at most two."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
