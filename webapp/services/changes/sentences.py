"""The changes of one batch in sentences. Pure: from what was touched and what pieces are called to words."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.services.changes.design_sentences import say_design
from webapp.services.changes.names import Names
from webapp.services.changes.row_sentences import say_row
from webapp.services.changes.said import Said
from webapp.services.changes.structure_sentences import say_block, say_document, say_section
from webapp.services.history import Touched


def say(changes: Sequence[Touched], names: Names) -> list[Said]:
    """The sentences of a batch. What only follows from another change is left out."""
    whole = {
        (each.what, each.piece_id)
        for each in changes
        if each.what in {"section", "block"} and (each.before is None or each.after is None)
    }
    titled = any(each.what == "design" and "title" in (each.after or {}) for each in changes)
    said: list[Said] = []
    for each in changes:
        if each.what == "row":
            if ("block", each.values.get("block_id")) not in whole:
                said += say_row(each, names)
        elif each.what == "block":
            if ("section", each.values.get("section_id")) not in whole:
                said += say_block(each, names)
        elif each.what == "section":
            said += say_section(each, is_title=titled)
        elif each.what == "document":
            said += say_document(each, names)
        else:
            said += say_design(each, names)
    return said or [Said("Only spacing or numbering changed")]
