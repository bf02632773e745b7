"""What each of granian's worker processes does before it answers."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time

from flask import Flask

from webapp import create_app
from webapp.cli.prepared import keep_templates
from webapp.services.occupancy import mark_in_use

WATCH_SECONDS = 1.0
# Objects more than were dropped since the last look for cycles; Python's own number is 700.
COLLECT_EVERY = 5_000


_made: Flask | None = None


def hand_over(app: Flask) -> None:
    """Let the workers that are forked from this process begin with this application, made already."""
    global _made
    _made = app


def load_app() -> Flask:
    """The application of this worker, which lives no longer than the process that started it.

    Ctrl+C in a terminal goes to every process of a group; a worker that gets it and then the parent's
    own signal to stop sometimes waits to be killed. In a group of its own it gets only the second.
    """
    os.setpgrp()
    threading.Thread(target=_stop_with, args=(os.getppid(),), daemon=True).start()
    app = _made or create_app()  # where processes are not forked, each makes its own
    keep_templates(app)
    with app.app_context():
        mark_in_use()  # for as long as this process lives
    _spare_the_collector()
    return app


def _spare_the_collector() -> None:
    """Let Python's garbage collector leave out the application, and come by less often.

    A page makes thousands of objects and drops them without any cycle; looking for one among all that
    the application holds would now and then keep somebody waiting for 50 ms. docs/performance.md has
    the figures.
    """
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY)


def _stop_with(parent: int) -> None:
    """A parent that was killed tells nobody, and an orphan would keep the port from the next start."""
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
