"""What became of blocks, columns, sections and documents. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.markdown.outline import TEXT_KINDS
from webapp.registers.text import plain
from webapp.services.changes.names import KINDS, Names
from webapp.services.changes.said import TEXT_MAX, Said, excerpts, say_texts, short
from webapp.services.history import Touched, Values


def say_block(change: Touched, names: Names) -> Iterator[Said]:
    """What became of a block and of its columns; its rows have sentences of their own."""
    before, after = change.before, change.after
    one = change.values
    kind = one.get("kind", "prose")
    where, noun = names.section(one.get("section_id")), KINDS.get(kind, "Text")
    if before is None or after is None:
        done = "added to" if before is None else "deleted from"
        text = short(one.get("source", ""), TEXT_MAX) if kind in TEXT_KINDS - {"divider"} else ""
        words = f"{noun} {done} {where}" + (":" if text else "")
        yield Said(words, text if after is None else None, text if before is None else None)
        return
    yield from _columns(before, after, names.block(change.piece_id))
    if before.get("section_id") != after.get("section_id"):
        yield Said(f"{noun} moved from {names.section(before.get('section_id'))} to {where}")
    elif before.get("position") != after.get("position"):
        yield Said(f"{noun} moved in {where}")
    if kind in TEXT_KINDS and before.get("source") != after.get("source"):
        yield from say_texts(f"{noun} in {where}", before.get("source", ""), after.get("source", ""))


def _columns(before: Values, after: Values, where: str) -> Iterator[Said]:
    old = {column["id"]: plain(column["name"]) for column in before.get("columns") or []}
    new = {column["id"]: plain(column["name"]) for column in after.get("columns") or []}
    for column, name in old.items():
        if column not in new:
            yield Said(f"Column {name} deleted from {where}")
        elif new[column] != name:
            yield Said(f"Column of {where} renamed", name, new[column])
    yield from (Said(f"Column {name} added to {where}") for column, name in new.items() if column not in old)
    if [column for column in old if column in new] != [column for column in new if column in old]:
        yield Said(f"Columns of {where} moved")


def say_section(change: Touched, *, is_title: bool) -> Iterator[Said]:
    """What became of a section; of the heading that follows a design's title nothing, where `is_title`."""
    before, after = change.before, change.after
    title = short(plain(change.values.get("title", ""))) or "without a title"
    if before is None or after is None:
        yield Said(f"Section {title} {'added' if before is None else 'deleted'}")
        return
    if before.get("title") != after.get("title") and not (is_title and after.get("level") == 1):
        yield Said("Heading changed", *excerpts(before.get("title", ""), after.get("title", "")))
    if before.get("position") != after.get("position"):
        yield Said(f"Section {title} moved")
    if before.get("level") != after.get("level"):
        yield Said(f"Section {title} is now of level {after.get('level')}")


def say_document(change: Touched, names: Names) -> Iterator[Said]:
    """What became of a document; what it holds has sentences of its own."""
    before, after = change.before, change.after
    name = change.values.get("name") or names.documents.get(change.piece_id, "")
    if before is None or after is None:
        yield Said(f"Document {name} {'added' if before is None else 'deleted'}")
        return
    if before.get("name") != after.get("name"):
        yield Said("Document renamed", before.get("name"), after.get("name"))
    if before.get("position") != after.get("position"):
        yield Said(f"Document {name} moved")
