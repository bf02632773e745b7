"""The forms of a design's own values, a page each for browsers without scripts; scripts send the same."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import Field, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import AnyOf
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.forms.base import Form
from webapp.forms.editing import EditForm, sent
from webapp.models.design import PRIORITIES, STATUSES, TITLE_MAX

Option = tuple[str, str]
"""What can be chosen: the value that is sent, and the words for it."""


class ValueForm(Form):
    """One value in the one field that is not hidden; `base` is the value that the person saw.

    Whether a value can be is for the service to say: it also hears from scripts.
    """

    base = HiddenField()
    key = HiddenField()

    @property
    def field(self) -> Field:
        """The field of the value."""
        value: Field = next(field for field in self if not isinstance(field, HiddenField))
        return value

    @property
    def given(self) -> str:
        """What was typed or chosen; several values with blanks between."""
        return " ".join(self.field.raw_data or ())

    def offer(self, options: Sequence[Option]) -> None:
        """Say what there is to choose from."""


class TitleForm(ValueForm):
    """What a design is called."""

    title = StringField("Title", name="text", render_kw={"maxlength": TITLE_MAX, "autocomplete": "off"})


class StatusForm(ValueForm):
    """How far a design is."""

    value = SelectField("Status", choices={each: each for each in STATUSES}, validate_choice=False)


class PriorityForm(ValueForm):
    """How urgent a design is."""

    value = SelectField("Priority", choices={each: each for each in PRIORITIES}, validate_choice=False)


class OwnerForm(ValueForm):
    """Who owns a design; the first choice is nobody."""

    value = SelectField("Owner", choices=(), validate_choice=False)

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these people, by their ids."""
        self.value.choices = list(options)


class ContributorsForm(ValueForm):
    """Who else writes a design."""

    value = SelectMultipleField(
        "Contributors",
        choices=(),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these people, by their ids."""
        self.value.choices = list(options)


class ParentForm(ValueForm):
    """Which design another one belongs to."""

    value = StringField(
        "Parent",
        description="The key of another design, such as FEAT-003; leave it empty for none.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 20},
    )


class LockForm(EditForm):
    """Whether a design is locked from now on."""

    locked = StringField(validators=[sent, AnyOf(("yes", "no"), "“locked” is yes or no.")])


FORMS: dict[str, type[ValueForm]] = {
    "title": TitleForm,
    "status": StatusForm,
    "priority": PriorityForm,
    "owner": OwnerForm,
    "contributors": ContributorsForm,
    "parent": ParentForm,
}
