"""What a body names by its id: pieces of the document that is written to.

An address that leads nowhere is 404; a body that names what is not there has a field that is wrong, 422.
Of rows their service says so, which is asked for many of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from webapp.services.errors import InvalidValue, Missing
from webapp.services.places import Place, find_block, find_section


def check_named(body: Mapping[str, Any], document_id: int, /, **fields: str) -> None:
    """Raise InvalidValue for the first of these fields whose piece is not in the document.

    `fields` say what each is the id of. What never was, was deleted, stands elsewhere or may not be seen is
    refused in the same words.
    """
    for field, what in fields.items():
        piece_id = body.get(field)
        if piece_id is None:
            continue
        place = _FIND[what](piece_id)
        if place is None or place.is_gone or place.document_id != document_id:
            raise InvalidValue(field, f"There is no {what} with this id in this document.")


@contextmanager
def naming(field: str, message: str) -> Iterator[None]:
    """Refuse the field (InvalidValue) where what it names is Missing inside."""
    try:
        yield
    except Missing as missing:
        raise InvalidValue(field, message) from missing


_FIND: Mapping[str, Callable[[int], Place | None]] = {
    "section": find_section,
    "block": find_block,
}
