"""Every request of a page that writes and is not among tests/edits.py: accounts, people, projects, imports …

Each is one that is taken as it stands, so that a test can put into it what does not belong there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from tests.browser import Browser
from tests.conftest import PASSWORD, make_account, signed_in
from tests.factories import make_design, make_person, make_project
from webapp.extensions import db
from webapp.models import Clash, Finding, LoginSession, Member, Person
from webapp.services.findings.dismissing import dismiss
from webapp.services.imports import prepare_import
from webapp.services.leaving import suspend_person
from webapp.services.links import make_password_link, make_setup_link
from webapp.services.permissions import forget_rights
from webapp.services.projects import archive_project
from webapp.services.saved_views import save_view
from webapp.services.sessions import start_session
from webapp.services.tokens import make_token
from webapp.services.transactions import transaction

NEW_PASSWORD = "a better battery staple"
FOUND = """\
# T

To be done: TBD.

## API Endpoints

| Method | Path | Auth |
|--------|------|------|
| GET | /a | {} |
"""


@dataclass(frozen=True)
class Request:
    """A request that writes. `files` hold bytes and a name by field."""

    method: str
    path: str
    data: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    signs_in: bool = False
    """Whether a stranger sends it."""

    def sent(self, **strays: Any) -> dict[str, Any]:
        """What is sent, with fields that it has not. A file can be read once, so it is made anew."""
        files = {name: (io.BytesIO(data), called) for name, (data, called) in self.files.items()}
        return {**self.data, **files, **strays}


@dataclass(frozen=True)
class World:
    """The application and who asks it: an administrator."""

    app: Flask
    asker: Person


Maker = Callable[[World], Request]


def _as_stranger(path: str, data: Mapping[str, str]) -> Request:
    return Request("POST", path, data, signs_in=True)


def _sign_in(world: World) -> Request:
    make_account("comes.in@example.org", "Comer")
    return _as_stranger("/login", {"email": "comes.in@example.org", "password": PASSWORD})


def _set_up(world: World) -> Request:
    with transaction():
        world.asker.password_hash = None
    typed = {"email": "first@example.org", "name": "First", "new": NEW_PASSWORD}
    return _as_stranger(f"/setup/{make_setup_link()}", typed)


def _follow_link(world: World) -> Request:
    return _as_stranger(f"/links/{make_password_link(make_person())}", {"new": NEW_PASSWORD})


def _end_session(world: World) -> Request:
    start_session(world.asker, days=30)
    newest = db.session.scalars(db.select(LoginSession.id).order_by(LoginSession.id.desc())).first()
    return Request("POST", f"/account/sessions/{newest}/end")


def _end_others(world: World) -> Request:
    start_session(world.asker, days=30)
    return Request("POST", "/account/sessions/end")


def _revoke(world: World) -> Request:
    token, _ = make_token(world.asker, name="CI", scope="read")
    return Request("POST", f"/account/tokens/{token.id}/revocation")


def _found(world: World, kind: type[Finding | Clash], *, dismissed: bool) -> tuple[str, Mapping[str, str]]:
    """The address of a finding or a clash, and what dismisses it."""
    for auth in ("no", "yes"):
        make_design(FOUND.format(auth))
    found = db.session.scalars(db.select(kind).order_by(kind.id)).first()
    assert found is not None
    data = {"reason": "Meant so", "digest": found.digest}
    if dismissed:
        dismiss(found, **data, by=world.asker)
    noun = "clashes" if kind is Clash else "findings"
    return f"/{noun}/{found.id}/dismissal", data


def _dismiss(kind: type[Finding | Clash]) -> Maker:
    return lambda world: Request("POST", *_found(world, kind, dismissed=False))


def _take_back(kind: type[Finding | Clash], method: str, after: str) -> Maker:
    return lambda world: Request(method, _found(world, kind, dismissed=True)[0] + after)


def _upload(world: World) -> str:
    make_project()
    data = world.app.config["DESIGNBOOK"].data
    return prepare_import(data, [("FEAT-007.md", b"# FEAT-007: N\n")], project="FEAT", by=world.asker).token


def _import(world: World) -> Request:
    make_project()
    return Request("POST", "/imports", {"project": "FEAT"}, {"files": (b"# New\n", "new.md")})


def _member(world: World) -> str:
    person, project = make_person(), make_project()
    with transaction():
        db.session.add(Member(project_id=project.id, person_id=person.id, role="author"))
        forget_rights()
    return f"/projects/FEAT/members/{person.id}"


def _new_member(world: World) -> Request:
    make_project()
    person = make_person()
    return Request("POST", "/projects/FEAT/members", {"person": person.email, "role": "reader"})


def _person(after: str, data: Mapping[str, str] | None = None) -> Maker:
    return lambda world: Request("POST", f"/people/{make_person().id}{after}", data or {})


def _let_in(world: World) -> Request:
    person = make_person()
    suspend_person(person, by=world.asker)
    return Request("POST", f"/people/{person.id}/restoration")


def _reassign(world: World) -> Request:
    leaver = make_person()
    make_design(owner=leaver)
    return Request("POST", f"/people/{leaver.id}/reassignment", {"owner": str(world.asker.id)})


def _project(after: str, data: Mapping[str, str] | None = None, **files: tuple[bytes, str]) -> Maker:
    """A request to a project, which brings the version that there is."""
    return lambda world: Request(
        "POST",
        f"/projects/FEAT{after}",
        {"version": str(make_project(template="# {date}\n").version), **(data or {})},
        files,
    )


def _out_of_the_archive(world: World) -> Request:
    project = make_project()
    archive_project(project, project.version)
    return _project("/archive/restoration")(world)


def _view(after: str, data: Mapping[str, str] | None = None) -> Maker:
    def request(world: World) -> Request:
        view = save_view("designs", name="Mine", query="q=x", project=None, by=world.asker)
        return Request("POST", f"/views/{view.id}/{after}", data or {})

    return request


OTHERS: dict[str, Maker] = {
    "sign in": _sign_in,
    "sign out": lambda world: Request("POST", "/logout"),
    "first account": _set_up,
    "one-time link": _follow_link,
    "own name": lambda world: Request("POST", "/account", {"name": "Another"}),
    "own keys": lambda world: Request("POST", "/account/keys"),
    "own password": lambda world: Request(
        "POST", "/account/password", {"old": PASSWORD, "new": NEW_PASSWORD}
    ),
    "end session": _end_session,
    "end other sessions": _end_others,
    "make token": lambda world: Request(
        "POST", "/account/tokens", {"name": "CI", "scope": "read", "project": "", "days": "9"}
    ),
    "revoke token": _revoke,
    "dismiss finding": _dismiss(Finding),
    "dismiss clash": _dismiss(Clash),
    "take finding back": _take_back(Finding, "DELETE", ""),
    "take finding back by a form": _take_back(Finding, "POST", "/deletion"),
    "take clash back": _take_back(Clash, "DELETE", ""),
    "take clash back by a form": _take_back(Clash, "POST", "/deletion"),
    "hold import": _import,
    "run import": lambda world: Request("POST", f"/imports/{_upload(world)}/steps"),
    "cancel import": lambda world: Request("POST", f"/imports/{_upload(world)}/deletion"),
    "new member": _new_member,
    "role of a member": lambda world: Request("POST", _member(world), {"role": "reader", "version": "1"}),
    "remove member": lambda world: Request("POST", f"{_member(world)}/deletion", {"version": "1"}),
    "invite": lambda world: Request("POST", "/people", {"name": "New", "email": "new@example.org"}),
    "new link": _person("/links"),
    "suspend": _person("/suspension"),
    "let in again": _let_in,
    "make administrator": _person("/administrator", {"admin": "yes"}),
    "reassign": _reassign,
    "new project": lambda world: Request(
        "POST", "/projects", {"key": "NEW", "name": "New", "open_role": "author"}
    ),
    "rename project": _project("", {"name": "Other"}),
    "open project": _project("/openness", {"open_role": "reader"}),
    "template": _project("/template", file=(b"# {date}: other\n", "template.md")),
    "template that ships": _project("/template/restoration"),
    "archive": _project("/archive"),
    "out of the archive": _out_of_the_archive,
    "load sample": lambda world: Request("POST", "/sample"),
    "save view": lambda world: Request(
        "POST", "/views", {"list": "designs", "query": "q=x", "name": "Mine", "project": "", "replacing": ""}
    ),
    "rename view": _view("name", {"name": "Other"}),
    "delete view": _view("deletion"),
    "theme": lambda world: Request("POST", "/theme", {"theme": "dark"}),
}
"""A request of each route, by what it does."""

WRITES_NO_ROW = frozenset({"hold import", "cancel import", "theme"})
"""What keeps files or a cookie, and no row."""


def make_other(name: str, app: Flask, asker: Person) -> tuple[Browser, Request]:
    """Who sends a request of OTHERS, and the request, with all made that it needs."""
    request = OTHERS[name](World(app, asker))
    if not request.signs_in:
        return signed_in(app, asker), request
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser, request
