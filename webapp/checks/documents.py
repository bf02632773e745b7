"""What one document says alone."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.checks.template import Template
from webapp.checks.told import Place, Told
from webapp.markdown.outline import Outline, Row
from webapp.registers.entry import Entry, Recognised


def check_document(
    outline: Outline, known: Sequence[Sequence[Recognised]], entries: Sequence[Entry], template: Template
) -> list[Told]:
    """All that is told of one document, in its order.

    `known` is what `registers.recognised` says of the outline, `entries` what `registers.entries` says.
    """
    return []


def row_affects_document(place: Place, before: Row, after: Row) -> bool:
    """Whether an edit of a row may change what is told of other places of its document.

    Then `check_document` has to be asked; otherwise `check_row` says all that is new.
    """
    return False
