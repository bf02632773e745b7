"""What every form can do beside WTForms' own."""

from __future__ import annotations

import re

from flask_wtf import FlaskForm
from wtforms import HiddenField

from webapp.services.errors import Conflict, InvalidValue

_VERSION = re.compile(r"[0-9]{1,9}")


class Form(FlaskForm):  # type: ignore[misc]
    """A form with the CSRF token. Rules that need the database are the services'; `refuse` shows them."""

    conflict = False

    def refuse(self, error: InvalidValue | Conflict) -> None:
        """Show what a service refused beside the field it came in; at the form's head where there is none."""
        self.conflict = isinstance(error, Conflict)
        seen = [each for each in self if not isinstance(each, HiddenField)]
        field = next(
            (each for each in seen if isinstance(error, InvalidValue) and each.name == error.field), None
        )
        if field:
            field.errors = [*field.errors, error.message]
        else:
            self.form_errors.append(error.message)

    @property
    def status(self) -> int:
        """The status of the answer that shows this form: 422 where something in it was refused.

        409 where somebody else changed the same thing meanwhile.
        """
        if self.conflict:
            return 409
        return 422 if self.errors else 200

    def text(self, name: str) -> str:
        """What was typed into a field of text; empty where nothing was sent."""
        return str(self._fields[name].data or "")


class VersionedForm(Form):
    """A form over a thing that several people may change: it brings the version that the person saw."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version that was sent; 0, which no thing has, where what was sent is none."""
        sent = self.text("version")
        return int(sent) if _VERSION.fullmatch(sent) else 0
