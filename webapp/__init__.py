"""Designbook: write, agree on, find and print technical designs."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import api, assets, errors, headers, limits, logs, migrating, models, views
from webapp.config import ROOT, Settings
from webapp.extensions import compress, csrf, db, limiter, login
from webapp.services.transactions import prepare_sqlite
from webapp.utils.converters import CONVERTERS
from webapp.utils.rules import Rule
from webapp.views import encoding, gate, slow_bodies
from webapp.views.templating import Environment

__version__ = "0.1.0"

__all__ = ["create_app", "models"]


def create_app(settings: Settings | None = None, **config: Any) -> Flask:
    """Make the application. `config` overrides Flask's own settings (tests).

    Raises BadSetting when the environment holds a value that cannot be used.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.jinja_environment = Environment
    app.config.update(settings.flask_config())
    app.config.update(config)
    if settings.proxies:  # else anybody could claim to call from any address
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    app.url_rule_class = Rule
    app.url_map.converters.update(CONVERTERS)

    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)
    gate.init_app(app)  # before CSRF: a stranger without a token is told to sign in
    api.gate.init_app(app)
    encoding.init_app(app)
    slow_bodies.init_app(app)
    csrf.init_app(app)
    login.init_app(app, add_context_processor=False)
    limiter.init_app(app)
    compress.init_app(app)

    migrating.init_app(app)
    assets.init_app(app)
    logs.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    views.init_app(app)
    api.init_app(app)
    limits.init_app(app)  # last: who asks is known
    return app
