"""`designbook serve` with other settings than its own, to find out which are best.

    BENCHMARK_VARIANT='{"granian": {…}, "flask": {…}}' python -m benchmarks.variant serve --port 0

What the variable names replaces what `server_options` and `Settings.flask_config` say; `collector` is the
threshold of Python's garbage collector in each worker, and whether it leaves out what was loaded before.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask

from webapp.cli import main, serve, worker
from webapp.config import Settings

VARIANT = "BENCHMARK_VARIANT"


def put_in_place(granian: dict[str, Any], flask: dict[str, Any], collector: dict[str, Any]) -> None:
    """Make the server that is started next in this process, and its workers, another one."""
    own_options, own_config = serve.server_options, Settings.flask_config
    serve.server_options = lambda workers=serve.WORKERS: own_options(workers) | granian
    Settings.flask_config = lambda self: own_config(self) | flask  # type: ignore[method-assign]
    if collector:
        worker.load_app = partial(_load_app, worker.load_app, **collector)


def _load_app(load_app: Callable[[], Flask], threshold: int, freeze: bool) -> Flask:
    app = load_app()
    if freeze:
        gc.collect()
        gc.freeze()
    else:
        gc.unfreeze()
    gc.set_threshold(threshold, 10, 10)
    return app


if __name__ == "__main__":
    put_in_place(**json.loads(os.environ[VARIANT]))
    main()
