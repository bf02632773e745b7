"""The forms of projects. What a key may be and how long a template is, their service says."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from webapp.forms.base import Form, VersionedForm
from webapp.models.person import EMAIL_MAX
from webapp.models.project import PROJECT_KEY_MAX, PROJECT_NAME_MAX, ROLES


class NamedForm(Form):
    """What a project is called."""

    name = StringField(
        "Name", [InputRequired("A project needs a name.")], render_kw={"maxlength": PROJECT_NAME_MAX}
    )


class OpenedForm(Form):
    """What everyone signed in may do in a project."""

    open_role = RadioField(
        "Who may use this project",
        choices={
            "author": "Everyone signed in, as an author: makes designs and edits what each says",
            "reader": "Everyone signed in, as a reader: only members do more",
            "maintainer": "Everyone signed in, as a maintainer: also keeps members and template",
            "": "Its members only: others do not learn that it exists",
        },
        default="author",
        validate_choice=False,
    )


class OpenForm(OpenedForm, VersionedForm):
    """Another answer to who may use a project."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Fill the form. What is stored as nothing is a choice here."""
        super().process(*args, **kwargs)
        self.open_role.data = self.open_role.data or ""


class NameForm(NamedForm, VersionedForm):
    """Another name for a project."""


class NewProjectForm(NamedForm, OpenedForm):
    """A new project: its key, for good, its name, and who may use it."""

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


class ArchiveForm(VersionedForm):
    """A project goes into the archive, or out of it."""


class RoleForm(Form):
    """What somebody is in a project."""

    role = SelectField(
        "Role", choices={each: each for each in ROLES}, default="author", validate_choice=False
    )


class MemberForm(RoleForm, VersionedForm):
    """Another role of a member."""


class LeavingForm(VersionedForm):
    """A member who is to be none any more."""


class NewMemberForm(RoleForm):
    """Somebody who becomes a member, by name or e-mail address."""

    person = StringField(
        "Person",
        [InputRequired("Say who becomes a member.")],
        description="A name or an e-mail address.",
        render_kw={"autocomplete": "off", "list": "people", "maxlength": EMAIL_MAX},
    )


class RestorationForm(VersionedForm):
    """The template that ships in the place of a project's own."""
