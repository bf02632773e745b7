"""The form of a whole text, and the choices that settle what two people wrote in one place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtforms import StringField
from wtforms.validators import AnyOf, Optional

from webapp.forms.editing import TextForm, with_newlines
from webapp.markdown.parts import WAYS, Choice

_CHOICE = re.compile(r"(?:choice|edited)-([0-9a-f]{16})")


class WholeTextForm(TextForm):
    """A text as Markdown; for each part of a conflict the choice made and the text that was edited for it."""

    put_back = StringField(validators=[Optional(), AnyOf(("yes",), "“put_back” is yes.")])
    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> WholeTextForm:
        """The form with a choice for each part that these fields name."""
        keys = tuple(sorted({found[1] for name in names if (found := _CHOICE.fullmatch(name))}))
        fields = {f"choice-{key}": StringField(validators=[Optional(), AnyOf(WAYS)]) for key in keys}
        fields |= {f"edited-{key}": StringField(filters=[with_newlines]) for key in keys}
        form: WholeTextForm = type("WholeTextForm", (cls,), fields)()
        form.keys = keys
        return form

    @property
    def choices(self) -> dict[str, Choice]:
        """What was chosen, by the keys of the parts."""
        return {
            key: Choice(way, self.text(f"edited-{key}"))
            for key in self.keys
            for way in WAYS
            if way == self.text(f"choice-{key}")
        }

    @property
    def edited(self) -> dict[str, str]:
        """What was typed for each part, chosen or not."""
        return {
            key: self.text(f"edited-{key}") for key in self.keys if self._fields[f"edited-{key}"].raw_data
        }
