"""What a service may raise. webapp/errors.py gives each its status and its three dresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any


class DesignbookError(Exception):
    """Something a person asked for cannot be done; `message` says what, where and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Missing(DesignbookError):
    """There is no such thing, or the person may not know that there is."""

    def __init__(self, message: str = "There is nothing here.") -> None:
        super().__init__(message)


class Hidden(Missing):
    """There is such a thing, and the person may not know it: answered as what is missing, word for word.

    `about` names it, for the audit alone.
    """

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about = about


NOT_ALLOWED = (
    "Your role here does not allow it, or the design is locked or its project archived. "
    "A maintainer of the project or an administrator can help."
)
"""What is said where no service says more."""
NOT_ADMINISTRATOR = "This is for administrators. Ask one of them to do it for you."


class NotAllowed(DesignbookError):
    """The person may see the thing but not do this to it."""

    def __init__(self, message: str = NOT_ALLOWED) -> None:
        super().__init__(message)


class InvalidValue(DesignbookError):
    """A value breaks a rule. `field` names the input that it came in."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Conflict(DesignbookError):
    """Somebody else changed the same thing meanwhile. Nothing was written."""


class CellConflict(Conflict):
    """A text was saved by somebody else since the editor opened with `base`; nothing was written.

    `theirs` is what is stored now and `mine` what was typed, both as Markdown as an editor shows it;
    `by` is who saved theirs (None: nobody known) and `at` when.
    """

    def __init__(self, *, base: str, theirs: str, mine: str, by: str | None, at: datetime | None) -> None:
        who = by or "Somebody else"
        super().__init__(f"{who} changed this since you opened it. Choose which text is to stand.")
        self.base = base
        self.theirs = theirs
        self.mine = mine
        self.by = by
        self.at = at


class TextConflict(Conflict):
    """A section or document was changed by somebody else in the same pieces; nothing was written.

    `parts` (markdown.merged.Part) are the pieces to choose for, `choices` what is chosen for them so far,
    `mine` the whole text that was typed; `by` is who wrote there last (None: nobody else) and `at` when.
    """

    def __init__(
        self,
        parts: Sequence[Any],
        *,
        choices: Mapping[str, Any],
        mine: str,
        by: str | None,
        at: datetime | None,
    ) -> None:
        who = f"{by} changed" if by else "You changed"
        where = "" if by else ", in another tab or browser"
        super().__init__(f"{who} this since you opened it{where}. Choose which text is to stand.")
        self.parts = parts
        self.choices = choices
        self.mine = mine
        self.by = by
        self.at = at


class Gone(Conflict):
    """The row, block, section or document that an edit is about was deleted meanwhile.

    `what` and `piece_id` name it, `text` is the Markdown it had, `mine` what was typed into it ('' for
    an edit without a text); `by` is who deleted it (None: nobody known) and `at` when.
    """

    def __init__(
        self,
        what: str,
        piece_id: int,
        *,
        text: str = "",
        mine: str = "",
        by: str | None = None,
        at: datetime | None = None,
    ) -> None:
        who = by or "Somebody else"
        super().__init__(f"{who} deleted this {what} meanwhile. Put it back, or leave it.")
        self.what = what
        self.piece_id = piece_id
        self.text = text
        self.mine = mine
        self.by = by
        self.at = at


class UndoConflict(Conflict):
    """Others built on what a batch did; nothing was undone.

    `batch_id` names the batch, `obstacles` say which pieces stand in the way and why
    (services.undo_plan.Obstacle), and `rest` whether something is left that can be undone without them.
    """

    def __init__(self, batch_id: int, obstacles: Sequence[Any], *, rest: bool) -> None:
        super().__init__("This was changed since, and nothing was undone: an undo never overwrites.")
        self.batch_id = batch_id
        self.obstacles = obstacles
        self.rest = rest


class Damaged(DesignbookError):
    """What is stored is not what was saved: the database was changed or broken from outside."""


class Busy(DesignbookError):
    """The database is locked or full; the same request may succeed a little later."""


class TooLarge(DesignbookError):
    """What was asked for takes more room than it may have. Less of it may do."""


class TooSlow(DesignbookError):
    """What was asked for takes longer than it may, and would do so again. Less of it may do."""
