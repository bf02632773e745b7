"""The security headers of every answer."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the headers after each request."""
