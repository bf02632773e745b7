"""The form of the theme switch."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import AnyOf

from webapp.forms.base import Form

THEMES = {"light": "Light", "dark": "Dark", "system": "System"}


class ThemeForm(Form):
    """Which theme this browser shows."""

    theme = StringField("Theme", [AnyOf(THEMES)])
