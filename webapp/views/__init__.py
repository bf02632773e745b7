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
    filtering,
    health,
    imports,
    keyboard,
    paper,
    pdf,
    projects,
    rendering,
    sample,
    theme,
    token,
)
from webapp.views import help as help_page

BLUEPRINTS = (
    accounts.bp,
    copies.bp,
    designs.bp,
    documents.bp,
    exports.bp,
    health.bp,
    help_page.bp,
    imports.bp,
    paper.bp,
    pdf.bp,
    projects.bp,
    sample.bp,
    theme.bp,
    token.bp,
)


def init_app(app: Flask) -> None:
    """Register every blueprint, and what their templates share."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    rendering.init_app(app)
    filtering.init_app(app)
    drawing.init_app(app)
    keyboard.init_app(app)
    pdf.init_app(app)
