"""Designs: what is told of one, what is asked of the list, and what can be set."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from webapp.api.schemas.asked import Since
from webapp.api.schemas.fields import (
    Id,
    Inside,
    Moment,
    Pattern,
    Plain,
    Schema,
    Some,
    Text,
    Yes,
    design_key,
    one_of,
    project_key,
)
from webapp.api.schemas.paging import TypedQuery, sorts
from webapp.models.design import NOBODY, PRIORITIES, PRIORITY, STATUSES, TITLE_MAX
from webapp.services.design_records import DesignRecord
from webapp.services.design_values.contributors import CONTRIBUTORS_MAX
from webapp.services.design_values.many import MANY_MAX
from webapp.utils.moments import iso

ANY_KEY = r"^[A-Za-z][A-Za-z0-9]{0,9}-[0-9]{1,9}$"
_OWNER = Pattern(rf"^({NOBODY}|[1-9][0-9]{{0,17}})$", f"Send a person’s id, or {NOBODY}.")
SORTS = ("key", "title", "status", "priority", "owner", "tasks", "questions", "updated")


class DocumentName(Schema):
    """A document of a design, by name."""

    id = Id(required=True)
    name = fields.String(required=True)


class DesignSchema(Schema):
    """A design. Its ETag is its version with a digest of what is told here; If-Match may name the version."""

    id = Id(required=True)
    key = fields.String(required=True, metadata={"example": "FEAT-014"})
    title = fields.String(required=True)
    status = one_of(STATUSES, required=True)
    priority = one_of(PRIORITIES, required=True)
    project_id = Id(required=True)
    owner_id = Id(required=True, allow_none=True)
    contributor_ids = fields.List(Id(), required=True)
    parent_id = Id(required=True, allow_none=True)
    locked = Yes(required=True)
    tasks = fields.Integer(required=True)
    tasks_done = fields.Integer(required=True)
    open_questions = fields.Integer(required=True)
    documents = fields.List(fields.Nested(DocumentName), required=True)
    version = fields.Integer(required=True)
    created_at = Moment(required=True)
    updated_at = Moment(required=True)


class DesignQuery(TypedQuery):
    """What narrows the list of designs."""

    key = design_key(ANY_KEY, metadata={"example": "FEAT-014"})
    updated_since = Since()
    status = one_of(STATUSES)
    priority = one_of(PRIORITIES)
    owner = Plain(validate=_OWNER, metadata={"description": "A person’s id, or nobody."})
    project = project_key()
    sort = sorts(*SORTS, default="-updated")


class NewDesign(Schema):
    """A design that is made from its project’s template; without a project it is in the first one."""

    title = Text(TITLE_MAX, least=1, required=True)
    project_id = Id()
    priority = one_of(PRIORITIES, load_default=PRIORITY)


class _Values(Schema):
    title = Text(TITLE_MAX, least=1)
    status = one_of(STATUSES)
    priority = one_of(PRIORITIES)
    owner_id = Id(allow_none=True)
    contributor_ids = Some(Id(), most=CONTRIBUTORS_MAX)
    parent_id = Id(allow_none=True)
    locked = Yes()


class DesignBase(_Values):
    """Values as they were read."""


class DesignPatch(_Values):
    """Values to set; `base` names values as they were read, and nothing is set where one of them differs."""

    base = Inside(DesignBase)


class WholeDesign(Schema):
    """All values that can be set."""

    title = Text(TITLE_MAX, least=1, required=True)
    status = one_of(STATUSES, required=True)
    priority = one_of(PRIORITIES, required=True)
    owner_id = Id(required=True, allow_none=True)
    contributor_ids = Some(Id(), required=True, most=CONTRIBUTORS_MAX)
    parent_id = Id(required=True, allow_none=True)
    locked = Yes(required=True)


class ManyDesigns(Schema):
    """One status, priority or owner for several designs: one action, which one undo takes back."""

    ids = Some(Id(), required=True, least=1, most=MANY_MAX)
    status = one_of(STATUSES)
    priority = one_of(PRIORITIES)
    owner_id = Id(allow_none=True)

    @validates_schema
    def check_one(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Raise ValidationError unless one thing is to be set."""
        if len(data.keys() & {"status", "priority", "owner_id"}) != 1:
            raise ValidationError("Name one of status, priority and owner_id.", "status")


class ManySet(Schema):
    """What was set: the change, null where nothing differed, and the designs as they are now."""

    change_id = Id(required=True, allow_none=True)
    items = fields.List(fields.Nested(DesignSchema), required=True)


class UndoneSchema(Schema):
    """What was taken back: `undone_id` names that change; null where there was nothing to take back."""

    change_id = Id(required=True, allow_none=True)
    undone_id = Id(required=True, allow_none=True)


class MentionSchema(Schema):
    """A piece that names the key."""

    what = fields.String(required=True)
    piece_id = Id(required=True)
    section = fields.String(required=True)
    document = fields.String(required=True)


class Backlink(Schema):
    """A design that refers to another: by its mentions, or as its parent or child."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True)
    relation = one_of(("", "parent", "child"), required=True)
    mentions = fields.List(fields.Nested(MentionSchema), required=True)


class BacklinksSchema(Schema):
    """What refers to a design; `more` says that there are others, which the search finds."""

    items = fields.List(fields.Nested(Backlink), required=True)
    more = Yes(required=True)


def design_body(record: DesignRecord) -> dict[str, Any]:
    """A design as the API answers it."""
    return {
        "id": record.id,
        "key": record.key,
        "title": record.title,
        "status": record.status,
        "priority": record.priority,
        "project_id": record.project_id,
        "owner_id": record.owner_id,
        "contributor_ids": record.contributor_ids,
        "parent_id": record.parent_id,
        "locked": record.locked_at is not None,
        "tasks": record.tasks,
        "tasks_done": record.tasks_done,
        "open_questions": record.open_questions,
        "documents": [{"id": document_id, "name": name} for document_id, name in record.documents],
        "version": record.version,
        "created_at": iso(record.created_at),
        "updated_at": iso(record.updated_at),
    }
