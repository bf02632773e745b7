"""What is drawn without the parser looks as the parser would have drawn it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from unittest.mock import DEFAULT, patch

import pytest

from webapp.markdown import html
from webapp.markdown.outline import Block

NEVER = re.compile(r"(?!)")
SHORTCUTS = dict.fromkeys(("_PLAIN", "_CODE", "_BOLD", "_SENTENCE"), NEVER)

WRAPS = ("{}", "`{}`", "**{}**", "a{}b")
PIECES = [
    *("a _*`", "a\"'&<\\", "a[]()!", "a \t\n\r\xa0", "é✅🟢İ-", "a\x0b\x1c\x85\u2003"),
    ["FEAT-012", "FEAT-XXX", "TBD", "{date}", "{a_b}", "Step 2", "package-name", " "],
    ["&amp;", "~~", "snake_case", "__", "1. ", "- ", "# ", "x"],
]


@pytest.fixture(scope="module")
def renderer() -> html.Renderer:
    return html.Renderer(frozenset({"FEAT"}), {})


@pytest.mark.parametrize("pieces", PIECES)
def test_every_short_text_looks_the_same_with_and_without_the_parser(
    renderer: html.Renderer, pieces: Sequence[str]
) -> None:
    texts = {
        wrap.replace("{}", "".join(text))
        for length in range(5 if isinstance(pieces, str) else 4)
        for text in product(pieces, repeat=length)
        for wrap in WRAPS
    }
    blocks = [Block("prose", f"A sentence{text}\n") for text in texts]
    drawn = [*map(renderer.inline, texts), *map(renderer.block, blocks)]

    with patch.multiple(html, **SHORTCUTS):
        assert drawn == [*map(renderer.inline, texts), *map(renderer.block, blocks)]


@pytest.mark.parametrize(
    "text",
    ["Plain words, 12 of them.", "snake_case", "`src/a_b.py`", '`{"error": "gone"}`', "**Phase 1: A**", "✅"],
)
def test_what_most_cells_hold_needs_no_parser(renderer: html.Renderer, text: str) -> None:
    with patch.multiple(html._Markdown, parse=DEFAULT, parseInline=DEFAULT) as parsers:
        renderer.inline(text)
        renderer.block(Block("prose", "One sentence of plain words.\n"))
    assert not any(parser.called for parser in parsers.values())
