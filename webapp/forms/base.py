"""What every form can do beside WTForms' own."""

from __future__ import annotations

from flask_wtf import FlaskForm

from webapp.services.errors import InvalidValue


class Form(FlaskForm):  # type: ignore[misc]
    """A form with the CSRF token. Rules that need the database are the services'; `refuse` shows them."""

    def refuse(self, error: InvalidValue) -> None:
        """Show what a service refused beside the field it came in, else at the form's head."""
        if error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, error.message]
        else:
            self.form_errors.append(error.message)

    @property
    def status(self) -> int:
        """The status of the answer that shows this form: 422 where something in it was refused."""
        return 422 if self.errors else 200

    def text(self, name: str) -> str:
        """What was typed into a field of text; empty where nothing was sent."""
        return str(self._fields[name].data or "")
