"""Changes in words. Pure: from what a batch touched and what pieces are called to sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from webapp.markdown.outline import LIST_KINDS, TEXT_KINDS
from webapp.registers.text import plain
from webapp.services.history import Touched, Values
from webapp.services.rendered import LIST_COLUMN

NAME_MAX, TEXT_MAX, AROUND = 60, 160, 24
"""How much of a piece is its name, how much of a text is told, and how much stands around a difference."""

KINDS = {
    "table": "Table",
    "checklist": "Checklist",
    "bullets": "List",
    "steps": "List",
    "code": "Code",
    "divider": "Line across",
    "raw": "Markdown",
    "prose": "Text",
}
DESIGN = {
    "title": "Title",
    "status": "Status",
    "priority": "Priority",
    "owner_id": "Owner",
    "parent_id": "Parent",
}
HIDDEN = "a design that is not shared with you"
BEGINNINGS = {"create": "Made from the template", "copy": "Made as a copy", "import": "Imported"}


@dataclass(frozen=True, slots=True)
class Said:
    """One change: what it is about and what happened, and the old and the new text where it has them.

    Of one that was taken back the old text is the one that stands now.
    """

    words: str
    old: str | None = None
    new: str | None = None
    is_taken_back: bool = False

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        if self.old and self.new:
            return f"{self.words} from “{self.old}” to “{self.new}”"
        if self.new:
            return f"{self.words} “{self.new}”"
        return f"{self.words} “{self.old}”" if self.old else self.words


@dataclass(frozen=True, slots=True)
class BlockName:
    """What is told of a block: its kind, its section, the names and the roles of its columns by their ids."""

    kind: str
    section_id: int
    columns: Mapping[str, str]
    roles: Mapping[str, str]


@dataclass(slots=True)
class Names:
    """What pieces are called. `rows` has the block and the cells of rows whose changes do not tell them."""

    documents: dict[int, str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    blocks: dict[int, BlockName] = field(default_factory=dict)
    rows: dict[int, Values] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    designs: dict[int, str] = field(default_factory=dict)

    def section(self, section_id: int | None) -> str:
        """A section's title, short."""
        return short(plain(self.sections.get(section_id or 0, ""))) or "the beginning"

    def block(self, block_id: int | None) -> str:
        """A block is called by its section."""
        block = self.blocks.get(block_id or 0)
        return self.section(block.section_id) if block else "a table"


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
            if ("block", _one(each).get("block_id")) not in whole:
                said += _row(each, names)
        elif each.what == "block":
            if ("section", _one(each).get("section_id")) not in whole:
                said += _block(each, names)
        elif each.what == "section":
            said += _section(each, is_title=titled)
        elif each.what == "document":
            said += _document(each, names)
        else:
            said += _design(each, names)
    return said or [Said("Only spacing or numbering changed")]


def headline(verb: str, changes: Sequence[Touched], said: Sequence[Said], names: Names) -> Said:
    """A batch in one line."""
    if verb in BEGINNINGS and changes and all(_is_new_document(each) for each in changes):
        return Said(BEGINNINGS[verb])
    if len(said) == 1 and verb not in {"import", "paste_cells"}:
        return said[0]
    cells = sum(_cells_changed(each) for each in changes)
    where = _where(changes, names)
    if verb == "paste_cells":
        return Said(f"{_many(cells, 'cell')} pasted into {where}")
    if verb == "clear_cells":
        return Said(f"{_many(cells, 'cell')} cleared in {where}")
    if verb == "fill_cells":
        return Said(f"{_many(cells, 'cell')} filled from above in {where}")
    first = {"import": "Imported again: ", "set_document_text": "Edited as Markdown: "}.get(verb, "")
    if verb == "set_section_text":
        first = f"{where} edited as Markdown: " if where else "Edited as Markdown: "
    told = ", ".join(_counted(changes)) or _many(len(said), "change")
    return Said(first + (told if first else told[0].upper() + told[1:] + (f" in {where}" if where else "")))


def name_of(piece: tuple[str, int], names: Names, values: Values | None = None) -> str:
    """What a piece is called in a sentence: row “POST /webhooks” of Endpoints."""
    what, piece_id = piece
    if what == "row":
        row = values or names.rows.get(piece_id, {})
        return f"{_row_name(row, names)} of {names.block(row.get('block_id'))}"
    if what == "block":
        block = names.blocks.get(piece_id)
        kind = KINDS.get(block.kind, "Text").lower() if block else "text"
        return f"{kind} of {names.block(piece_id)}"
    if what == "section":
        return f"section {names.section(piece_id)}"
    return f"document {names.documents.get(piece_id, '')}" if what == "document" else "the design"


