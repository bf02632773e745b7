"""Who is signed in, and what needs it: everything that OPEN_TO_STRANGERS does not name."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from webapp.config import Settings
from webapp.extensions import login
from webapp.models import LoginSession, Person, Project
from webapp.services import sessions, tokens
from webapp.services.errors import Missing
from webapp.services.permissions import OfDesign, Verb, may, narrow_rights
from webapp.utils.addresses import API
from webapp.utils.agents import browser_name
from webapp.utils.bearer import bearer_text
from webapp.views.rendering import wants_json, wants_piece

# The only list of its kind: a new route is closed until its endpoint stands here.
OPEN_TO_STRANGERS = frozenset(
    {"accounts.login", "accounts.setup", "accounts.follow_link", "health.show", "static", "theme.choose"}
)
ANSWER_TOKENS = frozenset({"exports.show_design", "exports.show_document", "exports.show_project"})
"""The files that a program may fetch with an API token in the header; no other page looks at one."""


class Browser(UserMixin):  # type: ignore[misc]
    """A signed-in browser, as Flask-Login wants a user: named by its session's token."""

    def __init__(self, token: str, login_session: LoginSession) -> None:
        self.token = token
        self.login_session = login_session

    def get_id(self) -> str:
        """What the signed cookie carries. The database knows its hash alone."""
        return self.token


def init_app(app: Flask) -> None:
    """Close every route but the open ones. Templates know who is signed in as `me`: None for a stranger."""
    app.before_request(refuse_strangers)
    app.context_processor(lambda: {"me": g.get("person")})
    app.jinja_env.globals["may_i"] = may_i
    app.jinja_env.filters["browser_name"] = browser_name


def refuse_strangers() -> ResponseReturnValue | None:
    """Send a stranger who wants a page to the sign-in page, and refuse everything else with 401.

    An address that does not exist is answered alike: what there is, is nobody's business outside.
    """
    if request.endpoint in OPEN_TO_STRANGERS or request.path.startswith(API):
        return None  # the API has a gate of its own, which asks for a token there
    token = bearer_text(request.headers.get("Authorization"))
    if token is not None and request.endpoint in ANSWER_TOKENS:
        _let_in_with(token)
        return None
    if current_user.is_authenticated:
        sessions.note_use(current_user.login_session)
        g.person = current_user.login_session.person
        return None
    if request.method not in {"GET", "HEAD"} or wants_piece() or wants_json():
        raise Unauthorized
    here = request.full_path.removesuffix("?")
    return redirect(url_for("accounts.login", next=None if here == "/" else here), 303)


def _let_in_with(text: str) -> None:
    """Act for the person of an API token, whosever browser this is. Raises Unauthorized for a dead one."""
    token = tokens.find_token(text)
    if token is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    tokens.note_token_use(token)
    g.person = token.person
    narrow_rights(token.person, project_id=token.project_id)


@login.user_loader  # type: ignore[untyped-decorator]
def load_browser(token: str) -> Browser | None:
    """Flask-Login's way from the cookie to the session's row: one query a request."""
    found = sessions.find_session(token)
    return Browser(token, found) if found else None


def current_person() -> Person:
    """Who is signed in. Raises Unauthorized where nobody is: on an open route."""
    person: Person | None = g.get("person")
    if person is None:
        raise Unauthorized
    return person


def may_i(verb: Verb, thing: OfDesign | Project | None = None) -> bool:
    """For templates: whether who is signed in may do this, so that nothing is offered that is refused."""
    return may(g.get("person"), verb, thing)


def current_browser() -> Browser:
    """This browser, with its session and its token. Raises Unauthorized where nobody is signed in."""
    if not current_user.is_authenticated:
        raise Unauthorized
    browser: Browser = current_user._get_current_object()
    return browser


def sign_in(person: Person) -> None:
    """Sign this browser in under a new token; what its cookie held before is gone, and its session ended."""
    sign_out()
    settings: Settings = current_app.config["DESIGNBOOK"]
    token = sessions.start_session(
        person,
        days=settings.session_days,
        agent=request.user_agent.string,
        address=request.remote_addr or "",
    )
    browser = load_browser(token)
    if browser is None:
        raise Unauthorized
    session.permanent = True
    login_user(browser)


def sign_out() -> None:
    """End this browser's session, if it has one, in the database and in its cookie."""
    if current_user.is_authenticated:
        ended = current_user.login_session
        with suppress(Missing):  # ended from another browser a moment ago
            sessions.end_session(ended.id, by=ended.person, here=True)
    session.clear()
