"""What a path may hold: ids and keys in their one spelling."""

from __future__ import annotations

from werkzeug.routing import BaseConverter, ValidationError

ID_MAX = 2**63 - 1


class IdConverter(BaseConverter):
    """A database id: ASCII digits, no leading zero, below 2^63. Anything else is a 404."""

    regex = r"[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """The id as a number."""
        number = int(value)
        if number > ID_MAX:
            raise ValidationError
        return number


class KeyConverter(BaseConverter):
    """A design's key in any spelling (`feat-14`); the view redirects to the one that counts."""

    regex = r"[A-Za-z][A-Za-z0-9]{0,9}-[0-9]{1,9}"


class ProjectKeyConverter(BaseConverter):
    """A project's key, such as FEAT."""

    regex = r"[A-Z][A-Z0-9]{0,9}"


CONVERTERS: dict[str, type[BaseConverter]] = {
    "id": IdConverter,
    "key": KeyConverter,
    "project": ProjectKeyConverter,
}
