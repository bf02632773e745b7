"""Puts all designs but one of twenty into two projects for members only; READER is a member of the third.

DESIGNBOOK_DATA=FOLDER python -m benchmarks.hiding
"""

from __future__ import annotations

from sqlalchemy import update

from benchmarks.dress import READER
from webapp.cli.starting import opened_app
from webapp.extensions import db
from webapp.models import Design, Member
from webapp.services.people import person_with_email
from webapp.services.projects import FIRST_KEY, create_project, find_project, set_open_role
from webapp.services.transactions import transaction

READABLE_OF = 20
"""One of so many designs stays where READER may read it."""
SECRET = ("SECA", "SECB")


def hide() -> None:
    """Close every project, and move the designs; what the search has of their keys stays as it is."""
    first = find_project(FIRST_KEY)
    assert first
    with transaction():
        db.session.add(Member(project_id=first.id, person_id=person_with_email(READER).id, role="author"))
        set_open_role(first, None, first.version)
        for place, key in enumerate(SECRET):
            here = (Design.id % READABLE_OF != 0, Design.id % len(SECRET) == place)
            secret = create_project(key, open_role=None)
            db.session.execute(update(Design).where(*here).values(project_id=secret.id))


if __name__ == "__main__":
    with opened_app():
        hide()
