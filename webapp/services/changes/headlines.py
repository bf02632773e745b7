"""A whole batch in one line. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from webapp.markdown.outline import TEXT_KINDS
from webapp.registers.text import plain
from webapp.services.changes.names import Names
from webapp.services.changes.row_sentences import changed_cells
from webapp.services.changes.said import Said, short
from webapp.services.history import Touched

MAKING = {"create": "Made from the template", "copy": "Made as a copy", "import": "Imported"}


def headline(verb: str, changes: Sequence[Touched], said: Sequence[Said], names: Names) -> Said:
    """A batch in one line: the one thing that was `said` of it, or how much of what was changed where."""
    if verb in MAKING and changes and all(_is_new_document(each) for each in changes):
        return Said(MAKING[verb])
    if len(said) == 1 and verb not in {"import", "paste_cells"}:
        return said[0]
    cells = sum(1 for each in changes if each.what == "row" for _ in changed_cells(each))
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


def _is_new_document(change: Touched) -> bool:
    return change.what == "document" and change.before is None


def _where(changes: Iterable[Touched], names: Names) -> str:
    """The one section that all changes are in, '' where there are several."""
    found = set()
    for each in changes:
        values = {**names.rows.get(each.piece_id, {}), **each.values} if each.what == "row" else each.values
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
