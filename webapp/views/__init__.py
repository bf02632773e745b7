"""Blueprints that answer HTML, one file a noun."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    accounts,
    api_page,
    api_tokens,
    audit,
    blocks,
    cards,
    cells,
    changes,
    columns,
    copies,
    design_values,
    designs,
    document_edits,
    documents,
    drawing,
    exports,
    facts,
    files,
    filtering,
    findings,
    health,
    imports,
    keyboard,
    many_designs,
    members,
    news,
    paper,
    pdf,
    people,
    pickers,
    projects,
    ranges,
    register_exports,
    registers,
    remarks,
    rendering,
    rows,
    sample,
    saved_views,
    search,
    sections,
    sifting,
    texts,
    theme,
    token,
    undo,
    writing,
)
from webapp.views import bin as bin_page
from webapp.views import help as help_page

BLUEPRINTS = (
    accounts.bp,
    api_page.bp,
    api_tokens.bp,
    audit.bp,
    bin_page.bp,
    blocks.bp,
    cards.bp,
    cells.bp,
    changes.bp,
    columns.bp,
    copies.bp,
    design_values.bp,
    designs.bp,
    document_edits.bp,
    documents.bp,
    exports.bp,
    facts.bp,
    files.bp,
    findings.bp,
    health.bp,
    help_page.bp,
    imports.bp,
    many_designs.bp,
    members.bp,
    news.bp,
    paper.bp,
    pdf.bp,
    people.bp,
    projects.bp,
    ranges.bp,
    register_exports.bp,
    registers.bp,
    remarks.bp,
    rows.bp,
    sample.bp,
    saved_views.bp,
    search.bp,
    sections.bp,
    sifting.bp,
    texts.bp,
    theme.bp,
    token.bp,
    undo.bp,
)


def init_app(app: Flask) -> None:
    """Register every blueprint, and what their templates share."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    rendering.init_app(app)
    audit.init_app(app)
    sifting.init_app(app)
    filtering.init_app(app)
    findings.init_app(app)
    drawing.init_app(app)
    keyboard.init_app(app)
    pdf.init_app(app)
    pickers.init_app(app)
    registers.init_app(app)
    writing.init_app(app)
