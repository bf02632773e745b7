"""The kinds of values that the API takes. Each is of one JSON type: nothing is guessed out of another.

What a text may hold (RELIABILITY D5) the services say; it is asked here too, so that each field that is
wrong is named, and not the first one alone. Whatever is refused is refused in our words, which say what to
send: marshmallow's own are for programmers. Fields of its own stand in answers alone, which nobody sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import RAISE, ValidationError, fields, validate
from marshmallow import Schema as MarshmallowSchema

from webapp.services.editing.typed import CELL_MAX, check_typed
from webapp.services.errors import InvalidValue

ID_MAX = 10**18 - 1
MISSING = "This is missing. Send it."
STRANGE = "Nothing here is called so. Leave it out."
NO_OBJECT = "Send a JSON object."

Words = dict[str, str | list[Any] | dict[Any, Any]]
"""What a field says by the names that marshmallow has for what is wrong; a dict, since its own is one."""
_PROJECT_KEY = r"^[A-Z][A-Z0-9]{0,9}$"


class Schema(MarshmallowSchema):
    """An object. What is called otherwise than its fields is refused by its name."""

    class Meta:
        """Of marshmallow's ways with strange names the one that says so."""

        unknown = RAISE

    error_messages = {"unknown": STRANGE, "type": NO_OBJECT}


class Sent(fields.Field[Any]):
    """What every field says that somebody may send."""

    default_error_messages: Words = {"required": MISSING, "null": "This cannot be null. Send a value."}


class Plain(Sent, fields.String):
    """A text of which its pattern or its service says what it may be."""

    default_error_messages: Words = {"invalid": "Send a text.", "invalid_utf8": "Send a text in UTF-8."}


class Text(Plain):
    """A text of at most `most` characters without controls but tab and line ends."""

    def __init__(self, most: int = CELL_MAX, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(validate=length(least, most), **kwargs)
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


class Markdown(Plain):
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
            raise ValidationError(
                "There is half a character (a lone surrogate) in this text. Take it out."
            ) from None
        return text


class Whole(Sent, fields.Integer):
    """A whole number from `least` to `most`; nothing that merely equals one, as true and 1.0 do."""

    def __init__(self, least: int, most: int, *, words: str = "", **kwargs: Any) -> None:
        self.words = words or f"Send a whole number from {least} to {most}."
        super().__init__(strict=True, validate=validate.Range(least, most, error=self.words), **kwargs)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError(self.words)
        return value


class Id(Whole):
    """The id of something: a whole number from 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(1, ID_MAX, words="Send an id: a whole number from 1.", **kwargs)


class Yes(Sent, fields.Boolean):
    """True or false, and nothing that may be meant so."""

    default_error_messages: Words = {"invalid": "Send true or false."}

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Some(Sent, fields.List[Any]):
    """A list of `least` to `most`: how long it is, is seen before anything in it is looked at."""

    default_error_messages: Words = {"invalid": "Send a list."}

    def __init__(self, inner: Any, *, least: int = 0, most: int, **kwargs: Any) -> None:
        super().__init__(inner, validate=length(least, most, "of these"), **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        if isinstance(value, list):
            self._validate(value)
        return super()._deserialize(value, attr, data, **kwargs)


class Inside(Sent, fields.Nested):
    """An object inside of another."""

    default_error_messages: Words = {"type": NO_OBJECT}


class ByName(Sent, fields.Dict):
    """Values by names that no schema knows."""

    default_error_messages: Words = {"invalid": NO_OBJECT}


class Pattern(validate.Regexp):
    """A text that is this from its beginning to its end; `$` alone would let a line end follow.

    `words` say what to send instead.
    """

    def __init__(self, regex: str, words: str) -> None:
        super().__init__(regex, error=words)

    def __call__(self, value: Any) -> Any:
        """Give the value back, or raise ValidationError."""
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


class Moment(fields.String):
    """A moment such as 2024-01-15T10:00:00Z, answered."""

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"format": "date-time", "example": "2024-01-15T10:00:00Z"} | kwargs.pop("metadata", {})
        super().__init__(dump_only=True, metadata=metadata, **kwargs)


def one_of(values: Iterable[str], **kwargs: Any) -> Plain:
    """A text that is one of these; '' among them is the choice of none, and is told by no name."""
    allowed = list(values)
    words = f"Send one of: {', '.join(filter(None, allowed))}."
    return Plain(validate=validate.OneOf(allowed, error=words), **kwargs)


def project_key(**kwargs: Any) -> Plain:
    """The key of a project."""
    words = "Send a project’s key, such as FEAT: a capital, then up to 9 capitals and digits."
    return Plain(validate=Pattern(_PROJECT_KEY, words), **kwargs)


def design_key(pattern: str = r"^[A-Z][A-Z0-9]{0,9}-[0-9]{3,9}$", **kwargs: Any) -> Plain:
    """The key of a design, in the spelling that `pattern` says."""
    return Plain(validate=Pattern(pattern, "Send a design’s key, such as FEAT-014."), **kwargs)


def length(least: int, most: int, of: str = "characters") -> validate.Length:
    """A rule: from `least` to `most` characters, or things in a list."""
    words = f"Send {least:,} to {most:,} {of}." if least else f"Send at most {most:,} {of}."
    return validate.Length(least or None, most, error=words)
