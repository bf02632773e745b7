"""Blocks: paragraphs, tables, lists, code; and the columns of tables."""

from __future__ import annotations

from marshmallow import fields

from webapp.api.schemas.fields import Id, Inside, Plain, Schema, Text, one_of
from webapp.api.schemas.paging import PageQuery
from webapp.api.schemas.row import RowSchema
from webapp.registers import REGISTERS
from webapp.services.editing.typed import BLOCK_MAX, CELL_MAX

KINDS = ("prose", "table", "checklist", "bullets", "steps", "code", "divider", "raw")
NEW_KINDS = ("prose", "table", "checklist", "bullets", "steps", "code", "divider")
AFTER = "The id of the block to stand behind, null for the first place under the heading."


class ColumnSchema(Schema):
    """A column of a table."""

    id = fields.String(required=True, metadata={"description": "Unique in its table, and never given twice."})
    name = fields.String(required=True, metadata={"description": "As it stands in the head of the table."})


class BlockSchema(Schema):
    """A block: one construct of Markdown in a section. `text` is its Markdown, that of its rows included.

    Its ETag is a digest of it all.
    """

    id = Id(required=True)
    section_id = Id(required=True)
    document_id = Id(required=True)
    kind = one_of(KINDS, required=True)
    info = fields.String(required=True, metadata={"description": "What stands behind the fence of code."})
    register = fields.String(
        required=True, allow_none=True, metadata={"description": "The register that its rows stand in."}
    )
    columns = fields.List(fields.Nested(ColumnSchema), required=True)
    text = fields.String(required=True)
    version = fields.Integer(required=True)
    rows = fields.List(
        fields.Nested(RowSchema), metadata={"description": "Of tables and lists, where asked for."}
    )


class BlocksQuery(PageQuery):
    """Which blocks are asked for."""

    kind = one_of(KINDS, load_default=None, metadata={"description": "Blocks of this kind alone."})
    register = one_of(REGISTERS, load_default=None, metadata={"description": "Those of this register alone."})
    rows = one_of(["yes", "no"], load_default="yes", metadata={"default": "yes"})


class BlockBaseSchema(Schema):
    """The text that a block had when it was read; where it has another one nothing is written (409)."""

    text = Text(BLOCK_MAX)


class BlockPatchBody(Schema):
    """What is to become of a block; what is not named stays."""

    text = Text(BLOCK_MAX)
    base = Inside(BlockBaseSchema)
    after = Id(allow_none=True, metadata={"description": AFTER})
    section_id = Id(metadata={"description": "The section to stand in: first, unless “after” says where."})


class BlockBody(Schema):
    """All that a block says."""

    text = Text(BLOCK_MAX, required=True)


class NewBlockBody(Schema):
    """A new block.

    `text` is Markdown for prose, the code itself for code, one item a line for lists, what a spreadsheet
    copies for a table. Without “after” it comes at the end of its section.
    """

    kind = one_of(NEW_KINDS, required=True)
    text = Text(BLOCK_MAX, load_default="")
    after = Id(allow_none=True, metadata={"description": AFTER})


COLUMN_AFTER = "The id of the column to stand behind, null for the first place."


class NewColumnBody(Schema):
    """A new column. Without “after” it is the last."""

    name = Text(CELL_MAX, required=True)
    after = Plain(allow_none=True, metadata={"description": COLUMN_AFTER})


class ColumnBaseSchema(Schema):
    """The name that a column had when it was read; where it has another one nothing is written (409)."""

    name = Text(CELL_MAX)


class ColumnPatchBody(Schema):
    """What is to become of a column; what is not named stays."""

    name = Text(CELL_MAX)
    base = Inside(ColumnBaseSchema)
    after = Plain(allow_none=True, metadata={"description": COLUMN_AFTER})
