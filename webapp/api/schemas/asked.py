"""What an address asks for: every value comes as a text, and says what it means in one spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from marshmallow import ValidationError, fields

from webapp.api.paging import LIMIT, LIMIT_MAX
from webapp.api.schemas.fields import ID_MAX, Plain, Sent, Words
from webapp.utils.converters import IdConverter

VALUE_MAX = 200
OFFSET_MAX = 2**31 - 1
_ID = re.compile(IdConverter.regex)
_DIGITS = re.compile(r"[0-9]{1,40}")


class Limit(Sent, fields.Integer):
    """How many lines of a list: from 1, and never more than LIMIT_MAX whatever is asked for."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"minimum": 1, "default": LIMIT, "description": f"At most {LIMIT_MAX}; more is taken as that."}
        super().__init__(load_default=LIMIT, metadata=told, **kwargs)

    def _validated(self, value: Any) -> int:
        return min(_whole(value, 1, "Send a whole number from 1, in digits."), LIMIT_MAX)


class Offset(Sent, fields.Integer):
    """How many lines of a list are left out before the first: from 0 to OFFSET_MAX."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"minimum": 0, "maximum": OFFSET_MAX, "default": 0}
        super().__init__(load_default=0, metadata=told, **kwargs)

    def _validated(self, value: Any) -> int:
        words = f"Send a whole number from 0 to {OFFSET_MAX}, in digits."
        number = _whole(value, 0, words)
        if number > OFFSET_MAX:
            raise ValidationError(words)
        return number


class IdAsked(Sent, fields.Integer):
    """An id: ASCII digits without a zero before them, as in a path."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"minimum": 1, "maximum": ID_MAX} | kwargs.pop("metadata", {})
        super().__init__(metadata=told, allow_none=False, **kwargs)

    def _validated(self, value: Any) -> int:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise ValidationError("Send an id: a whole number from 1, in digits.")
        return int(value)


class YesAsked(Plain):
    """`true` or `false`; a form says it alike."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"enum": ["true", "false"]} | kwargs.pop("metadata", {}), **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if value not in ("true", "false"):
            raise ValidationError("Send true or false.")
        return value == "true"


class Day(Sent, fields.Date):
    """A day in UTC."""

    default_error_messages: Words = {"invalid": "Send a day, such as 2024-01-15."}


class Since(Plain):
    """A moment with its zone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"format": "date-time", "example": "2024-01-15T10:00:00Z"}, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        try:
            # A leap second is one that no clock here has.
            moment = datetime.fromisoformat(str(value).upper().replace(":60", ":59"))
            return moment.astimezone(UTC) if moment.tzinfo else self._refuse()
        except (ValueError, OverflowError):
            return self._refuse()

    def _refuse(self) -> NoReturn:
        raise ValidationError("Send a moment with its zone, such as 2024-01-15T10:00:00Z.")


def _whole(value: Any, least: int, words: str) -> int:
    """What the ASCII digits of an address say (RELIABILITY D3): `int()` takes much that is no number."""
    if not isinstance(value, str) or not _DIGITS.fullmatch(value) or int(value) < least:
        raise ValidationError(words)
    return int(value)
