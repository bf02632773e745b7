"""What the views of filtered lists share: whether the filter asks, and which address the bar gets."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import Flask, Response, request

from webapp.services.narrowing import typed_over_list
from webapp.utils.queries import TYPED_MAX


def init_app(app: Flask) -> None:
    """Give the templates what the form over a list needs."""
    app.jinja_env.globals.update(TYPED_MAX=TYPED_MAX, means_nothing=means_nothing)


def means_nothing(q: str, operators: Collection[str] = ()) -> Sequence[str]:
    """Sentences about what in `q` means nothing over a list that knows these operators."""
    return typed_over_list(q, operators).unknown


def is_filtering() -> bool:
    """Whether the form over a list asks, and not the page around it or a link in it."""
    return request.headers.get("HX-Source") == "form#filter"


def at(address: str, answer: Response) -> Response:
    """The answer with the list's address for the address bar where the filter asks.

    The form sends its empty fields too; the bar needs none of them.
    """
    if is_filtering():
        answer.headers["HX-Replace-Url"] = address
    return answer
