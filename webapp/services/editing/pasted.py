"""What a clipboard holds, as rows of cells: of a spreadsheet, CSV, a Markdown table, plain lines. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

_LINE_END = re.compile(r"\r\n|\r|\n")
_DELIMITER = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")


def parse_pasted(text: str, names: Sequence[str] = ()) -> list[list[str]]:
    """The rows of a pasted text, each with its cells; rows may be of different lengths.

    Tabs part cells as spreadsheets copy them: a cell in quotes may hold tabs, line ends and doubled
    quotes. Lines that all have pipes are a Markdown table, whose delimiter line says nothing. Commas
    or semicolons part cells where each line has as many. Otherwise a line is a cell. A last line end
    ends the last line; [] is what an empty text holds. `names` are those of the columns that it goes
    over: the head of a Markdown table that says the same is left out.
    """
    text = _LINE_END.sub("\n", text)
    text = text.removesuffix("\n")
    if not text:
        return []
    if "\t" in text:
        return _separated(text, "\t")
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    if len(filled) > 1 and _is_table(filled):
        rows = [_piped(line) for line in filled if not _DELIMITER.fullmatch(line)]
        is_named = _DELIMITER.fullmatch(filled[1]) and rows[0] == list(names[: len(rows[0])])
        return rows[1:] if is_named else rows
    for mark in (",", ";"):
        if separated := _commas(text, mark):
            return separated
    if text.startswith('"') and "\n" in text:
        # A single cell with line ends in it is copied with quotes around it.
        return _separated(text, "\t")
    return [[line] for line in lines]


def _separated(text: str, mark: str) -> list[list[str]]:
    """The rows of a text whose cells are parted by a mark, quotes read as spreadsheets write them."""
    rows: list[list[str]] = []
    cells: list[str] = []
    at = 0
    while True:
        cell, at = _cell(text, at, mark)
        cells.append(cell)
        if at >= len(text) or text[at] == "\n":
            rows.append(cells)
            cells = []
            if at >= len(text):
                return rows
        at += 1
        if at >= len(text) and text[at - 1] == "\n":
            return [*rows, [""]]


def _cell(text: str, start: int, mark: str) -> tuple[str, int]:
    """A cell and where it ends. Quotes count only where they stand around the whole cell."""
    if text.startswith('"', start):
        end = start + 1
        while (end := text.find('"', end)) >= 0:
            if text.startswith('""', end):
                end += 2
                continue
            if end + 1 >= len(text) or text[end + 1] in (mark, "\n"):
                return text[start + 1 : end].replace('""', '"'), end + 1
            break
    end = min(
        (place for place in (text.find(mark, start), text.find("\n", start)) if place >= 0), default=len(text)
    )
    return text[start:end], end


def _is_table(lines: Sequence[str]) -> bool:
    """Whether lines are rows of a Markdown table: pipes at both ends, or a delimiter line below the head."""
    if all(line.strip().startswith("|") and line.strip().endswith("|") for line in lines):
        return True
    return "|" in lines[1] and bool(_DELIMITER.fullmatch(lines[1])) and all("|" in line for line in lines)


def _piped(line: str) -> list[str]:
    r"""The cells of a table's line; `\|` is a pipe and `<br>` a line end."""
    inner = line.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _commas(text: str, mark: str) -> list[list[str]] | None:
    """The rows of a CSV file; None where the text is none: a sentence may have commas as well."""
    if mark not in text:
        return None
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=mark, strict=True) if row]
    except csv.Error:
        return None
    widths = {len(row) for row in rows}
    is_one_sentence = len(rows) == 1 and '"' not in text
    spaced = f"{mark} " in text and '"' not in text
    return None if len(widths) != 1 or widths == {1} or is_one_sentence or spaced else rows
