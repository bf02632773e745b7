"""The forms of who runs the server, and of the tokens that people make for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtforms import BooleanField, EmailField, IntegerField, StringField
from wtforms.validators import InputRequired

from webapp.forms.base import Form
from webapp.forms.designs import Choice
from webapp.models.person import EMAIL_MAX, NAME_MAX
from webapp.models.token import TOKEN_NAME_MAX
from webapp.services.tokens import DAYS_MAX

NEEDED = InputRequired("This is needed.")
_DAYS = re.compile(r"[0-9]{1,4}")
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

    owner = Choice("New owner", description="An author of every project that these designs are in.")

    def offer(self, people: Iterable[tuple[str, str]]) -> ReassignForm:
        """Set whom can be chosen: ids and names."""
        self.owner.choices = {"": "Choose somebody", **dict(people)}
        return self


class Days(IntegerField):
    """A number of days from 1 to DAYS_MAX, or nothing (None)."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed. Raises ValueError, in our words, for anything else than plain digits."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = int(typed) if _DAYS.fullmatch(typed) else None
        if typed and not 1 <= (self.data or 0) <= DAYS_MAX:
            raise ValueError(f"A number of days from 1 to {DAYS_MAX:,}, or nothing.")


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
    days = Days(
        "For how many days",
        description="Leave it empty for a token that works until you revoke it.",
        render_kw={"min": 1, "max": DAYS_MAX, "inputmode": "numeric"},
    )

    def offer(self, projects: Iterable[tuple[str, str]]) -> TokenForm:
        """Set which projects can be chosen: keys and words."""
        self.project.choices = {"": "All projects", **dict(projects)}
        return self
