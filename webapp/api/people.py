"""People: who has an account, and what administrators do with accounts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from webapp.api import schemas
from webapp.api.answers import answer
from webapp.api.describing import answers, asks, takes
from webapp.api.errors import Refused
from webapp.api.etags import check_match
from webapp.api.gate import current_person, current_token
from webapp.api.idempotency import HEADER
from webapp.api.loading.people import administered_person, known_person
from webapp.api.paging import answer_list
from webapp.api.reading import read_body, read_nothing, read_query
from webapp.models import Person
from webapp.services.colleagues import find_colleague, find_colleagues
from webapp.services.errors import InvalidValue, NotAllowed
from webapp.services.leaving import let_in_again, reassign_designs, set_administrator, suspend_person
from webapp.services.links import make_password_link
from webapp.services.people import add_person, choose_keys, rename_person
from webapp.services.permissions import check, may
from webapp.services.transactions import transaction

bp = Blueprint("api_people", __name__, url_prefix="/api/v1")


@bp.get("/people")
@asks("paging.TypedQuery")
@answers("person.PersonSchema", listed=True)
def index() -> Response:
    """List people by name.

    `q` are words of their names; for administrators of their addresses, too. A token of one project knows
    those who may read it.
    """
    query = read_query(schemas.paging.TypedQuery)
    people, total = find_colleagues(
        current_person(),
        q=query["q"],
        project_id=current_token().project_id,
        limit=query["limit"],
        offset=query["offset"],
    )
    return answer_list(map(_body, people), total=total, query=query)


@bp.post("/people")
@takes("person.Invitation")
@answers("person.InvitedSchema", 201, etag=True)
def create() -> Response:
    """Invite a person.

    For administrators. The answer tells the one-time link with which they choose a password: once, and it is
    stored nowhere. So this request cannot name itself (Idempotency-Key); an address is taken once anyway.
    """
    check(current_person(), "administer")
    _refuse_a_name()
    body = read_body(schemas.person.Invitation)
    with transaction():
        person = add_person(body["email"], name=body["name"], admin=body["is_admin"], by=current_person())
        link = _link_for(person)
    where = url_for("api_people.show", person_id=person.id)
    return answer(_body(person) | {"link": link}, 201, etag=person.version, location=where)


@bp.get("/people/me")
@answers("person.PersonSchema", etag=True)
def show_me() -> Response:
    """Get whom the token acts for."""
    person = current_person()
    return answer(_body(person), etag=person.version)


@bp.patch("/people/me")
@takes("person.OwnChange")
@answers("person.PersonSchema", etag=True, matches=True)
def update_me() -> Response:
    """Change what one is called, and whether single letters are shortcuts.

    Not with a token of one project.
    """
    person = current_person()
    if current_token().project_id is not None:
        raise NotAllowed
    body = read_body(schemas.person.OwnChange)
    with transaction():
        check_match(person.version, lambda: _body(person))
        if "name" in body:
            rename_person(person, name=body["name"])
        if "single_keys" in body:
            choose_keys(person, single=body["single_keys"])
    return answer(_body(person), etag=person.version)


@bp.get("/people/<id:person_id>")
@answers("person.PersonSchema", etag=True)
def show(person_id: int) -> Response:
    """Get a person."""
    person = known_person(person_id)
    return answer(_body(person), etag=person.version)


@bp.patch("/people/<id:person_id>")
@takes("person.PersonChange")
@answers("person.PersonSchema", etag=True, matches=True)
def update(person_id: int) -> Response:
    """Make somebody an administrator or suspend them, and back.

    For administrators. The last administrator who is let in stays one.
    """
    person, by = administered_person(person_id), current_person()
    body = read_body(schemas.person.PersonChange)
    with transaction():
        check_match(person.version, lambda: _body(person))
        if "is_admin" in body:
            set_administrator(person, body["is_admin"], by=by)
        if "suspended" in body:
            (suspend_person if body["suspended"] else let_in_again)(person, by=by)
    return answer(_body(person), etag=person.version)


@bp.post("/people/<id:person_id>/links")
@answers("person.LinkSchema", 201)
def create_link(person_id: int) -> Response:
    """Make a one-time link for a forgotten password.

    For administrators. Older links of this person end. It is told once, so this request cannot name itself
    (Idempotency-Key): sent again it makes another.
    """
    person = administered_person(person_id)
    read_nothing()
    _refuse_a_name()
    where = url_for("api_people.show", person_id=person.id)
    return answer({"person_id": person.id, "link": _link_for(person)}, 201, location=where)


@bp.post("/people/<id:person_id>/reassignment")
@takes("person.Reassignment")
@answers("person.ReassignedSchema")
def reassign(person_id: int) -> Response:
    """Give every design that somebody owns to somebody else.

    For administrators. Each design has a line of it in its history, where it can be undone. Sent again it
    finds nothing to do.
    """
    person = administered_person(person_id)
    body = read_body(schemas.person.Reassignment)
    to = _named(body["to"])
    done = reassign_designs(person, to, by=current_person())
    return answer({"person_id": person.id, "to": to.id, "designs": done.count, "kept": done.kept})


def _named(person_id: int) -> Person:
    """Somebody whom a body names. Raises InvalidValue where there is nobody."""
    person = find_colleague(person_id)
    if person is None:
        raise InvalidValue("to", "There is nobody with this id.")
    return person


def _body(person: Person) -> dict[str, Any]:
    me = current_person()
    return schemas.person.person_body(person, to=me, administers=may(me, "administer"))


def _link_for(person: Person) -> str:
    token = make_password_link(person, by=current_person())
    start = current_app.config["DESIGNBOOK"].public_url or request.host_url.rstrip("/")
    return f"{start}{url_for('accounts.follow_link', token=token)}"


def _refuse_a_name() -> None:
    """What is told once must not be kept to be told again."""
    if HEADER in request.headers:
        message = "This answer tells a link once and is never kept. Send the request without a name."
        raise Refused(422, details=[{"field": HEADER, "message": message}])
