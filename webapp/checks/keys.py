"""Whether what a design says of an entity says how its rows are told apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from webapp.registers.column_types import read_type
from webapp.registers.entities import fields_of, is_key
from webapp.registers.register import Values
from webapp.utils import placeholders

FIELDS_OF_A_WHOLE = 4
"""So many fields of an entity describe all of it."""

# What comes and goes with a request, or is set once, is no row of anything.
_CARRIES = re.compile(
    r"(?:Create|Update|Request|Response|Schema|D(?:TO|to)|In|Out|Input|Output|Config|Settings|Params|Filters?"
    r"|Options|Results?|Payload|Event|State|Context|Command|Query|Message|Data|Info|Stats|Summary|Base|Mixin)$"
)
_IDENTIFY = frozenset({"id", "_id", "uuid", "guid", "pk"})
_MAY_IDENTIFY = frozenset({"key", "code", "slug", "sku", "isbn"})


def lacks_key(name: str, stated: Sequence[Values]) -> bool:
    """Whether entries about one entity describe all of it and none says what identifies it.

    `name` is the entity's in lower case and the singular.
    """
    fields = dict(field for values in stated for field in fields_of(values))
    if not _is_whole(stated, fields) or not fields.keys().isdisjoint(_IDENTIFY | {f"{name}_id"}):
        return False
    if any(map(is_key, stated)):
        return False
    # SQL has a word for it. Elsewhere a key may go without saying.
    return any(values.get("kind") == "table" for values in stated) or not _may_be_identified(stated, fields)


def _is_whole(stated: Sequence[Values], fields: dict[str, str]) -> bool:
    """Whether an entity is described as a whole; who adds two fields to one does not repeat its key."""
    if any(values.get("action") == "modify" or placeholders.find(values["entity"]) for values in stated):
        return False
    kinds = {values.get("kind", "") for values in stated}
    if "table" in kinds:
        return len(fields) > 1
    if kinds == {"class"} and all(_CARRIES.search(values["entity"]) for values in stated):
        return False
    if "class" in kinds and any(map(_is_moment, fields.items())):
        return len(fields) > 1
    has_constraints = any("field" in values and "constraints" in values for values in stated)
    return has_constraints or len(fields) >= FIELDS_OF_A_WHOLE


def _is_moment(field: tuple[str, str]) -> bool:
    """Whether a field says when something was: a mere value has none."""
    name, written = field
    known = read_type(written)
    return name.endswith("_at") or (known is not None and known.family in ("date", "datetime"))


def _may_be_identified(stated: Sequence[Values], fields: Collection[str]) -> bool:
    """Whether a field is what people tell such things apart by, or they lead to what it belongs to."""
    links = [name for name in fields if name.endswith(("_id", "_uuid"))]
    # What a class has first is its key where nobody says another: members have one preference each.
    firsts = {next(fields_of(values), ("", ""))[0] for values in stated if "kind" in values}
    leads = len(links) > 1 or not firsts.isdisjoint(links)
    return leads or any(name in _MAY_IDENTIFY or name.endswith("_key") for name in fields)
