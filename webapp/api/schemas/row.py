"""Rows of tables and items of lists: what is told of one, and what may be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from webapp.api.schemas.fields import (
    MISSING,
    ByName,
    Id,
    Inside,
    Moment,
    Plain,
    Schema,
    Some,
    Text,
    Whole,
    Yes,
    length,
    one_of,
)
from webapp.services.editing.adding import Add
from webapp.services.editing.named import ITEM
from webapp.services.editing.patching import UNSAID, Base, RowPatch
from webapp.services.editing.writing_many import WRITES_MAX, Change, Delete, RowWrite

DEPTH_MAX = 100
"""No list is read deeper."""
NAME_MAX = 20_000
CELLS = "Markdown by the names of the columns: an empty name is “column 2”, a repeated one “Name (2)”."
AFTER = "The id of the row to stand behind, null for the first place."


def _depth(**kwargs: Any) -> Whole:
    return Whole(0, DEPTH_MAX, metadata={"description": "How deep an item is nested."}, **kwargs)


def _cells(**kwargs: Any) -> ByName:
    names = Plain(validate=length(1, NAME_MAX))
    return ByName(keys=names, values=Text(), metadata={"description": CELLS}, **kwargs)


def _done(**kwargs: Any) -> Yes:
    return Yes(
        allow_none=True, metadata={"description": "Whether it is ticked, null without a box."}, **kwargs
    )


class RowSchema(Schema):
    """A row of a table, which has `cells`, or an item of a list, which has a `text`.

    Its ETag changes with its version, and where a column of its table gets another name.
    """

    id = Id(required=True)
    block_id = Id(required=True)
    document_id = Id(required=True)
    depth = _depth(required=True)
    marker = fields.String(
        required=True, metadata={"description": "What an item begins with: -, 1. and so on."}
    )
    done = _done(required=True)
    cells = _cells()
    text = fields.String()
    version = fields.Integer(required=True)
    updated_at = Moment(required=True)


class RowBaseSchema(Schema):
    """What a row said when it was read; where it says something else by now nothing is written (409)."""

    cells = _cells()
    text = Text()
    done = _done()
    depth = _depth()


class RowPatchBody(Schema):
    """What is to become of a row; what is not named stays."""

    cells = _cells()
    text = Text()
    done = _done()
    depth = _depth()
    after = Id(allow_none=True, metadata={"description": AFTER})
    block_id = Id(metadata={"description": "The block to stand in: at its end, unless “after” says where."})
    base = Inside(RowBaseSchema)


class RowBody(Schema):
    """All that a row says: a cell that is not named is empty."""

    cells = _cells()
    text = Text()
    done = _done(required=True)
    depth = _depth(required=True)


class NewRowBody(Schema):
    """A new row. Without “after” it comes at the end of its block."""

    cells = _cells()
    text = Text()
    done = _done()
    depth = _depth()
    after = Id(allow_none=True, metadata={"description": AFTER})


class RestorationBody(Schema):
    """A deleted row comes back, with another text in one of its cells where one is named."""

    cells = _cells(validate=validate.Length(max=1, error="Name one cell at most."))
    text = Text()


NEEDED: Mapping[str, tuple[str, ...]] = {
    "change": ("row_id",),
    "tick": ("row_id", "done"),
    "move": ("row_id",),
    "add": ("block_id",),
    "delete": ("row_id",),
}
ALLOWED: Mapping[str, frozenset[str]] = {
    "change": frozenset({"row_id", "cells", "text", "done", "depth", "after", "block_id", "base"}),
    "tick": frozenset({"row_id", "done", "base"}),
    "move": frozenset({"row_id", "after", "block_id", "depth", "base"}),
    "add": frozenset({"block_id", "cells", "text", "done", "depth", "after"}),
    "delete": frozenset({"row_id"}),
}


class WriteSchema(RowPatchBody):
    """One write: `do` says what, and with that what else it takes.

    change, tick and move take a `row_id` and what PATCH of a row takes; add takes a `block_id` and what POST
    of a row takes; delete takes a `row_id`.
    """

    do = one_of(NEEDED, required=True)
    row_id = Id()


class WritesBody(Schema):
    """Up to 500 writes to rows of one design, done in this order, all of them or none."""

    writes = Some(Inside(WriteSchema), required=True, least=1, most=WRITES_MAX)


class WrittenSchema(Schema):
    """What was written. `rows` has the row of each write as it is now, null where it is gone."""

    change_id = Id(required=True, allow_none=True, metadata={"description": "Null where nothing differed."})
    rows = fields.List(fields.Nested(RowSchema, allow_none=True), required=True)


def patch_of(body: Mapping[str, Any]) -> RowPatch:
    """What a body asks of a row."""
    base = body.get("base", {})
    return RowPatch(
        cells=texts_of(body),
        done=body.get("done", UNSAID),
        depth=body.get("depth"),
        after=body.get("after", UNSAID),
        block_id=body.get("block_id"),
        base=Base(cells=texts_of(base), done=base.get("done", UNSAID), depth=base.get("depth")),
    )


def new_row_of(block_id: int, body: Mapping[str, Any]) -> Add:
    """The row that a body asks for."""
    return Add(
        block_id=block_id,
        after=body.get("after", UNSAID),
        cells=texts_of(body),
        done=body.get("done", UNSAID),
        depth=body.get("depth"),
    )


def write_of(body: Mapping[str, Any]) -> RowWrite:
    """One write. Raises ValidationError for what it lacks, and for what it has no use for."""
    do = body["do"]
    lacking = {name: [MISSING] for name in NEEDED[do] if name not in body}
    strange = {
        name: [f"“{do}” has no use for this. Leave it out."] for name in body.keys() - ALLOWED[do] - {"do"}
    }
    if do == "move" and not {"after", "block_id"} & body.keys():
        lacking["after"] = [MISSING]
    if lacking or strange:
        raise ValidationError(lacking | strange)
    if do == "add":
        return new_row_of(body["block_id"], body)
    if do == "delete":
        return Delete(row_id=body["row_id"])
    return Change(row_id=body["row_id"], patch=patch_of(body))


def texts_of(body: Mapping[str, Any]) -> dict[str, str]:
    """The texts that a body names, as services know them."""
    return dict(body.get("cells", {})) | ({ITEM: body["text"]} if "text" in body else {})
