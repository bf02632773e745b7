"""The forms of who runs the server, and of the tokens that people make for programs."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, EmailField, IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.forms.base import Form
from webapp.forms.designs import Choice
from webapp.models.person import EMAIL_MAX, NAME_MAX
from webapp.models.token import TOKEN_NAME_MAX

NEEDED = InputRequired("This is needed.")
DAYS_MAX = 3_650
SCOPE_WORDS = {"read": "Read", "write": "Read and write"}


class InviteForm(Form):
    """Somebody who is to have an account."""

    name = StringField("Name", [NEEDED], render_kw={"maxlength": NAME_MAX})
    email = EmailField(
        "E-mail address",
        [NEEDED],
        description="What they sign in with. Nothing is sent there: you hand the link over.",
        render_kw={"maxlength": EMAIL_MAX},
    )
    admin = BooleanField("Administrator", render_kw={"aria-describedby": "admin-hint"})


class AdministratorForm(Form):
    """Whether somebody is an administrator."""

    admin = Choice(choices={"yes": "Administrator", "no": "Ordinary person"})


class ReassignForm(Form):
    """Who gets the designs of somebody who leaves."""

    owner = Choice("New owner")

    def offer(self, people: Iterable[tuple[str, str]]) -> ReassignForm:
        """Set whom can be chosen: ids and names."""
        self.owner.choices = {"": "Choose somebody", **dict(people)}
        return self


class TokenForm(Form):
    """A new API token."""

    name = StringField(
        "Name",
        [NEEDED],
        description="What it is for, such as “nightly export”.",
        render_kw={"maxlength": TOKEN_NAME_MAX, "autocomplete": "off"},
    )
    scope = Choice("It may", choices=SCOPE_WORDS)
    project = Choice("In")
    days = IntegerField(
        "For how many days",
        [Optional(), NumberRange(1, DAYS_MAX, f"A number of days from 1 to {DAYS_MAX:,}, or nothing.")],
        description="Leave it empty for a token that works until you revoke it.",
        render_kw={"min": 1, "max": DAYS_MAX, "inputmode": "numeric"},
    )

    def offer(self, projects: Iterable[tuple[str, str]]) -> TokenForm:
        """Set which projects can be chosen: keys and words."""
        self.project.choices = {"": "All projects", **dict(projects)}
        return self
