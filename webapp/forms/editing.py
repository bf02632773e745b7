"""The forms of what is edited where it stands: each names all that may be sent.

A column's rule is one of those: the service checks what was typed, and the form of the cell shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wtforms import Field, HiddenField, StringField
from wtforms.validators import AnyOf, ValidationError

from webapp.forms.base import Form
from webapp.services.errors import InvalidValue
from webapp.utils.converters import IdConverter

_ID = re.compile(IdConverter.regex)
_COLUMN = re.compile(r"c[1-9][0-9]{0,8}|text")


def sent(form: Form, field: Any) -> None:
    """A validator: the field was sent, empty or not."""
    if not field.raw_data:
        raise ValidationError(f"“{field.name}” is missing. Load the page again, then retry.")


def with_newlines(text: str | None) -> str:
    """A filter: a form sends a line end as two characters; Markdown keeps one."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


class Text(StringField):
    """A text as it was typed, blanks included."""

    def __init__(self, label: str = "", **rest: Any) -> None:
        super().__init__(label, [sent], filters=[with_newlines], **rest)


class Id(Field):
    """The id of a piece; `data` is None where the field is empty or left out and need not be there."""

    def __init__(self, label: str = "", *, needed: bool = False, **rest: Any) -> None:
        super().__init__(label, [sent] if needed else [], **rest)
        self.needed = needed

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent. Raises ValueError for what can be no id."""
        typed = valuelist[0] if valuelist else ""
        self.data = None
        if typed or (self.needed and valuelist):
            if not _ID.fullmatch(typed):
                raise ValueError(f"“{self.name}” is the number of a piece. Load the page again, then retry.")
            self.data = int(typed)


class Ids(Field):
    """The ids of one or more pieces, in the order sent."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent. Raises ValueError for what can be no ids."""
        if not valuelist or not all(_ID.fullmatch(each) for each in valuelist):
            raise ValueError(f"“{self.name}” are the numbers of pieces. Load the page again, then retry.")
        self.data = [int(each) for each in valuelist]


class Columns(Field):
    """The ids of one or more columns."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent. Raises ValueError for what can be no columns."""
        if not valuelist or not all(_COLUMN.fullmatch(each) for each in valuelist):
            raise ValueError(f"“{self.name}” are the names of columns. Load the page again, then retry.")
        self.data = valuelist


class EditForm(Form):
    """What every form that edits brings: the name of the request, so that it is done once."""

    class Meta:
        """The token is looked at before any view is asked, and what draws such a form writes its own."""

        csrf = False

    key = HiddenField()

    def check(self) -> None:
        """Raise InvalidValue for the first field that is missing or cannot be read."""
        if not self.validate():
            wrong = next(field for field in self if field.errors)
            raise InvalidValue(wrong.name, " ".join(wrong.errors))


class TextForm(EditForm):
    """Another text, and the one that the editor opened with."""

    typed = Text(name="text")
    base = Text()


class TickForm(EditForm):
    """Whether a task is done; there is nothing in it to disagree on, whatever its box said before."""

    done = StringField(validators=[sent, AnyOf(("yes", "no"), "“done” is yes or no.")])
    base = StringField()

    @property
    def is_done(self) -> bool:
        """What was chosen."""
        return bool(self.done.data == "yes")


class RowForm(EditForm):
    """A new row: the row it stands after, none for the first place, and a text for each column."""

    after = Id()

    @classmethod
    def of(cls, columns: Iterable[str]) -> RowForm:
        """The form of a table with these columns."""
        fields = {name: StringField(filters=[with_newlines]) for name in columns}
        form: RowForm = type("RowForm", (cls,), fields)()
        form.columns = tuple(fields)
        return form

    columns: tuple[str, ...] = ()

    @property
    def cells(self) -> dict[str, str]:
        """What was typed, by the ids of the columns."""
        return {name: str(self._fields[name].data) for name in self.columns if self._fields[name].raw_data}


class RowPositionForm(EditForm):
    """Where a row is to stand."""

    block = Id(needed=True)
    after = Id()


class DepthForm(EditForm):
    """Whether an item is nested one step deeper or less deep."""

    by = StringField(validators=[sent, AnyOf(("in", "out"), "“by” is in or out.")])


class RestorationForm(EditForm):
    """A deleted row comes back, with this text in one of its cells."""

    column = StringField()
    typed = StringField(name="text", filters=[with_newlines])


class PasteForm(EditForm):
    """What a spreadsheet, a CSV file or a Markdown table holds, and the cell that it begins at."""

    row = Id(needed=True)
    column = StringField(validators=[sent])
    pasted = Text()


class RangeForm(EditForm):
    """Cells: those of these rows in these columns."""

    rows = Ids()
    columns = Columns()


class ColumnForm(EditForm):
    """A new column: its name, and the column it stands after, none for the first place."""

    called = StringField(name="name", validators=[sent])
    after = StringField()


class ColumnPositionForm(EditForm):
    """The column that a column is to stand after, none for the first place."""

    after = StringField()


class BlockForm(EditForm):
    """A new block: what kind it is, the block it stands after, none for the first place, and what it says."""

    after = Id()
    kind = StringField(validators=[sent])
    typed = StringField(name="text", filters=[with_newlines])


class BlockPositionForm(EditForm):
    """Where a block is to stand."""

    section = Id(needed=True)
    after = Id()


class SectionForm(EditForm):
    """A new section: the section it stands after, none for the first place, its level and its heading."""

    after = Id()
    level = StringField(validators=[sent, AnyOf(tuple("123456"), "A heading has a level from 1 to 6.")])
    typed = Text(name="text")


class PositionForm(EditForm):
    """What a section or a document is to stand after; nothing for the first place."""

    after = Id()


class DocumentForm(EditForm):
    """A new document: what it is called."""

    called = StringField("Name", name="name", validators=[sent], render_kw={"autocomplete": "off"})
    typed = StringField(name="text", filters=[with_newlines])
