"""A store in which whatever somebody may type is an attempt to run something in another one's browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask

from tests.factories import make_document
from tests.security.test_xss_finding import make_hostile
from webapp import create_app
from webapp.config import Settings
from webapp.extensions import db
from webapp.models import Design, Person
from webapp.models.types import utc_now
from webapp.services import leaving, people, projects, sessions, tokens
from webapp.services.bin import delete_designs
from webapp.services.copies import copy_design
from webapp.services.design_values.columns import set_owner
from webapp.services.design_values.contributors import set_contributors
from webapp.services.design_values.lock import set_locked
from webapp.services.design_values.parent import set_parent
from webapp.services.design_values.title import set_title
from webapp.services.designs import find_design
from webapp.services.members import set_member
from webapp.services.permissions import forget_rights
from webapp.services.undoing import undo_last

PAYLOADS = (
    "<script>window.__pwned=1</script>",
    '"><img src=x onerror=window.__pwned=1>',
    "' autofocus onfocus=window.__pwned=1 onmouseover=window.__pwned=1 onclick=window.__pwned=1 x='",
    "</title></textarea></template></bdi><svg onload=window.__pwned=1>",
    "<p hx-post=/account/sessions/end hx-trigger=load>x</p>",
    "</script><a href=javascript:window.__pwned=1 autofocus>x</a>",
)
"""A script, handlers, what leaves an element, an address that is a script, and what htmx would obey."""


def poison(data: Path, victim: str) -> None:
    """Fill the store of a running server; `victim` is the address of the administrator who looks at it."""
    settings = Settings.from_environment({"data": str(data), "database_url": ""})
    app: Flask = create_app(settings, RATELIMIT_ENABLED=False)
    with app.app_context():
        victim_person = people.find_person(victim)
        assert victim_person is not None
        for number, payload in enumerate(PAYLOADS):
            _fill(number, payload, victim_person)
        for payload in PAYLOADS:
            sessions.start_session(victim_person, days=1, agent=payload, address="127.0.0.1")
        db.session.remove()
        db.engine.dispose()


def _fill(number: int, payload: str, victim: Person) -> None:
    keys = make_hostile(number, payload)
    design = find_design(keys[1])
    assert design is not None
    owner, project = design.owner, design.project
    assert owner is not None
    beside = people.add_person(f"beside{number}@example.org", name=payload[:100], by=victim)
    project.open_role = "author"
    db.session.commit()
    forget_rights()
    set_member(project, beside, role="author", by=victim)
    template = f"# {{{{title}}}}\n\n{payload}\n".encode()
    projects.set_template(project, data=template, version=project.version)
    _work_on(design, owner, beside, payload)
    for person in (owner, victim):
        ends = utc_now() + timedelta(days=9)
        tokens.make_token(person, name=payload[:60], scope="read", project=project, expires_at=ends)
    leaving.suspend_person(beside, by=victim)


def _work_on(design: Design, owner: Person, beside: Person, payload: str) -> None:
    """Leave a line of each kind in the history, and a lock whose owner has the payload for a name."""
    make_document(design, "notes", f"# {payload}\n\n{payload}\n")
    set_title(design, f"{payload} again"[:200], base=design.title, by=owner)
    set_contributors(design, [beside.id], base=[], by=owner)
    set_owner(design, beside.id, base=owner.id, by=owner)
    set_owner(design, owner.id, base=beside.id, by=beside)
    undo_last(design, by=owner)
    copy = copy_design(design, by=owner)
    set_parent(design, copy.key, base="", by=owner)
    delete_designs([copy_design(design, by=owner)], by=owner)
    set_locked(design, True, by=owner)
