"""What others do while a request is being answered."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask

from webapp.extensions import db


def elsewhere(app: Flask, work: Callable[[], object]) -> None:
    """Do it as another request does: with a session of its own, to its end."""

    def run() -> None:
        with app.app_context():
            work()
            db.session.remove()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
