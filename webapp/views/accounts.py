"""Signing in and out, the one-time links, and the page of one's own account."""

from __future__ import annotations

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from webapp.forms.accounts import (
    ChangePasswordForm,
    KeysForm,
    NameForm,
    NewPasswordForm,
    SetupForm,
    SignInForm,
)
from webapp.services import links, people, sessions
from webapp.services.errors import InvalidValue
from webapp.utils.addresses import own_path
from webapp.views import gate
from webapp.views.gate import current_person
from webapp.views.rendering import go_to, render
from webapp.views.throttle import slow_down_guessing
from webapp.views.writing import nothing_else, refuse_strays

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
@slow_down_guessing
def login() -> ResponseReturnValue:
    """The sign-in page. `next` is where the stranger wanted to go."""
    form = nothing_else(SignInForm(), in_address=["next"])
    goal = own_path(request.args.get("next"))
    if form.validate_on_submit():
        try:
            gate.sign_in(people.authenticate(form.text("email"), form.text("password")))
            return go_to(goal)
        except InvalidValue as error:
            form.refuse(error)
    return render("accounts/login.html", "accounts/_login_form.html", form.status, form=form, goal=goal)


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """End this browser's session."""
    refuse_strays(())
    gate.sign_out()
    return go_to(url_for("accounts.login"))


@bp.route("/setup/<token>", methods=["GET", "POST"])
def setup(token: str) -> ResponseReturnValue:
    """Make the first administrator, once."""
    links.find_setup_link(token)
    form = nothing_else(SetupForm())
    if form.validate_on_submit():
        try:
            person = links.use_setup_link(
                token, email=form.text("email"), name=form.text("name"), password=form.text("new")
            )
            gate.sign_in(person)
            return go_to("/")
        except InvalidValue as error:
            form.refuse(error)
    return render("accounts/setup.html", "accounts/_setup_form.html", form.status, form=form, token=token)


@bp.route("/links/<token>", methods=["GET", "POST"])
def follow_link(token: str) -> ResponseReturnValue:
    """Choose a password with a one-time link: a first one, or a new one for a forgotten one."""
    link = links.find_password_link(token)
    form = nothing_else(NewPasswordForm())
    if form.validate_on_submit():
        try:
            gate.sign_in(links.use_password_link(token, password=form.text("new")))
            return go_to("/")
        except InvalidValue as error:
            form.refuse(error)
    return render(
        "accounts/link.html",
        "accounts/_link_form.html",
        form.status,
        form=form,
        token=token,
        person=link.person,
    )


@bp.get("/account")
def show() -> ResponseReturnValue:
    """Name, keys, password and sessions."""
    return _account()


@bp.post("/account")
def rename() -> ResponseReturnValue:
    """Change one's name."""
    form = nothing_else(NameForm())
    if form.validate_on_submit():
        try:
            people.rename_person(current_person(), name=form.text("name"))
            flash("Your name is saved.")
            return go_to(url_for("accounts.show"))
        except InvalidValue as error:
            form.refuse(error)
    return _account(name_form=form)


@bp.post("/account/keys")
def choose_keys() -> ResponseReturnValue:
    """Say whether single letters and signs work as shortcuts."""
    form = nothing_else(KeysForm())
    if form.validate_on_submit():
        people.choose_keys(current_person(), single=form.single_keys.data)
        flash("Your keys are saved.")
        return go_to(url_for("accounts.show", _anchor="keys"))
    return _account()


@bp.post("/account/password")
@slow_down_guessing
def change_password() -> ResponseReturnValue:
    """Change one's password; the other sessions end."""
    form = nothing_else(ChangePasswordForm())
    if form.validate_on_submit():
        try:
            people.change_password(
                current_person(),
                old=form.text("old"),
                new=form.text("new"),
                keep=gate.current_browser().token,
            )
            flash("Your password is changed, and every other browser is signed out.")
            return go_to(url_for("accounts.show"))
        except InvalidValue as error:
            form.refuse(error)
    return _account(password_form=form)


@bp.post("/account/sessions/<id:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign one of one's own browsers out."""
    sessions.own_session(session_id, of=current_person())
    refuse_strays(())
    sessions.end_session(session_id, by=current_person())
    flash("That browser is signed out.")
    return go_to(url_for("accounts.show"))


@bp.post("/account/sessions/end")
def end_other_sessions() -> ResponseReturnValue:
    """Sign every other browser of one's own out."""
    refuse_strays(())
    sessions.end_other_sessions(current_person(), keep=gate.current_browser().token)
    flash("Every other browser is signed out.")
    return go_to(url_for("accounts.show"))


def _account(
    *, name_form: NameForm | None = None, password_form: ChangePasswordForm | None = None
) -> ResponseReturnValue:
    """The page with the form that was refused, and the others as they stand."""
    person = current_person()
    name_form = name_form or NameForm(formdata=None, name=person.name)
    password_form = password_form or ChangePasswordForm(formdata=None)
    return render(
        "accounts/show.html",
        "accounts/_account.html",
        max(name_form.status, password_form.status),
        person=person,
        name_form=name_form,
        password_form=password_form,
        keys_form=KeysForm(formdata=None, single_keys=person.single_keys),
        sessions=sessions.list_sessions(person),
        this_session=gate.current_browser().login_session,
    )
