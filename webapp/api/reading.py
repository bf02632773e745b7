"""What a request brings, read inside the view: after its path was looked at, and never before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn, cast

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from webapp.api import schemas
from webapp.api.errors import Refused
from webapp.services.errors import InvalidValue

if TYPE_CHECKING:
    from marshmallow import Schema

BODY_BYTES_MAX = 8_000_000
"""A document has a megabyte at most, and JSON may take six bytes for one of them."""
MARKDOWN = "text/markdown"
FORM = "multipart/form-data"
NAMES_MAX = 1_000
"""How many names one object may have: the widest table has a hundred columns."""
DETAILS_MAX = 100
"""Of how many fields an answer says what is wrong."""
_NAME_LETTERS = 80


def read_body(schema: type[Schema]) -> dict[str, Any]:
    """The JSON object that came, as the schema loads it.

    Raises UnsupportedMediaType for what is no JSON, BadRequest for what cannot be read,
    RequestEntityTooLarge, and Refused (422) with each field that is wrong or that nothing here is called.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    _refuse_query()
    try:
        sent = json.loads(_sent().decode(), object_pairs_hook=_each_once, parse_constant=_refuse_number)
    except (ValueError, RecursionError) as error:  # what is not UTF-8 is a ValueError, too
        raise BadRequest from error
    return _loaded(schema, sent)


def read_nothing() -> None:
    """Refuse (422) what came to a view that takes nothing, each field by its name; `{}` is nothing, too."""
    if _sent():
        read_body(schemas.fields.Schema)
    _refuse_query()


def read_query(schema: type[Schema]) -> dict[str, Any]:
    """What stands behind the question mark, as the schema loads it. Raises Refused as `read_body` does."""
    return _loaded(schema, _each_alone(request.args))


def read_form(schema: type[Schema]) -> dict[str, Any]:
    """The fields of a form that came with files; its address has none. Raises as `read_query` does."""
    _refuse_query()
    return _loaded(schema, _each_alone(request.form))


def read_markdown() -> str:
    """The Markdown that came. Raises UnsupportedMediaType, and InvalidValue for what is not UTF-8."""
    if request.mimetype != MARKDOWN:
        raise UnsupportedMediaType
    _refuse_query()
    try:
        return _sent().decode()
    except UnicodeDecodeError as error:
        raise InvalidValue(
            "text", f"This is not UTF-8: byte {error.start} belongs to no character."
        ) from error


def read_whole() -> None:
    """Have all that was sent, without looking at it. Raises RequestEntityTooLarge."""
    if request.mimetype == FORM:
        request.form  # noqa: B018 - files of a form go to the disk on their way, and are not held twice
    else:
        _sent()


def _refuse_query() -> None:
    """Whoever writes is asked by what is sent, and never by the address, which others see and keep."""
    if request.args:
        raise Refused(422, details=[_detail(name, schemas.fields.STRANGE) for name in sorted(request.args)])


def _sent() -> bytes:
    request.max_content_length = BODY_BYTES_MAX
    return request.get_data()


def _each_alone(sent: MultiDict[str, str]) -> dict[str, str]:
    """What an address or a form says. Raises Refused with each name that it says twice."""
    twice = sorted(name for name, values in sent.lists() if len(values) > 1)[:DETAILS_MAX]
    if twice:
        words = "This came more than once. Send it once."
        raise Refused(422, details=[_detail(name, words) for name in twice])
    return sent.to_dict()


def _loaded(schema: type[Schema], sent: Any) -> dict[str, Any]:
    from marshmallow import ValidationError  # which is there, since the schema is

    try:
        loaded: dict[str, Any] = schema().load(sent)
    except ValidationError as error:
        raise Refused(
            422, details=list(islice(_details(cast("dict[str, Any]", error.messages)), DETAILS_MAX))
        ) from error
    return loaded


def _details(messages: Mapping[Any, Any], inside: str = "") -> Iterator[dict[str, str]]:
    for name, said in messages.items():
        place = inside if name == "_schema" else f"{inside}.{name}" if inside else str(name)
        if isinstance(said, Mapping):
            yield from _details(said, place)
        else:
            yield from (_detail(place, str(each)) for each in said)


def _detail(field: str, message: str) -> dict[str, str]:
    return {"field": field[:_NAME_LETTERS], "message": message}


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The object, unless a name came twice: nobody could say which of the two is meant. Or far too many."""
    listed = list(pairs)
    if len(listed) > NAMES_MAX:
        raise ValueError("No object here has so many names.")
    made = dict(listed)
    if len(made) != len(listed):
        raise ValueError("A name stands twice in one object.")
    return made


def _refuse_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON.")
