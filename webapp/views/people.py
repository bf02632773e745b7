"""People, for who runs the server: inviting, letting in and out, and who gets a leaver's designs."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, current_app, flash, request, url_for

from webapp.config import Settings
from webapp.forms.filtering import read_page, read_typed
from webapp.forms.people import AdministratorForm, InviteForm, ReassignForm
from webapp.models import Person
from webapp.services import leaving, links, people, people_list
from webapp.services.errors import InvalidValue, Missing
from webapp.services.permissions import check
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.rendering import go_to, render
from webapp.views.writing import nothing_else, refuse_strays

bp = Blueprint("people", __name__)


@bp.before_request
def refuse_others() -> None:
    """None but administrators learn who there is, or whether there is anybody under an id."""
    check(current_person(), "administer")


@bp.get("/people")
def index() -> Response:
    """Everybody, or those that the filter leaves."""
    q = read_typed(request.args)
    found = people_list.list_people(q, page=read_page(request.args))
    answer = render("people/index.html", "people/_list.html", page=found, q=q, address=_address(q))
    return at(url_for("people.index", q=q or None), answer)


@bp.get("/people/new")
def new() -> Response:
    """The form of an invitation."""
    return render("people/new.html", form=InviteForm())


@bp.post("/people")
def create() -> Response:
    """Make an account, and show the link with which its owner chooses a password."""
    form = nothing_else(InviteForm())
    if form.validate():
        try:
            if people.find_person(form.text("email")) is not None:
                raise InvalidValue(
                    "email",
                    "There is an account with this address already. You find it in the list of people.",
                )
            person = people.add_person(
                form.text("email"), name=form.text("name"), admin=form.admin.data, by=current_person()
            )
            return _show(person, status=201, link=_link(person))
        except InvalidValue as error:
            form.refuse(error)
    return render("people/new.html", status=form.status, form=form)


@bp.get("/people/<id:person_id>")
def show(person_id: int) -> Response:
    """A person, and what can be done about their account."""
    return _show(_person(person_id))


@bp.post("/people/<id:person_id>/links")
def make_link(person_id: int) -> Response:
    """Make a new one-time link, and show it; older ones end."""
    person = _person(person_id)
    refuse_strays(())
    return _show(person, status=201, link=_link(person))


@bp.post("/people/<id:person_id>/suspension")
def suspend(person_id: int) -> Response:
    """Let somebody in no more, at once."""
    person = _person(person_id)
    refuse_strays(())
    try:
        leaving.suspend_person(person, by=current_person())
    except InvalidValue as error:
        return _show(person, status=422, refused=error.message)
    return _back(person, f"{person.name} is suspended: every browser and every token of theirs is refused.")


@bp.post("/people/<id:person_id>/restoration")
def let_in_again(person_id: int) -> Response:
    """End a suspension."""
    person = _person(person_id)
    refuse_strays(())
    leaving.let_in_again(person, by=current_person())
    return _back(person, f"{person.name} is let in again, with the password from before.")


@bp.post("/people/<id:person_id>/administrator")
def set_administrator(person_id: int) -> Response:
    """Make somebody an administrator, or an ordinary person again."""
    person, form = _person(person_id), nothing_else(AdministratorForm())
    if not form.validate():
        return _show(person, status=422, refused="Choose whether this person is an administrator.")
    admin = form.text("admin") == "yes"
    try:
        leaving.set_administrator(person, admin, by=current_person())
    except InvalidValue as error:
        return _show(person, status=422, refused=error.message)
    if person == current_person() and not admin:
        return go_to("/")  # this page is not theirs any more
    return _back(
        person, f"{person.name} is {'an administrator now' if admin else 'no administrator any more'}."
    )


@bp.post("/people/<id:person_id>/reassignment")
def reassign(person_id: int) -> Response:
    """Give all designs that somebody owns to somebody else."""
    person = _person(person_id)
    form = _offered(nothing_else(ReassignForm()), person)
    if form.validate():
        try:
            if not form.text("owner"):
                raise InvalidValue("owner", "Choose who is to own them.")
            to = _person(int(form.text("owner")))
            done = leaving.reassign_designs(person, to, by=current_person())
            return _back(person, _said(done, person, to))
        except InvalidValue as error:
            form.refuse(error)
    return _show(person, status=form.status, reassign_form=form)


def _person(person_id: int) -> Person:
    person = people.person_by_id(person_id)
    if person is None:
        raise Missing
    return person


def _link(person: Person) -> str:
    """A new one-time link, as a whole address."""
    settings: Settings = current_app.config["DESIGNBOOK"]
    start = settings.public_url or request.host_url.rstrip("/")
    return start + url_for(
        "accounts.follow_link", token=links.make_password_link(person, by=current_person())
    )


def _show(
    person: Person,
    *,
    status: int = 200,
    link: str = "",
    refused: str = "",
    reassign_form: ReassignForm | None = None,
) -> Response:
    return render(
        "people/show.html",
        status=status,
        listed=people_list.tell_of(person),
        person=person,
        link=link,
        link_days=links.PASSWORD_LINK_LASTS.days,
        refused=refused,
        reassign_form=reassign_form or _offered(ReassignForm(formdata=None), person),
    )


def _offered(form: ReassignForm, person: Person) -> ReassignForm:
    return form.offer([(str(each.id), each.name) for each in leaving.who_can_take_over(person)])


def _said(done: leaving.Reassigned, person: Person, to: Person) -> str:
    if not done.count:
        why = "is archived and stays as it is" if done.kept else "was handed over before"
        return f"Nothing was handed over: whatever {person.name} owned {why}."
    words = f"{to.name} owns {done.count} design{'' if done.count == 1 else 's'} more."
    return f"{words} Archived ones stay as they are: {done.kept}." if done.kept else words


def _back(person: Person, message: str) -> Response:
    flash(message)
    return go_to(url_for("people.show", person_id=person.id))


def _address(q: str) -> Callable[[int], str]:
    """Where a page of the list is."""

    def of(page: int) -> str:
        return url_for("people.index", q=q or None, page=page if page > 1 else None)

    return of
