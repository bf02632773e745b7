"""Static files: bundled, named by their content's hash, cached for good."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Serve /static and give the templates `asset(name)`."""
