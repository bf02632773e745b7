"""Blueprints that answer HTML, one file a noun."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    accounts,
    copies,
    designs,
    documents,
    drawing,
    exports,
    health,
    imports,
    paper,
    projects,
    rendering,
    sample,
    theme,
)

BLUEPRINTS = (
    accounts.bp,
    copies.bp,
    designs.bp,
    documents.bp,
    exports.bp,
    health.bp,
    imports.bp,
    paper.bp,
    projects.bp,
    sample.bp,
    theme.bp,
)


def init_app(app: Flask) -> None:
    """Register every blueprint, and what their templates share."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    rendering.init_app(app)
    drawing.init_app(app)
