"""What checks found over all designs: listed, printed, and dismissed with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Flask, Response, flash, request, url_for

from webapp.checks import CODES
from webapp.forms.findings import DISMISSED, DismissalForm, FindingsQuery
from webapp.forms.paper import PAPERS, ListChoices
from webapp.models import Clash, Finding
from webapp.models.design import STATUSES
from webapp.models.finding import REASON_MAX
from webapp.models.types import utc_now
from webapp.services.errors import Conflict, InvalidValue, Missing
from webapp.services.findings.dismissing import dismiss, take_back
from webapp.services.findings.found import Found, label
from webapp.services.findings.listing import FindingsPage, list_findings
from webapp.services.findings.narrowed import Narrowed
from webapp.services.findings.reading import load_clashes, load_findings
from webapp.services.permissions import check, may
from webapp.views.choices import Choices
from webapp.views.filtering import at
from webapp.views.gate import current_person
from webapp.views.loading import editable_clash, editable_finding
from webapp.views.rendering import go_to, render
from webapp.views.saved_views import views_of
from webapp.views.writing import nothing_else, refuse_strays

bp = Blueprint("findings", __name__)

Facet = tuple[str, str, str, list[tuple[str, str]]]
"""A choice: its name in the address, what it is called, what stands where nothing is chosen, and what
there is to choose with how many.
"""


def init_app(app: Flask) -> None:
    """Give the templates how long a reason may be, and by whom one is given."""
    app.jinja_env.globals.update(REASON_MAX=REASON_MAX, may_dismiss=may_dismiss)


def may_dismiss(found: Found) -> bool:
    """Whether who is signed in may say that something is no problem: in one of its designs they may edit."""
    return any(may(current_person(), "edit", place) for place in found.places)


@bp.get("/findings")
def index() -> Response:
    """The list, or the part of it that the address asks for."""
    check(current_person(), "read")
    choices = Choices()
    query = FindingsQuery.read(request.args, choices.projects)
    page = list_findings(current_person(), q=query.q, narrowed=Narrowed(**query.chosen), page=query.page)
    answer = render(
        "findings/index.html",
        "findings/_list.html",
        query=query,
        page=page,
        facets=_facets(page, query, choices.projects),
        editable=True,
        views=views_of("findings", query.query),
    )
    return at(query.address(page=page.page), answer)


@bp.get("/findings/print")
def show_print() -> Response:
    """All that the address asks for, for paper."""
    check(current_person(), "read")
    query = FindingsQuery.read(request.args, Choices().projects)
    page = list_findings(current_person(), q=query.q, narrowed=Narrowed(**query.chosen), whole=True)
    choices = ListChoices.read(request.args)
    return render(
        "findings/print.html",
        "findings/_print.html",
        query=query,
        page=page,
        choices=choices,
        papers=PAPERS,
        now=utc_now(),
        said=_said(query),
    )


@bp.post("/findings/<id:finding_id>/dismissal")
def dismiss_finding(finding_id: int) -> Response:
    """Keep why a finding is no problem."""
    return _dismiss(editable_finding(finding_id))


@bp.post("/clashes/<id:clash_id>/dismissal")
def dismiss_clash(clash_id: int) -> Response:
    """Keep why a clash is no problem."""
    return _dismiss(editable_clash(clash_id))


@bp.delete("/findings/<id:finding_id>/dismissal")
@bp.post("/findings/<id:finding_id>/dismissal/deletion")
def take_back_finding(finding_id: int) -> Response:
    """Let a finding count again."""
    return _take_back(editable_finding(finding_id))


@bp.delete("/clashes/<id:clash_id>/dismissal")
@bp.post("/clashes/<id:clash_id>/dismissal/deletion")
def take_back_clash(clash_id: int) -> Response:
    """Let a clash count again."""
    return _take_back(editable_clash(clash_id))


def _dismiss(found: Finding | Clash) -> Response:
    form, of = nothing_else(DismissalForm()), (type(found), found.id)
    try:
        dismiss(found, reason=form.text("reason"), digest=form.text("digest"), by=current_person())
    except (Conflict, InvalidValue) as error:
        form.refuse(error)
        return _answer(*of, form=form)
    return _answer(*of, "Dismissed. It comes back when what it is about changes.")


def _take_back(found: Finding | Clash) -> Response:
    of = type(found), found.id
    refuse_strays(())
    take_back(found)
    return _answer(*of, "It counts again.")


def _answer(
    kind: type[Finding | Clash], found_id: int, said: str = "", form: DismissalForm | None = None
) -> Response:
    """The one line as it is now; for a page of its own the list of what there is of its design.

    Raises Missing where it was put right meanwhile.
    """
    is_finding = issubclass(kind, Finding)
    left = load_findings([found_id]) if is_finding else load_clashes([found_id], current_person())
    if not left:
        raise Missing
    shown = left[0]
    if form is None and request.headers.get("HX-Request-Type") != "partial":
        flash(said)
        return go_to(_home(shown))
    return render(
        "findings/show.html",
        "findings/_found.html",
        status=form.status if form else 200,
        found=shown,
        form=form,
        said=said,
        editable=True,
        back=_home(shown),
    )


def _home(found: Found) -> str:
    return url_for("findings.index", design=found.places[0].key, dismissed="all", _anchor=found.dom_id)


def _facets(page: FindingsPage, query: FindingsQuery, projects: Mapping[str, str]) -> list[Facet]:
    """What can be chosen: values of which there is one at least, and the one that is chosen now."""
    words: dict[str, tuple[str, dict[str, str]]] = {
        "code": ("Kind", {code: label(code) for code in CODES}),
        "project": ("Project", dict(projects)),
        "status": ("Status", {status: status for status in STATUSES}),
    }
    facets: list[Facet] = [
        (
            name,
            called,
            called,
            [
                (value, f"{said} ({page.counts[name].get(value, 0)})")
                for value, said in values.items()
                if page.counts[name].get(value) or query.chosen[name] == value
            ],
        )
        for name, (called, values) in words.items()
        if name != "project" or len(projects) > 1
    ]
    counts = page.counts["dismissed"]
    numbers = {"yes": counts.get("yes", 0), "all": sum(counts.values())}
    offered = [(value, f"{said} ({numbers[value]})") for value, said in DISMISSED.items()]
    return [*facets, ("dismissed", "Dismissed", f"To see to ({counts.get('', 0)})", offered)]


def _said(query: FindingsQuery) -> list[tuple[str, str]]:
    """What narrows a list on paper, in words."""
    shown = {
        "Typed": query.q,
        "Kind": label(query.code) if query.code else "",
        "Project": query.project,
        "Status": query.status,
        "Design": query.design,
        "Dismissed": DISMISSED.get(query.dismissed, ""),
    }
    return [(name, value) for name, value in shown.items() if value]
