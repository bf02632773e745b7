"""`designbook serve` with other settings than its own, to find out which are best.

    BENCHMARK_VARIANT='{"granian": {…}, "flask": {…}}' python -m benchmarks.variant serve --port 0

What the variable names replaces what `server_options` and `Settings.flask_config` say.
"""

from __future__ import annotations

import json
import os
from typing import Any

from webapp.cli import main, serve
from webapp.config import Settings

VARIANT = "BENCHMARK_VARIANT"


def put_in_place(granian: dict[str, Any], flask: dict[str, Any]) -> None:
    """Make the server that is started next in this process, and its workers, another one."""
    own_options, own_config = serve.server_options, Settings.flask_config
    serve.server_options = lambda workers=serve.WORKERS: own_options(workers) | granian
    Settings.flask_config = lambda self: own_config(self) | flask  # type: ignore[method-assign]


if __name__ == "__main__":
    put_in_place(**json.loads(os.environ[VARIANT]))
    main()
