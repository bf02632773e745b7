"""What a service may raise. webapp/errors.py gives each its status and its three dresses."""

from __future__ import annotations


class DesignbookError(Exception):
    """Something a person asked for cannot be done; `message` says what, where and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Missing(DesignbookError):
    """There is no such thing, or the person may not know that there is."""

    def __init__(self, message: str = "There is nothing here.") -> None:
        super().__init__(message)


class NotAllowed(DesignbookError):
    """The person may see the thing but not do this to it."""

    def __init__(self, message: str = "You may not do this.") -> None:
        super().__init__(message)


class InvalidValue(DesignbookError):
    """A value breaks a rule. `field` names the input that it came in."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Conflict(DesignbookError):
    """Somebody else changed the same thing meanwhile. Nothing was written."""


class Damaged(DesignbookError):
    """What is stored is not what was saved: the database was changed or broken from outside."""


class Busy(DesignbookError):
    """The database is locked or full; the same request may succeed a little later."""


class TooLarge(DesignbookError):
    """What was asked for takes more room than it may have. Less of it may do."""


class TooSlow(DesignbookError):
    """What was asked for takes longer than it may, and would do so again. Less of it may do."""
