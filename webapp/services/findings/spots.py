"""Where something was found: what is told by indexes or ids of pieces, as it is stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webapp.models.finding import SUBJECT_MAX
from webapp.services.pieces import Ids

if TYPE_CHECKING:
    from webapp.checks import Told


@dataclass(frozen=True, slots=True)
class Spot:
    """The ids of the pieces that something is told of, and of what they stand in."""

    design_id: int
    document_id: int
    section_id: int
    block_id: int | None = None
    row_id: int | None = None

    @classmethod
    def at(cls, design_id: int, document_id: int, told: Told, ids: Ids) -> Spot:
        """The place that is told by indexes into the outline whose pieces have these ids."""
        section_id = ids.sections[told.section]
        if told.block is None:
            return cls(design_id, document_id, section_id)
        block_id = ids.blocks[told.section][told.block]
        row_id = None if told.row is None else ids.rows[told.section][told.block][told.row]
        return cls(design_id, document_id, section_id, block_id, row_id)

    def finding(self, told: Told) -> dict[str, Any]:
        """What is stored of what is told here, by the names of its columns."""
        return {
            "code": told.code,
            "design_id": self.design_id,
            "document_id": self.document_id,
            "section_id": self.section_id,
            "block_id": self.block_id,
            "row_id": self.row_id,
            "line": told.line,
            "register": told.register,
            "subject": self.subject(told),
            "about": told.about,
            "digest": hashlib.sha256(told.checked.encode("utf-8", "surrogatepass")).hexdigest(),
        }

    def subject(self, told: Told) -> str:
        """The name of the place for ever, with what tells apart two things that are told of it."""
        if self.row_id is not None:
            place = f"row-{self.row_id}"
        elif self.block_id is None:
            place = f"section-{self.section_id}"
        else:
            place = f"block-{self.block_id}" if told.line is None else f"block-{self.block_id}:{told.line}"
        return f"{place} {told.subject_suffix}".rstrip()[:SUBJECT_MAX]