def short(text: str, most: int = NAME_MAX) -> str:
    """A text on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Two texts on one line each, cut to where they differ."""
    old, new = " ".join(old.split()), " ".join(new.split())
    if max(len(old), len(new)) <= TEXT_MAX:
        return old, new
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    start = old.rfind(" ", 0, max(start - AROUND, 0)) + 1
    lead = "…" if start else ""
    return lead + short(old[start:], TEXT_MAX), lead + short(new[start:], TEXT_MAX)


def _row(change: Touched, names: Names) -> Iterator[Said]:
    before, after = change.before, change.after
    one = {**names.rows.get(change.piece_id, {}), **_one(change)}
    block_id = one.get("block_id")
    where, noun = names.block(block_id), _noun(names.blocks.get(block_id or 0))
    if before is None or after is None:
        done = "added to" if before is None else "deleted from"
        yield Said(f"{noun} {_row_name(one, names)} {done} {where}")
        return
    named = {**one, **before}
    yield from _cells(before, after, named, names)
    if before.get("done") != after.get("done"):
        ticked = {
            True: "ticked",
            False: "unticked" if before.get("done") else "given a box",
            None: "left without a box",
        }
        yield Said(f"{_row_name(named, names)} {ticked[after.get('done')]} in {where}")
    yield from _row_place(before, after, named, names)


def _cells(before: Values, after: Values, named: Values, names: Names) -> Iterator[Said]:
    block = names.blocks.get(named.get("block_id") or 0)
    cells, others = before.get("cells") or {}, after.get("cells") or {}
    for column in {**cells, **others}:
        old, new = cells.get(column) or "", others.get(column) or ""
        if old == new:
            continue
        if column == LIST_COLUMN:
            about = f"Item of {names.block(named.get('block_id'))}"
        else:
            column_name = plain(block.columns.get(column, "")) if block else ""
            about = f"{column_name or 'Cell'} of {_row_name(named, names)}"
        yield from _texts(about, old, new)


def _texts(about: str, old: str, new: str) -> Iterator[Said]:
    shown, now = plain(old), plain(new)
    old, new = excerpts(shown, now) if shown != now else excerpts(old, new)  # else the signs are the change
    if old and new:
        yield Said(f"{about} changed", old, new)
    elif new:
        yield Said(f"{about} set to", None, new)
    else:
        yield Said(f"{about} emptied; it was", old)


def _row_place(before: Values, after: Values, named: Values, names: Names) -> Iterator[Said]:
    name = _row_name(named, names)
    home, to = before.get("block_id"), after.get("block_id")
    if home != to:
        yield Said(f"{name} moved from {names.block(home)} to {names.block(to)}")
    elif before.get("position") != after.get("position"):
        yield Said(f"{name} moved in {names.block(to or named.get('block_id'))}")
    if (depth := after.get("depth", 0) - before.get("depth", 0)) != 0:
        yield Said(
            f"{name} nested {'deeper' if depth > 0 else 'less deep'} in {names.block(named.get('block_id'))}"
        )


def _row_name(values: Values, names: Names) -> str:
    """A row by what it is about: method and path of an endpoint, else its first cell that says something."""
    cells: Mapping[str, str] = values.get("cells") or {}
    block = names.blocks.get(values.get("block_id") or 0)
    by_role = {role: cells.get(column, "") for column, role in block.roles.items()} if block else {}
    if by_role.get("method") and by_role.get("path"):
        return f"“{short(plain(by_role['method'] + ' ' + by_role['path']))}”"
    order = [*block.columns, *cells] if block else list(cells)
    said = (short(plain(cells[column])) for column in order if column in cells)
    return next((f"“{text}”" for text in said if text), "without words")


def _noun(block: BlockName | None) -> str:
    return "Item" if block and block.kind in LIST_KINDS else "Row"


def _block(change: Touched, names: Names) -> Iterator[Said]:
    before, after = change.before, change.after
    one = _one(change)
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
        yield from _texts(f"{noun} in {where}", before.get("source", ""), after.get("source", ""))


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


