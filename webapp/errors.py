"""Domain error → status, in three dresses: page, fragment, JSON."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the handlers."""
