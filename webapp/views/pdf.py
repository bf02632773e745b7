"""Every page for paper as a PDF: the very same page, under the same query."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from io import BytesIO

from flask import Blueprint, Flask, Response, current_app, make_response, request, send_file, url_for
from flask_wtf.csrf import generate_csrf

from webapp.assets import asset_text, asset_url
from webapp.config import Settings
from webapp.models import Design
from webapp.pdf.press import Job, available, press
from webapp.services.errors import Missing
from webapp.services.transactions import end_reading
from webapp.views import paper, register_exports
from webapp.views.loading import readable_design, redirect_to_one_spelling

bp = Blueprint("pdf", __name__)
bp.before_request(redirect_to_one_spelling)


def init_app(app: Flask) -> None:
    """Tell the templates whether PDFs can be made here: a link to nothing is not drawn."""
    app.jinja_env.globals["pdf_available"] = lambda: available()


@bp.before_request
def need_press() -> None:
    """Where no PDF can be made, there are no such addresses."""
    if not available():
        raise Missing


@bp.get("/designs/<key:key>.pdf")
def show_design(key: str) -> Response:
    """What `/designs/<key>/print` shows."""
    design = readable_design(key)
    with _whole_page():
        page = paper.show_design(key)
    return _pdf_of_design(design, page, "paper.show_design", design.key, f"{design.key} {design.title}")


@bp.get("/designs/<key:key>/handout.pdf")
def show_handout(key: str) -> Response:
    """What `/designs/<key>/handout` shows."""
    design = readable_design(key)
    with _whole_page():
        page = paper.show_handout(key)
    title = f"{design.key} {design.title}, hand-out"
    return _pdf_of_design(design, page, "paper.show_handout", f"{design.key}-handout", title)


@bp.get("/designs.pdf")
def show_list() -> Response:
    """What `/designs/print` shows."""
    with _whole_page():
        page = paper.show_list()
    return _pdf(page, url_for("paper.show_list"), "designs", title="Designs")


@bp.get("/registers/<name>.pdf")
def show_register(name: str) -> Response:
    """What `/registers/<name>/print` shows."""
    with _whole_page():
        page = register_exports.show_print(name)
    styles = {asset_url("registers.css"): asset_text("registers.css")}
    path = url_for("register_exports.show_print", name=name)
    return _pdf(page, path, name, styles=styles, title=name.capitalize())


def _pdf_of_design(design: Design, page: Response, endpoint: str, name: str, title: str) -> Response:
    running = url_for("paper.show_running", key=design.key)
    return _pdf(
        page,
        url_for(endpoint, key=design.key),
        name,
        styles={running: paper.show_running(design.key).get_data(as_text=True)},
        title=title,
        author=design.owner.name if design.owner else "",
        at=f"{design.updated_at:%Y-%m-%dT%H:%M:%SZ}",
    )


def _pdf(
    page: Response,
    path: str,
    name: str,
    *,
    title: str,
    styles: Mapping[str, str] | None = None,
    author: str = "",
    at: str = "",
) -> Response:
    """The page as a download, or 304 where the asker has the PDF of this very page already.

    No browser keeps the PDF, since no answer may be stored; it is scripts that ask by its ETag. Nothing
    is pressed for them, nor for HEAD.
    """
    settings: Settings = current_app.config["DESIGNBOOK"]
    job = Job(
        # The session's token is for its own pages, and would make every page another.
        html=page.get_data(as_text=True).replace(generate_csrf(), ""),
        address=(settings.public_url or request.host_url.rstrip("/")) + path,
        styles={asset_url("app.css"): asset_text("app.css"), **(styles or {})},
        title=title,
        author=author,
        at=at,
    )
    # Weak: fonts that are installed meanwhile change the bytes, and nothing that can be read.
    etag = hashlib.sha256(json.dumps([version("weasyprint"), asdict(job)]).encode()).hexdigest()
    if request.if_none_match.contains_weak(etag):
        answer = make_response("", 304)
    else:
        answer = _download(job, f"{name}.pdf")
    answer.set_etag(etag, weak=True)
    return answer


def _download(job: Job, name: str) -> Response:
    asks_for_head = request.method == "HEAD"
    end_reading()
    answer = send_file(
        BytesIO(b"" if asks_for_head else press(job)),
        "application/pdf",
        as_attachment=True,
        download_name=name,
    )
    if asks_for_head:
        del answer.headers["Content-Length"]  # nobody knows it before the press has worked
    return answer


@contextmanager
def _whole_page() -> Iterator[None]:
    """What is drawn inside is a whole page, also for a script that wants its errors as pieces of one."""
    kind = request.environ.pop("HTTP_HX_REQUEST_TYPE", None)
    try:
        yield
    finally:
        if kind is not None:
            request.environ["HTTP_HX_REQUEST_TYPE"] = kind
