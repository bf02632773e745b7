"""Static files: bundled, named by their content's hash, compressed once, cached for good.

Styles and scripts are served in bundles (webapp/bundling.py). Where static/minified holds a small copy of
exactly that bundle, the copy is served. The icons become one sprite that a page carries inline.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import brotli
from flask import Flask, Response, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer
from markupsafe import Markup

from webapp.bundling import build_bundles
from webapp.config import ROOT

STATIC = ROOT / "static"
PLACE = "/static"
MINIFIED = STATIC / "minified"
FOR_GOOD = "public, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
COMPRESSORS = {"br": brotli.compress, "gzip": lambda content: gzip.compress(content, mtime=0)}

_SVG = re.compile(r"<svg([^>]*)>(.*)</svg>", re.DOTALL)


@dataclass
class Asset:
    """One file as it is served; `compressed` keeps what an encoding made of it."""

    name: str
    content: bytes
    compressed: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The part of the served name that moves with the content: 12 hex digits of SHA-256."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @cached_property
    def served_name(self) -> str:
        """app.css as app.0a1b2c3d4e5f.css."""
        path = Path(self.name)
        return f"{path.stem}.{self.digest}{path.suffix}"

    @cached_property
    def integrity(self) -> str:
        """The SHA-384 that a script tag's `integrity` holds."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.content).digest()).decode()

    def encoded(self, encoding: str) -> bytes:
        """The content in `br` or `gzip`, compressed the first time it is asked for."""
        if encoding not in self.compressed:
            self.compressed[encoding] = COMPRESSORS[encoding](self.content)
        return self.compressed[encoding]


class SessionInterface(SecureCookieSessionInterface):
    """Flask's own, but a static answer has no session.

    Flask-Login looks into the session on every request; the answer would say `Vary: Cookie`, and a
    browser would fetch everything again after each sign-in. What reads and signs the cookie is made once.
    """

    def __init__(self, app: Flask) -> None:
        self._serializer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What reads and signs the cookie; None where the application has no key."""
        return self._serializer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Save it unless a static file was asked for."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Serve /static and give the templates `asset(name)`, `integrity(name)` and `icon_sprite`."""
    assets = build_assets(STATIC)
    app.extensions["assets"] = {asset.name: asset for asset in assets}
    app.extensions["served_assets"] = {asset.served_name: asset for asset in assets}
    app.add_url_rule(f"{PLACE}/<name>", "static", serve_asset)
    app.session_interface = SessionInterface(app)
    app.jinja_env.globals.update(
        asset=asset_url,
        integrity=asset_integrity,
        icon_sprite=Markup(build_sprite(STATIC)),  # noqa: S704
    )


def build_assets(static: Path) -> list[Asset]:
    """Everything that is served from the folder `static`. Raises FileNotFoundError for a dead import."""
    bundles = build_bundles(static).items()
    return [
        *(Asset(name, smallest(bundle, MINIFIED / name).encode()) for name, bundle in bundles),
        Asset("htmx.js", (static / "vendor" / "htmx" / "htmx.min.js").read_bytes()),
        Asset("favicon.svg", (static / "favicon.svg").read_bytes()),
    ]


def smallest(bundle: str, copy: Path) -> str:
    """The small copy where it was made from this bundle, else the bundle: whoever works on it sees it."""
    if not copy.is_file():
        return bundle
    head, _, text = copy.read_text().partition("\n")
    return text if head == minified_head(bundle) else bundle


def minified_head(bundle: str) -> str:
    """The line by which a small copy says what it was made from."""
    return f"/* {hashlib.sha256(bundle.encode()).hexdigest()} */"


def build_sprite(static: Path) -> str:
    """One hidden SVG with a symbol `icon-<name>` for each icon, vendored ones and our own.

    Their lines are drawn as icon.css says.
    """
    files = [*(static / "vendor" / "lucide").glob("*.svg"), *(static / "icons").glob("*.svg")]
    symbols = "".join(_symbol(file) for file in sorted(files, key=lambda file: file.stem))
    return f'<svg class="sprite" aria-hidden="true">{symbols}</svg>'


def asset_url(name: str) -> str:
    """The address of `app.css` and the like. Raises KeyError for a name that is not served."""
    return f"{PLACE}/{_asset(name).served_name}"


def asset_text(name: str) -> str:
    """What stands in `app.css` and the like."""
    return _asset(name).content.decode()


def asset_integrity(name: str) -> str:
    """What the `integrity` of a script tag holds."""
    return _asset(name).integrity


def serve_asset(name: str) -> Response:
    """The file under its hashed name; an old hash is a 404, since its content is gone."""
    asset: Asset | None = current_app.extensions["served_assets"].get(name)
    if asset is None:
        abort(404)
    encoding = request.accept_encodings.best_match(COMPRESSORS)
    response = Response(asset.encoded(encoding) if encoding else asset.content)
    response.headers["Content-Type"] = TYPES[Path(asset.name).suffix]
    response.headers["Cache-Control"] = FOR_GOOD
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{asset.digest}-{encoding}" if encoding else asset.digest)
    response.make_conditional(request)
    return response


def _asset(name: str) -> Asset:
    asset: Asset = current_app.extensions["assets"][name]
    return asset


def _symbol(file: Path) -> str:
    found = _SVG.search(file.read_text())
    if found is None:
        raise ValueError(f"{file} is not an SVG picture")
    inner = re.sub(r"\s+", " ", found[2].strip()).replace("> <", "><").replace(" />", "/>")
    return f'<symbol id="icon-{file.stem}" viewBox="0 0 24 24">{inner}</symbol>'
