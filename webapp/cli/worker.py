"""What each of granian's worker processes does before it answers."""

from __future__ import annotations

import os
import signal
import threading
import time

from flask import Flask

from webapp import create_app
from webapp.services.occupancy import mark_in_use

WATCH_SECONDS = 1.0


def load_app() -> Flask:
    """The application of this worker, which lives no longer than the process that started it.

    Ctrl+C in a terminal goes to every process of a group; a worker that gets it and then the parent's
    own signal to stop sometimes waits to be killed. In a group of its own it gets only the second.
    """
    os.setpgrp()
    threading.Thread(target=_stop_with, args=(os.getppid(),), daemon=True).start()
    app = create_app()
    with app.app_context():
        mark_in_use()  # for as long as this process lives
    return app


def _stop_with(parent: int) -> None:
    """A parent that was killed tells nobody, and an orphan would keep the port from the next start."""
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
