"""The laws on documents that people wrote: our own samples, and DESIGNBOOK_CORPUS where that is set."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.markdown.documents import one_of
from tests.unit.markdown.edits import edit_and_check, pick_edit
from webapp.markdown import reader
from webapp.markdown.lines import split_lines

SAMPLES = Path(__file__).parents[2] / "samples"
CORPUS = os.environ.get("DESIGNBOOK_CORPUS")
FILES = sorted(SAMPLES.rglob("*.md")) + (sorted(Path(CORPUS).rglob("*.md")) if CORPUS else [])

MANGLES: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda text, chance: text,
    "lone CR": lambda text, chance: _with_ends(text, lambda: "\r"),
    "CR LF": lambda text, chance: _with_ends(text, lambda: "\r\n"),
    "mixed ends": lambda text, chance: _with_ends(text, lambda: chance.choice(["\n", "\r\n", "\r"])),
    "tabs": lambda text, chance: text.replace("    ", "\t").replace("- ", "-\t"),
    "byte order mark": lambda text, chance: "\ufeff" + text,
    "no final newline": lambda text, chance: text.rstrip("\r\n"),
    "loose lists": lambda text, chance: _with_ends(text, lambda: "\n\n"),
    "no outer pipes": lambda text, chance: "".join(_bare(line) for line in split_lines(text)),
    "cut anywhere": lambda text, chance: text[: chance.randrange(len(text) + 1)],
}


def _with_ends(text: str, end: Callable[[], str]) -> str:
    return "".join(line.rstrip("\r\n") + end() for line in split_lines(text))


def _bare(line: str) -> str:
    stripped = line.strip()
    return stripped[1:-1] + "\n" if stripped.startswith("|") and stripped.endswith("|") else line


def names(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", FILES, ids=names)
def test_every_document_is_its_own_pieces_joined(path: Path) -> None:
    data = path.read_bytes()
    assert reader.read(reader.decode(data)).text.encode() == data


@pytest.mark.parametrize("path", FILES, ids=names)
def test_every_mangled_document_is_its_own_pieces_joined(path: Path) -> None:
    text = path.read_bytes().decode()
    for mangle in MANGLES.values():
        mangled = mangle(text, random.Random(len(text)))
        outline = reader.read(mangled)
        assert outline.text == mangled
        assert reader.read(outline.text) == outline


@pytest.mark.parametrize("path", FILES, ids=names)
def test_every_section_reads_alone_as_in_its_document(path: Path) -> None:
    outline = reader.read(path.read_bytes().decode())
    following = [section.source for section in outline.sections[1:]] + [""]
    for number, (section, sentinel) in enumerate(zip(outline.sections, following, strict=True)):
        assert reader.read_section(section.text, sentinel, at_start=number == 0) == [section]


@pytest.mark.parametrize("path", FILES, ids=names)
def test_edits_of_every_document_keep_the_laws(path: Path) -> None:
    """A few edits of each file, each from the file as it is; a different mangle for each."""
    text = path.read_bytes().decode()
    for seed in range(4):
        chance = random.Random(f"{path.name} {seed}")
        outline = reader.read(one_of(_picks(chance), list(MANGLES.values()))(text, chance))
        edit_and_check(outline, pick_edit(outline, _picks(chance)))


@pytest.mark.parametrize("path", random.Random(7).sample(FILES, 6), ids=names)
def test_a_chain_of_forty_edits_agrees_with_a_fresh_reading(path: Path) -> None:
    chance = random.Random(path.name)
    outline = reader.read(path.read_bytes().decode())
    for _ in range(40):
        outline = edit_and_check(outline, pick_edit(outline, _picks(chance))) or outline


def _picks(chance: random.Random) -> Callable[[int], int]:
    return lambda below: chance.randrange(max(below, 1))
