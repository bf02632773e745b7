"""The forms of accounts. Limits of length live with the services, which say what is wrong."""

from __future__ import annotations

from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.validators import InputRequired

from webapp.forms.base import Form
from webapp.models.person import EMAIL_MAX, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN

NEEDED = InputRequired("This is needed.")
PASSWORD_HINT = f"{PASSWORD_MIN} to {PASSWORD_MAX:,} characters. A few words in a row are good."


class SignInForm(Form):
    """E-mail address and password."""

    email = EmailField("E-mail address", [NEEDED])
    password = PasswordField("Password", [NEEDED])


class NewPasswordForm(Form):
    """A password for somebody who followed a link."""

    new = PasswordField("New password", [NEEDED], description=PASSWORD_HINT)


class SetupForm(NewPasswordForm):
    """The first administrator."""

    email = EmailField("E-mail address", [NEEDED], render_kw={"maxlength": EMAIL_MAX})
    name = StringField("Your name", [NEEDED], render_kw={"maxlength": NAME_MAX})


class NameForm(Form):
    """What a person is called."""

    name = StringField("Name", [NEEDED], render_kw={"maxlength": NAME_MAX})


class KeysForm(Form):
    """Which keys work for a person."""

    single_keys = BooleanField(
        "Single letters and signs work as shortcuts", render_kw={"aria-describedby": "single-keys-hint"}
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password for somebody who knows the old one."""

    old = PasswordField("Present password", [NEEDED])
