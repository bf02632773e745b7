"""A Flask application that does nothing, and the server that every floor stands on.

    python -m benchmarks.bare PORT

It imports nothing of webapp: how fast it starts is the floor of how fast Designbook can start. What the
server is told comes as JSON in the environment, so that both are told the same.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from flask import Flask
from granian import Granian

SETTINGS = "BENCHMARK_SETTINGS"
"""The variable that holds `benchmarks.servers.shared_settings` as JSON."""


def make_app() -> Flask:
    """An application with one view and no database."""
    app = Flask(__name__)

    @app.get("/")
    def show() -> str:
        return "Hello"

    return app


def serve(target: str, port: int) -> None:
    """Serve an application factory, `module:function`, with the options that Designbook's server has."""
    Granian(target, address="127.0.0.1", port=port, factory=True, **settings()["granian"]).serve()


def settings() -> dict[str, Any]:
    """What Designbook itself is served with: `granian`, `flask` and `pragmas`."""
    given: dict[str, Any] = json.loads(os.environ[SETTINGS])
    return given


if __name__ == "__main__":
    serve("benchmarks.bare:make_app", int(sys.argv[1]))
