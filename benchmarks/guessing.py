"""`python -m benchmarks.guessing`: whether the time of a refused sign-in tells which accounts there are.

An address that nobody has, a wrong password, somebody suspended and somebody without a password are refused
in turns, with the password hasher of a real server. Their medians should lie within 5 % of each other.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from functools import partial
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.timing import in_turns
from webapp import create_app
from webapp.config import Settings
from webapp.extensions import db
from webapp.models.types import utc_now
from webapp.services import people
from webapp.services.transactions import transaction

ROUNDS = 100
WARM = 3
PASSWORD = "a password of the benchmarks"  # noqa: S105 -- opens a made-up account, on this machine alone
WHO = {
    "wrong password": "known@example.org",
    "no such account": "nobody@example.org",
    "suspended": "suspended@example.org",
    "no password yet": "invited@example.org",
}
"""Who is refused, and the address that is typed; the first is what the others are compared with."""


def main() -> None:
    """Measure, and print a line for each of WHO."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guessing", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="default: %(default)s")
    rounds = parser.parse_args().rounds
    logging.disable(logging.INFO)  # each refusal is a line
    with tempfile.TemporaryDirectory(prefix="guessing-") as folder:
        app = _application(Path(folder))
        client = app.test_client()
        work = [partial(_refused, client, address) for address in WHO.values()]
        for _ in range(WARM):
            for each in work:
                each(0)
        figures = in_turns(rounds, work)
        with app.app_context():
            db.engine.dispose()
    against = figures[0].median
    print(f"{'refused':<18}{'p50 ms':>9}{'p95 ms':>9}{'against':>10}")
    for name, each in zip(WHO, figures, strict=True):
        more = f"{(each.median / against - 1) * 100:+.1f} %"
        print(f"{name:<18}{each.median * 1000:>9.1f}{each.p95 * 1000:>9.1f}{more:>10}")


def _application(data: Path) -> Flask:
    """An application with the people of WHO that there are. Nothing is counted: every guess is answered."""
    settings = Settings.from_environment({"data": str(data), "database_url": ""})
    app = create_app(settings, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    with app.app_context():
        db.create_all()
        for name in ("wrong password", "suspended", "no password yet"):
            person = people.add_person(WHO[name])
            if name != "no password yet":
                people.set_password(person, PASSWORD)
            if name == "suspended":
                with transaction():
                    person.suspended_at = utc_now()
    return app


def _refused(client: FlaskClient, address: str, _: int) -> float:
    """Seconds until a guess is refused."""
    began = time.perf_counter()
    answer = client.post("/login", data={"email": address, "password": "a wrong password, long enough"})
    taken = time.perf_counter() - began
    assert answer.status_code == 422, answer.status_code
    return taken


if __name__ == "__main__":
    main()
