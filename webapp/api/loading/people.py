"""People and their tokens by their ids."""

from __future__ import annotations

from webapp.api.gate import current_person, current_token
from webapp.models import ApiToken, Person
from webapp.services import tokens
from webapp.services.colleagues import find_colleague
from webapp.services.errors import Missing
from webapp.services.permissions import check
from webapp.services.reaching import there


def known_person(person_id: int) -> Person:
    """A person, to look at: for a token of one project whoever may read that."""
    person = find_colleague(person_id, project_id=current_token().project_id)
    if person is None and person_id == current_person().id:
        return current_person()
    return there(person)


def administered_person(person_id: int) -> Person:
    """A person, for an administrator to change."""
    person = known_person(person_id)
    check(current_person(), "administer")
    return person


def own_token(token_id: int) -> ApiToken:
    """One of one's own tokens; for a token of one project itself alone."""
    this = current_token()
    if this.project_id is not None and this.id != token_id:
        raise Missing
    return tokens.own_token(token_id, of=current_person())
