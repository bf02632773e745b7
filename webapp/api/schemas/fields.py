"""The kinds of values that the API takes. Each is of one JSON type: nothing is guessed out of another.

What a text may hold (RELIABILITY D5) the services say; it is asked here too, so that each field that is
wrong is named, and not the first one alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from marshmallow import RAISE, ValidationError, fields, validate
from marshmallow import Schema as MarshmallowSchema

from webapp.services.editing.typed import CELL_MAX, check_typed
from webapp.services.errors import InvalidValue

ID_MAX = 10**18 - 1
LIMIT_MAX, LIMIT = 100, 20
OFFSET_MAX = 2**31 - 1
KEY = r"^[A-Z][A-Z0-9]{0,9}-[0-9]{3,9}$"
PROJECT_KEY = r"^[A-Z][A-Z0-9]{0,9}$"

_DIGITS = re.compile(r"[0-9]{1,40}")


class Schema(MarshmallowSchema):
    """An object. What is called otherwise than its fields is refused by its name."""

    class Meta:
        """Of marshmallow's ways with strange names the one that says so."""

        unknown = RAISE

    error_messages = {
        "unknown": "Nothing here is called so. Leave it out.",
        "type": "Send a JSON object.",
    }


class Pattern(validate.Regexp):
    """A text that is this from its beginning to its end; `$` alone would let a line end follow."""

    def __call__(self, value: Any) -> Any:
        """Give the value back, or raise ValidationError."""
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


class Text(fields.String):
    """A text of at most `most` characters without controls but tab and line ends."""

    def __init__(self, most: int = CELL_MAX, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(min=least or None, max=most), **kwargs)
        self.most = most

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        try:
            check_typed(text, most=self.most)
        except InvalidValue as error:
            raise ValidationError(error.message) from error
        return text


class Id(fields.Integer):
    """The id of something: a whole number from 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(1, ID_MAX), **kwargs)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._validated(value)


class Some(fields.List[Any]):
    """A list of `least` to `most`: how long it is, is seen before anything in it is looked at."""

    def __init__(self, inner: Any, *, least: int = 0, most: int, **kwargs: Any) -> None:
        super().__init__(inner, validate=validate.Length(least or None, most), **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        if isinstance(value, list):
            self._validate(value)
        return super()._deserialize(value, attr, data, **kwargs)


class Yes(fields.Boolean):
    """True or false, and nothing that may be meant so."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Markdown(fields.String):
    """A document’s text: any Unicode but NUL. How long it may be its service says, in bytes."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        if "\0" in text:
            raise ValidationError("There is a NUL character in this text. Take it out.")
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValidationError("There is half a character (a lone surrogate) in this text.") from None
        return text


class Since(fields.String):
    """A moment that is asked for, with its zone."""

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


class Moment(fields.String):
    """A moment such as 2024-01-15T10:00:00Z, answered."""

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"format": "date-time", "example": "2024-01-15T10:00:00Z"} | kwargs.pop("metadata", {})
        super().__init__(dump_only=True, metadata=metadata, **kwargs)


class Limit(fields.Integer):
    """How many lines of a list: from 1, and never more than LIMIT_MAX whatever is asked for."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"minimum": 1, "default": LIMIT, "description": f"At most {LIMIT_MAX}; more is taken as that."}
        super().__init__(load_default=LIMIT, metadata=told, **kwargs)

    def _validated(self, value: Any) -> int:
        return min(_whole(value, 1, "Send a whole number from 1, in digits."), LIMIT_MAX)


class Offset(fields.Integer):
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


def one_of(values: Any, **kwargs: Any) -> fields.String:
    """A text that is one of these."""
    return fields.String(validate=validate.OneOf(list(values)), **kwargs)


def _whole(value: Any, least: int, words: str) -> int:
    """What the ASCII digits of an address say (RELIABILITY D3): `int()` takes much that is no number."""
    if not isinstance(value, str) or not _DIGITS.fullmatch(value) or int(value) < least:
        raise ValidationError(words)
    return int(value)
