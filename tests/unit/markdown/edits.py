"""Random edits of an outline, and the laws that every edit must keep, whatever it is.

`make_edit` is driven by a function that picks a number below another one, so that Hypothesis can shrink
what it picks and a plain random generator can walk a long chain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from webapp.markdown import guard, reader, writer
from webapp.markdown.errors import Unwritable
from webapp.markdown.lines import split_lines
from webapp.markdown.outline import LIST_KINDS, Block, Outline

Pick = Callable[[int], int]

HOSTILE = [
    "",
    "x",
    "a b",
    "# x",
    "## x ##",
    "- x",
    "* x",
    "+ x",
    "1. x",
    "2) x",
    "> x",
    "```",
    "~~~ py",
    "---",
    "***",
    "===",
    "|",
    "a | b",
    "|---|",
    "\\",
    "a\\",
    "x\\|y",
    "`a|b`",
    "[ ] x",
    "[x]",
    "[foo]: /url",
    "[^1]: note",
    "<div>",
    "</div>",
    "<!--",
    "<!-- c -->",
    "<script>",
    "<?php",
    ":::",
    "$$",
    "    code",
    "\ttab",
    "a\nb",
    "a\n\nb",
    "a\n# b",
    "a\n- b",
    "a\n1. b",
    "a\n---",
    "a\n===",
    "a | b\n--- | ---",
    "a  \nb",
    "a\r\nb\rc",
    "\u00a0x\u00a0",
    "\u2003",
    "a\u2028b",
    "a\x0bb",
    "\ufeffx",
    "日本語",
    "مرحبا",
    "👩‍👩‍👧",
    "**b** _i_",
    "FEAT-012",
    "x #",
    "#",
    "key: value",
    "&amp;",
    "<br>",
    "1\\. x",
    "\\# x",
    "*",
    "-",
    "1.",
    "1234567890. x",
]


@dataclass
class Edit:
    """One edit: its name, where it is, what it was given."""

    name: str
    section: int
    block: int = 0
    row: int = 0
    column: int = 0
    to: int = 0
    text: str = ""
    done: bool | None = None
    cells: list[str] = field(default_factory=list)


LIST_EDITS = ["text", "text", "tick", "add", "add", "delete", "move", "indent", "outdent"]
TABLE_EDITS = [
    "cell",
    "cell",
    "cell",
    "add",
    "add",
    "delete",
    "move",
    "rename column",
    "add column",
    "delete column",
    "move column",
]
TEXT_EDITS = ["block text", "code", "insert block", "delete block", "move block"]


def pick_edit(outline: Outline, pick: Pick) -> Edit:
    """Pick a section, a block of it and something to do there."""
    section = pick(len(outline.sections))
    blocks = outline.sections[section].blocks
    if not blocks or pick(10) == 0:
        return Edit("title" if pick(3) else "insert block", section, 0, text=pick_text(pick))
    number = pick(len(blocks))
    block = blocks[number]
    if pick(12) == 0 or block.kind not in (*LIST_KINDS, "table"):
        name = TEXT_EDITS[pick(len(TEXT_EDITS))]
        name = "block text" if name == "code" and block.kind != "code" else name
        return Edit(name, section, number, to=pick(len(blocks)), text=pick_text(pick))
    names = TABLE_EDITS if block.kind == "table" else LIST_EDITS
    edit = Edit(names[pick(len(names))], section, number, text=pick_text(pick))
    if block.rows:
        edit.row = pick(len(block.rows))
    elif edit.name in ("cell", "delete", "move"):
        edit.name = "add"
    if edit.name == "add":
        edit.row = pick(len(block.rows) + 1) - 1
        edit.cells = [pick_text(pick) for _ in range(max(len(block.columns), 1))]
    edit.column = pick(max(len(block.columns), 1))
    edit.to = pick(len(block.columns) + 1 if edit.name.endswith("column") else len(block.rows) + 1)
    edit.done = (None, False, True)[pick(3)]
    return edit


def pick_text(pick: Pick) -> str:
    """Pick a text to type, mostly a hostile one."""
    text = HOSTILE[pick(len(HOSTILE))]
    return text + "\n" + HOSTILE[pick(len(HOSTILE))] if pick(6) == 0 else text


def make_edit(outline: Outline, edit: Edit) -> guard.Applied:
    """Write the edit through the guard. Raises Unwritable where it is refused."""
    at = (edit.section, edit.block)
    section = outline.sections[edit.section]
    block = section.blocks[edit.block] if section.blocks else None
    if edit.name == "title":
        return guard.apply_title(outline, edit.section, writer.set_title(section, edit.text))
    if edit.name == "insert block":
        return guard.apply_text(outline, edit.section, writer.insert_block(section, edit.block, edit.text))
    assert block is not None
    if edit.name == "block text":
        return guard.apply_text(outline, edit.section, writer.set_block_text(section, edit.block, edit.text))
    if edit.name == "delete block":
        return guard.apply_text(outline, edit.section, writer.delete_block(section, edit.block))
    if edit.name == "move block":
        return guard.apply_text(outline, edit.section, writer.move_block(section, edit.block, edit.to))
    after = edit.row if edit.row >= 0 else None
    candidates = {
        "text": lambda: writer.set_cell(block, edit.row, 0, edit.text),
        "cell": lambda: writer.set_cell(block, edit.row, edit.column, edit.text),
        "tick": lambda: writer.tick(block, edit.row, edit.done),
        "add": lambda: writer.add_row(block, after, edit.cells),
        "delete": lambda: writer.delete_row(block, edit.row),
        "move": lambda: writer.move_row(block, edit.row, edit.to),
        "indent": lambda: writer.indent(block, edit.row),
        "outdent": lambda: writer.outdent(block, edit.row),
        "rename column": lambda: writer.rename_column(block, edit.column, edit.text),
        "add column": lambda: writer.add_column(block, edit.to, edit.text),
        "delete column": lambda: writer.delete_column(block, edit.column),
        "move column": lambda: writer.move_column(block, edit.column, edit.to),
        "code": lambda: writer.set_code(block, edit.text),
    }[edit.name]
    return guard.apply(outline, at, candidates())


def edit_and_check(outline: Outline, edit: Edit) -> Outline | None:
    """Make an edit and hold it against the laws; None where it was refused."""
    before = outline.text
    try:
        applied = make_edit(outline, edit)
    except Unwritable:
        return None
    finally:
        assert outline.text == before, "an edit leaves the outline it was given alone"
    check_agreement(applied.outline)
    if applied.kind == "edited" and applied.outline is not outline:
        check_meaning(outline, applied, edit)
        check_locality(outline, applied, edit)
        check_changed_pieces(outline, applied)
    if edit.name in ("text", "cell", "title", "tick", "rename column", "code") and applied.kind == "edited":
        again = make_edit(applied.outline, edit)
        assert again.outline.text == applied.outline.text, "the same edit again must change nothing"
    return applied.outline


def check_agreement(outline: Outline) -> None:
    """What is stored is what a fresh reading of the exported text gives."""
    assert reader.read(outline.text) == outline


def check_meaning(old: Outline, applied: guard.Applied, edit: Edit) -> None:
    """The edited value reads as typed, all others as before."""
    new = applied.outline
    if edit.name == "title":
        return
    was = old.sections[edit.section].blocks[edit.block]
    now = new.sections[edit.section].blocks[edit.block]
    if edit.name == "code":
        return
    for row, origin in zip(now.rows, applied.rows, strict=True):
        if origin is None:
            wanted = edit.cells[: len(now.columns) or 1]
            assert all(same_text(now, *pair) for pair in zip(row.cells, wanted, strict=True))
            continue
        cells = expected_cells(was, was.rows[origin].cells, edit, origin)
        assert len(cells) == len(row.cells)
        assert all(same_text(now, *pair) for pair in zip(row.cells, cells, strict=True))
        done = edit.done if edit.name == "tick" and origin == edit.row else was.rows[origin].done
        assert row.done == done
    if edit.name not in ("delete",):
        assert {origin for origin in applied.rows if origin is not None} == set(range(len(was.rows)))


def expected_cells(block: Block, cells: list[str], edit: Edit, row: int) -> list[str]:
    cells = list(cells)
    if edit.name in ("text", "cell") and row == edit.row:
        cells[edit.column] = edit.text
    elif edit.name == "add column":
        cells.insert(edit.to, "")
    elif edit.name == "delete column":
        del cells[edit.column]
    elif edit.name == "move column":
        cells.insert(edit.to, cells.pop(edit.column))
    return cells


def same_text(block: Block, stored: str, typed: str) -> bool:
    """Tell whether a stored text is the typed one, apart from backslashes and joined lines."""
    wanted = writer.normal(block, typed)
    if block.kind == "table":
        return stored == wanted
    return stored == wanted or _bare(stored) == _bare(wanted)


def _bare(text: str) -> str:
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", text).replace("\n", " ")


_LOOSE = re.compile(r"^[ \t]*(?:\d{1,9}([.)])[ \t]*)?")
_MARKER = re.compile(r"^[ \t]*(?:[-+*]|\d{1,9}[.)])?[ \t]*")


def check_locality(old: Outline, applied: guard.Applied, edit: Edit) -> None:
    """Only the lines of what was edited differ; for the structure of lists see law 2."""
    new = applied.outline
    was, now = lines_of(old), lines_of(new)
    if edit.name in ("title", "text", "tick", "cell", "code"):
        first, last = range_of(old, edit)
        assert now[:first] == was[:first]
        rest = was[last:]
        kept = now[len(now) - len(rest) :] if rest else []
        assert kept == rest
        return
    block = old.sections[edit.section].blocks[edit.block]
    if edit.name.endswith("column"):
        assert len(was) == len(now)
        first, last = range_of(old, edit)
        assert now[:first] == was[:first]
        assert now[last:] == was[last:]
        return
    shape = _LOOSE if block.kind != "table" else re.compile("")
    if edit.name in ("indent", "outdent"):
        shape = _MARKER
    had, has = (Counter(shape.sub("", line) for line in lines if line.strip(" \t")) for lines in (was, now))
    if edit.name == "add":
        assert not had - has
        added = [row for row, origin in zip(rows_of(new, edit), applied.rows, strict=True) if origin is None]
        assert sum((has - had).values()) == len(split_lines(added[0].source.rstrip(" \t\r\n")))
    elif edit.name == "delete":
        assert not has - had
        gone = [row for index, row in enumerate(block.rows) if index not in applied.rows]
        text = "".join(row.source for row in gone)
        assert had - has == Counter(
            shape.sub("", line.rstrip("\r\n")) for line in split_lines(text) if line.strip(" \t\r\n")
        )
    else:
        assert had == has


def rows_of(outline: Outline, edit: Edit) -> list:
    return outline.sections[edit.section].blocks[edit.block].rows


def lines_of(outline: Outline) -> list[str]:
    """The lines without their ends: those may change by the end of the file and by a lone CR."""
    return [line.rstrip("\r\n") for line in split_lines(outline.text.removeprefix("\ufeff"))]


def range_of(outline: Outline, edit: Edit) -> tuple[int, int]:
    """The lines [first, last) of the row, heading or block that an edit names."""
    before = "".join(section.text for section in outline.sections[: edit.section])
    section = outline.sections[edit.section]
    if edit.name == "title":
        return _count(before), _count(before + section.source)
    before += section.source + section.tail
    before += "".join(block.text for block in section.blocks[: edit.block])
    block = section.blocks[edit.block]
    if edit.name == "code" or edit.name.endswith("column"):
        return _count(before), _count(before + "".join([block.source, *(row.source for row in block.rows)]))
    before += block.source + "".join(row.source for row in block.rows[: edit.row])
    return _count(before), _count(before + block.rows[edit.row].source)


def _count(text: str) -> int:
    return len(split_lines(text.removeprefix("\ufeff")))


def check_changed_pieces(old: Outline, applied: guard.Applied) -> None:
    """Writing the changed pieces, and nothing else, into the old ones gives the new text."""
    new = applied.outline
    changed = {now for _, now in applied.changed_pieces if now}
    for number, section in enumerate(new.sections):
        if guard.Place(number) not in changed:
            was = old.sections[number]
            assert (section.source, section.tail, section.title) == (was.source, was.tail, was.title)
        for index, block in enumerate(section.blocks):
            if guard.Place(number, index) not in changed:
                was_block = old.sections[number].blocks[index]
                assert (block.kind, block.source, block.tail, block.columns) == (
                    was_block.kind,
                    was_block.source,
                    was_block.tail,
                    was_block.columns,
                )
