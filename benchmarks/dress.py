"""What an import leaves open, filled in by the services: who there is, who owns what, how far it is.

DESIGNBOOK_DATA=FOLDER python -m benchmarks.dress PASSWORD
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sqlalchemy import select, update

from benchmarks.words import Speaker
from webapp.cli.starting import opened_app
from webapp.extensions import db
from webapp.models import Design
from webapp.models.design import PRIORITIES, STATUSES
from webapp.services.people import add_person, set_password
from webapp.services.transactions import transaction

READER = "reader@example.org"
"""Who signs in to read."""
OWNERS = 40


def dress(password: str) -> None:
    """Give READER this password; spread the designs over OWNERS people, the statuses and the priorities."""
    set_password(add_person(READER), password)
    owners = [add_person(f"owner{number}@example.org", name=name).id for number, name in _names()]
    say = Speaker("dress")
    with transaction():
        for design in db.session.scalars(select(Design.id)).all():
            values = {
                "owner_id": say.random.choice(owners),
                "status": say.random.choice(STATUSES),
                "priority": say.random.choice(PRIORITIES),
            }
            db.session.execute(update(Design).where(Design.id == design).values(values))


def _names() -> Iterator[tuple[int, str]]:
    say = Speaker("owners")
    for number in range(OWNERS):
        yield number, f"{say.phrase(1, 1)} {say.phrase(1, 1)}"


if __name__ == "__main__":
    with opened_app():
        dress(sys.argv[1])
