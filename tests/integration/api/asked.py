"""What tests of the API ask of an answer and of what is stored, said once."""

from __future__ import annotations

from typing import Any

from webapp.extensions import db
from webapp.models import Design, Member, Person, Project
from webapp.services.permissions import forget_rights


def told(answer: Any, status: int = 200) -> dict[str, Any]:
    """The body of an answer with this status."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json
    return body


def fields(answer: Any) -> list[str]:
    """The fields that a refused request has wrong."""
    body = told(answer, 422)
    assert body["error"] == "Invalid data"
    return [each["field"] for each in body["details"]]


def stored(design: Design) -> Design:
    """The design as it is in the database now."""
    db.session.expire_all()
    return db.session.get_one(Design, design.id)


def only_reads(person: Person, project: Project) -> None:
    """Make somebody a reader in a project that is for its members only."""
    project.open_role = None
    db.session.add(Member(project_id=project.id, person_id=person.id, role="reader"))
    db.session.commit()
    forget_rights()
