"""What is corrected and offered rests on what its person may read: hidden words change none of it (S04)."""

from __future__ import annotations

import pytest

from tests.conftest import make_account
from tests.factories import make_design, make_project
from webapp.extensions import db
from webapp.models import Member, Person, Project
from webapp.services.permissions import forget_rights, rights_of
from webapp.services.searching.answering import find
from webapp.services.searching.asking import Asked
from webapp.services.searching.ranking import is_found
from webapp.services.transactions import transaction
from webapp.utils.queries import parse

SCENES = {
    "a whole word where only a longer one is known": ("glimaq glimb", "glimz", "glima"),
    "words that are tried before": ("glimd", "glimz", "glima glimb glimc"),
    "words that stand between": (
        "quokkish",
        "quokkeland",
        "quokkfa quokkfb quokkfc quokkfd quokkfe quokkff quokkfg",
    ),
    "the very word": ("glimaq glimd", "glima", "glima"),
}
"""What may be read says, what is typed, and what is said by what may not be read."""


@pytest.fixture
def outsider(secret: Project) -> Person:
    """Somebody who may read one project of two."""
    person = make_account("outsider@example.org", "An Outsider")
    assert not rights_of(person).reads_all
    return person


@pytest.fixture
def secret(app: object) -> Project:
    """A project for its one member."""
    make_project()
    project = make_project("HID", "Hidden")
    insider = make_account("insider@example.org", "Wanda")
    with transaction():
        project.open_role = None
        db.session.add(Member(project_id=project.id, person_id=insider.id, role="author"))
        forget_rights()
    return project


def told(typed: str, person: Person) -> tuple[list[str], str | None, list[str]]:
    """The designs that are found, the correction, and what is offered."""
    found = find(parse(typed), person=person)
    return [group.key for group in found.groups], found.corrected, list(found.nearest)


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_offered_does_not_tell_what_hidden_designs_say(
    outsider: Person, secret: Project, scene: str
) -> None:
    known, typed, hidden = SCENES[scene]
    make_design(f"# A\n\n{known}\n", title="A")
    before = told(typed, outsider)
    make_design(f"# B\n\n{hidden}\n", title="B", project=secret)
    assert told(typed, outsider) == before
    assert before[1] or before[2] or before[0], "nothing to compare"


def test_who_may_read_them_is_offered_them(outsider: Person, secret: Project) -> None:
    make_design("# A\n\nglimaq glimb\n", title="A")
    make_design("# B\n\nglima\n", title="B", project=secret)
    with transaction():
        db.session.add(Member(project_id=secret.id, person_id=outsider.id, role="reader"))
        forget_rights()
    assert told("glimz", outsider)[1] == "glima"


def test_what_hidden_designs_say_is_come_upon_once_and_not_with_every_try(
    outsider: Person, secret: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each find that comes upon a hidden line takes longer than one that finds nothing anywhere."""
    held = "quokkelandish"
    make_design("# A\n\nquail\n", title="A")
    make_design(f"# B\n\n{held}\n", title="B", project=secret)
    tried: list[str] = []

    def noted(asked: Asked) -> bool:
        tried.extend(asked.words)
        return is_found(asked)

    monkeypatch.setattr("webapp.services.searching.typos.is_found", noted)
    assert told(held, outsider) == ([], None, [])
    assert tried, "nothing was tried"
    assert [word for word in tried if word in held] == [held[:3]]
