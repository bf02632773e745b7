"""Light, dark, or as the system says: a choice of this browser, kept in a cookie beside the session's.

It outlives signing out, and a stranger may make it too: the sign-in page is as bright as any other.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from webapp.config import Settings
from webapp.forms.theme import THEMES, ThemeForm
from webapp.services.errors import InvalidValue
from webapp.utils.addresses import own_path
from webapp.views.rendering import go_to, render, wants_piece
from webapp.views.writing import nothing_else

YEAR = 365 * 24 * 60 * 60

bp = Blueprint("theme", __name__)


@bp.app_context_processor
def tell_templates() -> dict[str, object]:
    """What every layout draws: the theme, those there are, and the page to come back to."""
    here = request.full_path.removesuffix("?") if request.method in {"GET", "HEAD"} else "/"
    return {"theme": chosen_theme(), "themes": THEMES, "here": here}


@bp.post("/theme")
def choose() -> ResponseReturnValue:
    """Keep the choice for a year. `next` is the page that the form stood on."""
    form = nothing_else(ThemeForm(), in_address=["next"])
    if not form.validate_on_submit():
        raise InvalidValue("theme", "A theme is light, dark or system. Choose one of them.")
    theme, here = form.text("theme"), own_path(request.args.get("next"))
    response = render("theme/_switch.html", theme=theme, here=here) if wants_piece() else go_to(here)
    _keep(theme, response)
    return response


def chosen_theme() -> str:
    """`light`, `dark`, or `system` where this browser has chosen nothing that there is."""
    theme = request.cookies.get(_cookie_name(), "system")
    return theme if theme in THEMES else "system"


def _keep(theme: str, response: Response) -> None:
    """What the system says needs no cookie."""
    settings: Settings = current_app.config["DESIGNBOOK"]
    response.set_cookie(
        _cookie_name(),
        theme,
        max_age=0 if theme == "system" else YEAR,
        secure=settings.https,
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
    settings: Settings = current_app.config["DESIGNBOOK"]
    return "__Host-theme" if settings.https else "theme"
