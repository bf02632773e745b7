"""/api/v1: JSON over the same services as the pages, one file a noun."""

from __future__ import annotations

from flask import Flask

from webapp.api import (
    audit,
    blocks,
    changes,
    columns,
    describe,
    designs,
    documents,
    findings,
    gate,
    imports,
    members,
    people,
    projects,
    registers,
    rows,
    search,
    sections,
    tokens,
    views,
    writes,
)
from webapp.api import bin as bin_noun
from webapp.api.bounds import bounds_of
from webapp.extensions import csrf

__all__ = ["BLUEPRINTS", "gate", "init_app"]

BLUEPRINTS = (
    describe.bp,
    projects.bp,
    members.bp,
    designs.bp,
    bin_noun.bp,
    documents.bp,
    sections.bp,
    blocks.bp,
    columns.bp,
    rows.bp,
    writes.bp,
    changes.bp,
    registers.bp,
    findings.bp,
    search.bp,
    views.bp,
    imports.bp,
    people.bp,
    tokens.bp,
    audit.bp,
)
"""Every noun of the API: a new one is registered here."""


def init_app(app: Flask) -> None:
    """Register every noun. No cookie is read here, so no form can be forged."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
        csrf.exempt(blueprint)
    # The page of the API is drawn by a view, which knows the API by its addresses alone.
    app.jinja_env.globals["api_bounds"] = lambda: bounds_of(app.config["DESIGNBOOK"])
