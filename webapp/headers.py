"""The security headers of every answer (RELIABILITY S16)."""

from __future__ import annotations

from flask import Flask, Response, request

from webapp.config import Settings
from webapp.logs import request_id

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWO_YEARS = 63_072_000


def init_app(app: Flask) -> None:
    """Add the headers after each request."""
    settings: Settings = app.config["DESIGNBOOK"]

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(ALWAYS)
        response.headers["X-Request-Id"] = request_id()
        if settings.https:
            response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
        # A file named by its hash is the same for everyone, for good; everything else is somebody’s.
        if request.endpoint != "static" or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
            response.vary.update(("Cookie", "HX-Request-Type"))
        return response