def _section(change: Touched, *, is_title: bool) -> Iterator[Said]:
    before, after = change.before, change.after
    title = short(plain(_one(change).get("title", ""))) or "without a title"
    if before is None or after is None:
        yield Said(f"Section {title} {'added' if before is None else 'deleted'}")
        return
    if before.get("title") != after.get("title") and not (is_title and after.get("level") == 1):
        yield Said("Heading changed", *excerpts(before.get("title", ""), after.get("title", "")))
    if before.get("position") != after.get("position"):
        yield Said(f"Section {title} moved")
    if before.get("level") != after.get("level"):
        yield Said(f"Section {title} is now of level {after.get('level')}")


def _document(change: Touched, names: Names) -> Iterator[Said]:
    before, after = change.before, change.after
    name = _one(change).get("name") or names.documents.get(change.piece_id, "")
    if before is None or after is None:
        yield Said(f"Document {name} {'added' if before is None else 'deleted'}")
        return
    if before.get("name") != after.get("name"):
        yield Said("Document renamed", before.get("name"), after.get("name"))
    if before.get("position") != after.get("position"):
        yield Said(f"Document {name} moved")


def _design(change: Touched, names: Names) -> Iterator[Said]:
    before, after = change.before or {}, change.after or {}
    for name, word in DESIGN.items():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if name == "owner_id":
            old, new = (names.people.get(each, "nobody known") if each else "" for each in (old, new))
        elif name == "parent_id":
            old, new = (names.designs.get(each, HIDDEN) if each else "" for each in (old, new))
        if old and new:
            yield Said(f"{word} changed", old, new)
        else:
            yield Said(f"{word} set to", None, new) if new else Said(f"{word} taken away; it was", old)
    old_people, new_people = set(before.get("contributors") or ()), set(after.get("contributors") or ())
    for people, word in ((new_people - old_people, "added"), (old_people - new_people, "removed")):
        if people:
            who = ", ".join(sorted(names.people.get(each, "somebody") for each in people))
            yield Said(f"Contributors {word}:", None, who)
    if before.get("deleted") != after.get("deleted"):
        yield Said("Put into the bin" if after.get("deleted") else "Taken out of the bin")
    if before.get("locked") != after.get("locked"):
        yield Said("Locked to its owner and contributors" if after.get("locked") else "Unlocked")


def _one(change: Touched) -> Values:
    """The values of a piece as it is, or last was."""
    return change.after if change.after is not None else change.before or {}


def _is_new_document(change: Touched) -> bool:
    return change.what == "document" and change.before is None


def _cells_changed(change: Touched) -> int:
    if change.what != "row":
        return 0
    before, after = (change.before or {}).get("cells") or {}, (change.after or {}).get("cells") or {}
    return sum(before.get(column, "") != after.get(column, "") for column in {**before, **after})


def _where(changes: Iterable[Touched], names: Names) -> str:
    """The one section that all changes are in, '' where there are several."""
    found = set()
    for each in changes:
        values = {**names.rows.get(each.piece_id, {}), **_one(each)} if each.what == "row" else _one(each)
        if each.what == "row":
            found.add(names.block(values.get("block_id")))
        elif each.what == "block":
            found.add(names.section(values.get("section_id")))
        elif each.what == "section":
            found.add(short(plain(values.get("title", ""))))
    return found.pop() if len(found) == 1 else ""


def _counted(changes: Iterable[Touched]) -> Iterator[str]:
    """3 rows changed, 1 row added …: rows first, sections last."""
    counted: Counter[tuple[str, str]] = Counter()
    for each in changes:
        done = "added" if each.before is None else "deleted" if each.after is None else "changed"
        if done != "changed" or _is_told(each):
            counted[each.what, done] += 1
    for what in ("row", "block", "section", "document"):
        for done in ("changed", "added", "deleted"):
            if count := counted[what, done]:
                yield f"{_many(count, what)} {done}"


def _is_told(change: Touched) -> bool:
    silent = {"source", "tail", "marker", "column_seq", "reason", "kind"}
    if change.what == "block" and (change.after or {}).get("kind") in TEXT_KINDS:
        silent = {"tail"}
    before, after = change.before or {}, change.after or {}
    return any(before.get(name) != after.get(name) for name in {**before, **after} if name not in silent)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
