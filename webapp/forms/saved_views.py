"""The form by which a list is kept under a name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from webapp.forms.base import Form
from webapp.forms.designs import Choice
from webapp.models.view import VIEW_NAME_MAX
from webapp.utils.converters import IdConverter

FIELDS = ("list", "query", "name", "project", "replacing")
_ID = re.compile(IdConverter.regex)


class ViewNameForm(Form):
    """What a view is called."""

    name = StringField(
        "Name",
        [InputRequired("A view needs a name.")],
        description="Such as “My open questions”.",
        render_kw={"maxlength": VIEW_NAME_MAX, "autocomplete": "off"},
    )


class ViewForm(ViewNameForm):
    """A name for a list as it is narrowed and sorted, and who is to see it.

    `replacing` is the id of the view with the same name that the person was told of.
    """

    project = Choice("For", description="A view for a project is seen by everybody who may read it.")
    list = HiddenField()
    query = HiddenField()
    replacing = HiddenField()

    def offer(self, projects: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of who is to see it: the person alone, or the projects by key and label."""
        self.project.choices = {"": "Only me"} | {key: f"Everybody in {label}" for key, label in projects}

    @property
    def replaced(self) -> int | None:
        """The id of the view that may be replaced; None where nothing, or no id, was sent."""
        sent = self.text("replacing")
        return int(sent) if _ID.fullmatch(sent) else None
