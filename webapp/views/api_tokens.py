"""The page of one's own API tokens. (The token of a form against forged requests is views/token.py.)"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, flash, url_for

from webapp.forms.people import SCOPE_WORDS, TokenForm
from webapp.models.types import utc_now
from webapp.services import projects, tokens
from webapp.services.errors import InvalidValue
from webapp.views.gate import current_person
from webapp.views.loading import readable_project
from webapp.views.rendering import go_to, render
from webapp.views.writing import nothing_else, refuse_strays

bp = Blueprint("api_tokens", __name__)


@bp.get("/account/tokens")
def index() -> Response:
    """One's tokens, and the form of a new one."""
    return _page(_offered(TokenForm(formdata=None, days=90)))


@bp.post("/account/tokens")
def create() -> Response:
    """Make a token, and show it: this one time."""
    form = _offered(nothing_else(TokenForm()))
    if form.validate():
        try:
            key, days = form.text("project"), form.days.data
            _, text = tokens.make_token(
                current_person(),
                name=form.text("name"),
                scope=form.text("scope"),
                project=readable_project(key) if key else None,
                expires_at=utc_now() + timedelta(days=days) if days else None,
            )
            return _page(_offered(TokenForm(formdata=None, days=90)), status=201, made=text)
        except InvalidValue as error:
            form.refuse(error)
    return _page(form, status=form.status)


@bp.post("/account/tokens/<id:token_id>/revocation")
def revoke(token_id: int) -> Response:
    """End a token for good."""
    tokens.own_token(token_id, of=current_person())
    refuse_strays(())
    tokens.revoke_token(token_id, by=current_person())
    flash("The token is revoked: whatever uses it is refused from now on.")
    return go_to(url_for("api_tokens.index"))


def _offered(form: TokenForm) -> TokenForm:
    readable = projects.list_projects(person=current_person())
    return form.offer([(each.key, each.label) for each, _ in readable])


def _page(form: TokenForm, *, status: int = 200, made: str = "") -> Response:
    return render(
        "accounts/tokens.html",
        status=status,
        form=form,
        made=made,
        tokens=tokens.list_tokens(current_person()),
        now=utc_now(),
        scope_words=SCOPE_WORDS,
    )
