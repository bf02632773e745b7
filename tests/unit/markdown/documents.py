"""Random documents: lists, tables and the rest as people write them, with everything that goes wrong."""

from __future__ import annotations

from collections.abc import Callable

Pick = Callable[[int], int]

WORDS = [
    "alpha",
    "beta",
    "**bold**",
    "`a|b`",
    "FEAT-001",
    "日本",
    "x\\|y",
    "[link](u)",
    "é",
    "[ ]",
    "#tag",
    "a-b",
    "1",
]
SNIPPETS = [
    "A paragraph.",
    "Two\nlines.",
    "**Label:**",
    "> quote\nlazy",
    ">",
    "```py\ncode\n\n# not a heading\n```",
    "~~~\nopen",
    "````\n```\n````",
    "  ```\n  indented fence\n  ```",
    "    indented code",
    "\tindented code",
    "---",
    "***",
    "<div>\ntext\n</div>",
    "<details>\n\n**in**\n\n</details>",
    "<!-- a comment -->",
    "<!-- open",
    "<script>",
    "[foo]: /url",
    "[foo]: /url\n'title'",
    "[^1]: two words",
    "$$\nx^2\n$$",
    ":::note\ntext\n:::",
    "# One",
    "## Two ##",
    "### Three #",
    "#",
    "Setext\n======",
    "Setext | pipe\n-----",
    "  Two lines\nof setext\n---",
    "# ",
    "\u00a0",
    "\u2028\x0b",
    "-",
    "1.",
    "key: value",
    "a | b\n- | -",
    "- - x",
    "- # x",
    "- [foo]: /url",
    "- a\n  - b\n\n  after",
    "- a\n  ```\n  fence\n  ```\n- b",
    "- a\n\n  second paragraph\n- b",
    "- a\n**Safe:** x\n- b",
    "10. x\nT\n===",
    "- a\n\n\n- b",
    "-\n  foo",
    "-\n\n  foo",
    "- \n  - b",
    "- [x]",
    "1. [X] a\n2. [ ] b",
    "-\tx\n\ty\n\t- z",
    "+ a\n- b\n* c",
    "  - v\n- t",
    "- a\n - b\n  - c",
    "- a\n      - b",
    "9. a\n   - y\n10. b\n    - z",
    "01. a\n02. b",
    "1. a\n1. b\n1. c",
    "3. a\n7. b",
    "0. a\n1. b",
    "1) a\n2) b\n1. c",
]
JOINTS = ["\n", "\n\n", "\n\n", "\n\n\n", "\n \n", "\n\t\n"]


def any_document(pick: Pick) -> str:
    """Make a document of up to six constructs."""
    parts = []
    for _ in range(1 + pick(6)):
        kind = pick(5)
        parts.append(any_list(pick) if kind < 2 else any_table(pick) if kind == 2 else one_of(pick, SNIPPETS))
        parts.append(one_of(pick, JOINTS))
    if pick(3):
        parts.pop()
    text = "".join(parts)
    if pick(20) == 0:
        text = "---\nkey: value\n---\n" + text
    return mangle(pick, text)


def mangle(pick: Pick, text: str) -> str:
    """Do to a text what editors, mail and version control do."""
    how = pick(24)
    if how == 0:
        text = text.replace("\n", "\r\n")
    elif how == 1:
        text = text.replace("\n", "\r")
    elif how == 2:
        text = "".join(c if c != "\n" else one_of(pick, ["\n", "\r\n", "\r"]) for c in text)
    elif how == 3:
        text = "\ufeff" + text
    elif how == 4:
        text = text.replace("    ", "\t")
    elif how == 5:
        text = text[: pick(len(text) + 1)]
    return text


def any_list(pick: Pick) -> str:
    """Make a list of up to three depths, tight or loose, with boxes, numbers and continuation lines."""
    lines: list[str] = []
    _items(pick, lines, one_of(pick, ["", "", "", " ", "  "]), 0)
    return "".join(lines).rstrip("\n")


def _items(pick: Pick, lines: list[str], indent: str, depth: int) -> None:
    ordered = pick(3) == 0
    number = one_of(pick, [1, 1, 1, 0, 5, 8, 9, 98])
    style = pick(4)
    end = one_of(pick, [".", ".", ")"])
    marker = one_of(pick, ["-", "-", "*", "+"])
    gap = one_of(pick, [" ", " ", " ", "  ", "   ", "\t"])
    box = pick(3) == 0
    loose = pick(4) == 0
    for place in range(1 + pick(4)):
        if ordered:
            shown = number + (place if style < 2 else 0 if style == 2 else pick(12))
            marker = f"{shown}{end}"
        head = indent + marker + gap
        text = words(pick)
        if box or pick(8) == 0:
            text = one_of(pick, ["[ ] ", "[x] ", "[X] "]) + text
        if pick(15) == 0:
            text = ""
        lines.append(head + text + "\n")
        room = indent + " " * len(marker) + (" " * len(gap) if gap != "\t" else "\t")
        if pick(6) == 0 and text:
            lines.append(one_of(pick, [room, room, "", " "]) + words(pick) + "\n")
        if pick(12) == 0:
            lines.append(f"{room}```\n{room}code\n{room}```\n")
        if pick(12) == 0:
            lines.append(f"\n{room}second\n")
        if depth < 2 and pick(4) == 0:
            _items(pick, lines, one_of(pick, [room, room, room, room + " ", indent + "    "]), depth + 1)
        if loose or pick(10) == 0:
            lines.append(one_of(pick, ["\n", "\n", "\n\n", "  \n"]))


def any_table(pick: Pick) -> str:
    """Make a table: padded or not, with or without outer pipes, ragged, with escaped pipes."""
    columns = 1 + pick(4)
    outer = columns == 1 or pick(3) > 0
    padded = pick(2) == 0
    rows = [[words(pick) if pick(6) else "" for _ in range(columns)] for _ in range(1 + pick(4))]
    widths = [max(3, *(len(row[at]) for row in rows)) if padded else 0 for at in range(columns)]
    marks = [one_of(pick, ["---", ":--", "--:", ":-:", "-----"]) for _ in range(columns)]
    if padded:
        marks = ["-" * width for width in widths]
    blank = one_of(pick, [" ", " ", " ", ""])
    lines = []
    for number, row in enumerate([rows[0], marks, *rows[1:]]):
        cells = [
            blank + cell.replace("|", "\\|").ljust(width) + blank
            for cell, width in zip(row, widths, strict=True)
        ]
        if number > 1 and pick(6) == 0:
            cells = cells[: 1 + pick(columns)] if pick(2) else [*cells, " extra "]
        line = "|".join(cells)
        lines.append(f"|{line}|" if outer and pick(15) else line.strip() or "|")
    if pick(8) == 0:
        lines.append("lazy tail")
    return "\n".join(lines)


def words(pick: Pick) -> str:
    return " ".join(one_of(pick, WORDS) for _ in range(1 + pick(3)))


def one_of(pick: Pick, values):  # type: ignore[no-untyped-def]
    return values[pick(len(values))]
