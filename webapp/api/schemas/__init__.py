"""What the API takes and answers, one file a noun: read for requests, told in the OpenAPI document.

A noun says `schemas.row.RowBody`, and beside its views "row.RowBody": each file is imported when the first
request comes to it. All of them with marshmallow would be a twelfth of every start, and most have no use
for one.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webapp.api.schemas import asked as asked
    from webapp.api.schemas import block as block
    from webapp.api.schemas import change as change
    from webapp.api.schemas import design as design
    from webapp.api.schemas import document as document
    from webapp.api.schemas import event as event
    from webapp.api.schemas import faceting as faceting
    from webapp.api.schemas import fields as fields
    from webapp.api.schemas import finding as finding
    from webapp.api.schemas import hit as hit
    from webapp.api.schemas import paging as paging
    from webapp.api.schemas import person as person
    from webapp.api.schemas import project as project
    from webapp.api.schemas import register as register
    from webapp.api.schemas import report as report
    from webapp.api.schemas import row as row
    from webapp.api.schemas import section as section
    from webapp.api.schemas import token as token
    from webapp.api.schemas import view as view


def __getattr__(name: str) -> ModuleType:
    """The file of a noun, when it is first named: importing it also makes it an attribute of this module."""
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from error


def schema_named(name: str) -> type[Any]:
    """The schema that is noted beside a view, such as "row.RowBody"."""
    noun, _, schema = name.partition(".")
    found: type[Any] = getattr(import_module(f"{__name__}.{noun}"), schema)
    return found
