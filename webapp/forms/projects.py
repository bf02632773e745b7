"""The forms of projects. What a key may be and how long a template is, their service says."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired

from webapp.forms.base import Form, VersionedForm
from webapp.models.project import PROJECT_KEY_MAX, PROJECT_NAME_MAX


class NamedForm(Form):
    """What a project is called."""

    name = StringField(
        "Name", [InputRequired("A project needs a name.")], render_kw={"maxlength": PROJECT_NAME_MAX}
    )


class NameForm(NamedForm, VersionedForm):
    """Another name for a project."""


class NewProjectForm(NamedForm):
    """A new project: its key, for good, and its name."""

    key = StringField(
        "Key",
        [InputRequired("A project needs a key.")],
        description="A letter, then at most nine letters or digits: PAY numbers its designs PAY-001, PAY-002 "
        "and so on. A key stays as it is for good.",
        render_kw={"maxlength": PROJECT_KEY_MAX, "autocomplete": "off", "autocapitalize": "characters"},
    )


class TemplateForm(VersionedForm):
    """A Markdown file that takes the place of a project's template."""

    file = FileField(
        "Markdown file",
        [FileRequired("Choose a Markdown file.")],
        description="FEAT-XXX in it becomes the key of the new design, {date} the day it is made.",
        render_kw={"accept": ".md,.markdown,text/markdown"},
    )


class RestorationForm(VersionedForm):
    """The template that ships in the place of a project's own."""
