"""The corpus of the benchmarks: the template's shape, about 60 rows, thousands of words, always the same."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import mean

import pytest

from benchmarks import corpus
from benchmarks.words import WORDS, frequencies, vocabulary
from webapp.markdown.outline import Outline
from webapp.markdown.reader import read
from webapp.registers import entries

DESIGNS = range(1, 301)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [corpus.design_text(number) for number in DESIGNS]


def rows_of(outline: Outline) -> int:
    return sum(len(block.rows) for section in outline.sections for block in section.blocks)


def test_a_design_has_about_60_rows(texts: list[str]) -> None:
    counts = [rows_of(read(text)) for text in texts]
    assert 58 <= mean(counts) <= 63
    assert min(counts) >= 50
    assert max(counts) <= 72


def test_a_design_says_something_for_every_register_of_the_template(texts: list[str]) -> None:
    template = (Path(corpus.__file__).parent.parent / "templates" / "design.md").read_text(encoding="utf-8")
    wanted = {entry.register for entry in entries(read(template))} - {"services"}  # a class of prose and code
    for text in texts[:20]:
        assert {entry.register for entry in entries(read(text))} >= wanted


def test_a_thousand_designs_speak_several_thousand_words(texts: list[str]) -> None:
    said = set(re.findall(r"[a-z]+", " ".join(texts).lower())) & set(vocabulary())
    assert len(said) > 4_000


def test_few_words_come_often_and_most_come_rarely() -> None:
    weights = frequencies()
    assert weights[WORDS // 20] > weights[-1] / 2  # a twentieth of the words is more than half of a text
    assert len(vocabulary()) == len(set(vocabulary())) == WORDS


def test_common_words_are_short_and_none_is_absurd() -> None:
    words = vocabulary()
    assert mean(map(len, words[:200])) < mean(map(len, words)) < 10
    assert max(map(len, words)) <= 20


def test_a_design_is_the_same_in_every_run_and_for_itself_alone() -> None:
    assert corpus.design_text(7) == corpus.design_text(7)
    assert corpus.design_text(7) != corpus.design_text(8)
    # Written down, because another process with another hash seed must say the same.
    assert corpus.title_of(1) == "Hisegout read ta"


def test_files_are_written_where_an_import_finds_their_keys(tmp_path: Path) -> None:
    assert list(corpus.write_designs(tmp_path, range(9, 12))) == [9, 10, 11]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["FEAT-009", "FEAT-010", "FEAT-011"]
    written = (tmp_path / "FEAT-010" / "design.md").read_text(encoding="utf-8")
    assert written == corpus.design_text(10)
    assert written.startswith(f"# FEAT-010: {corpus.title_of(10)}\n")
