"""Looks up what the pieces of changes are called: for a whole page of changes in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import load_only

from webapp.extensions import db
from webapp.models import Block, Design, Document, Person, Row, Section
from webapp.services.changes.names import BlockName, Names
from webapp.services.history import Touched
from webapp.services.permissions import may
from webapp.services.standing import Piece

AT_ONCE = 500


def names_for(changes: Iterable[Touched], further: Iterable[Piece] = (), *, person: Person | None) -> Names:
    """The names that these changes, and these pieces, are told with; of what was deleted as well.

    Other designs, of which these changes tell as parents, have names for who may read them: for `person`.
    """
    changes = list(changes)
    names = Names()
    wanted: dict[str, set[int]] = defaultdict(set)
    for what, piece_id in further:
        wanted[what].add(piece_id)
    for each in changes:
        _want(wanted, each)
    _load_rows(names, wanted)
    _load_blocks(names, wanted, changes)
    for section_id, title in _found(select(Section.id, Section.title), Section.id, wanted["section"]):
        names.sections[section_id] = title
    for document_id, name in _found(select(Document.id, Document.name), Document.id, wanted["document"]):
        names.documents[document_id] = name
    for person_id, name in _found(select(Person.id, Person.name), Person.id, wanted["person"]):
        names.people[person_id] = name
    _load_designs(names, wanted["parent"], person)
    return names


def _want(wanted: dict[str, set[int]], change: Touched) -> None:
    for values in (change.before, change.after):
        if change.what == "row" and values is not None:
            if "block_id" in values:
                wanted["block"].add(values["block_id"])
            else:
                wanted["row"].add(change.piece_id)
        elif change.what == "block":
            wanted["block"].add(change.piece_id)
            wanted["section"] |= {values["section_id"]} if values and "section_id" in values else set()
        elif change.what == "document":
            wanted["document"].add(change.piece_id)
        elif change.what == "design" and values:
            wanted["person"] |= {values["owner_id"]} if values.get("owner_id") else set()
            wanted["person"] |= set(values.get("contributors") or ())
            wanted["parent"] |= {values["parent_id"]} if values.get("parent_id") else set()


def _load_rows(names: Names, wanted: dict[str, set[int]]) -> None:
    for row in _found(select(Row.id, Row.block_id, Row.cells), Row.id, wanted["row"]):
        names.rows[row.id] = {"block_id": row.block_id, "cells": row.cells}
        wanted["block"].add(row.block_id)


def _load_blocks(names: Names, wanted: dict[str, set[int]], changes: Sequence[Touched]) -> None:
    """Blocks with every column that they have or that a change says they had."""
    query = select(Block.id, Block.kind, Block.section_id, Block.columns)
    for block in _found(query, Block.id, wanted["block"]):
        columns = {column["id"]: column["name"] for column in block.columns}
        roles = {column["id"]: column.get("role", "") for column in block.columns}
        names.blocks[block.id] = BlockName(block.kind, block.section_id, columns, roles)
        wanted["section"].add(block.section_id)
    for each in changes:
        if each.what == "block" and each.piece_id in names.blocks:
            known: Any = names.blocks[each.piece_id].columns
            for values in (each.before, each.after):
                for column in (values or {}).get("columns") or []:
                    known.setdefault(column["id"], column["name"])


def _load_designs(names: Names, ids: set[int], person: Person | None) -> None:
    query = select(Design).options(load_only(Design.number, Design.project_id))
    for (design,) in _found(query, Design.id, ids):
        if may(person, "read", design):
            names.designs[design.id] = design.key


def _found(query: Any, column: Any, ids: set[int]) -> Iterable[Any]:
    every = sorted(ids)
    for start in range(0, len(every), AT_ONCE):
        yield from db.session.execute(query.where(column.in_(every[start : start + AT_ONCE])))
