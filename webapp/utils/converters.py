"""What a path may hold: ids and keys in their one spelling."""

from __future__ import annotations

from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """A database id: ASCII digits, no leading zero, at most 18: every database holds it. Else a 404."""

    # What a pattern lets through and Python refuses would be a 405 where another method has the address.
    regex = r"[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The id as a number."""
        return int(value)


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
