"""What an address asks a list for, beside how much of it: ids, and values in words."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields

from webapp.api.schemas.fields import ID_MAX
from webapp.utils.converters import IdConverter

VALUE_MAX = 200
_ID = re.compile(IdConverter.regex)


class IdAsked(fields.Integer):
    """An id in an address: ASCII digits without a zero before them, as in a path."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"minimum": 1, "maximum": ID_MAX} | kwargs.pop("metadata", {})
        super().__init__(metadata=told, allow_none=False, **kwargs)

    def _validated(self, value: Any) -> int:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise ValidationError("Send an id: a whole number from 1, in digits.")
        return int(value)


class YesAsked(fields.String):
    """`true` or `false`, as a form or an address says it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"enum": ["true", "false"]} | kwargs.pop("metadata", {}), **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if value not in {"true", "false"}:
            raise ValidationError("Send true or false.")
        return value == "true"
