"""What an undo may bring along."""

from __future__ import annotations

from wtforms import BooleanField

from webapp.forms.editing import EditForm


class UndoForm(EditForm):
    """`rest`: undo what can be undone, and leave what others built on."""

    rest = BooleanField("Undo the rest")
