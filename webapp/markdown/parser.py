"""The one Markdown parser of the codec: block rules only, with the nesting that real documents need."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote
from markdown_it.token import Token

# The preset's 20 silently drops items from the tenth level on; a hundred holds fifty levels of lists,
# and still ends long before Python's own limit of recursion.
MAX_NESTING = 100

# Every quote looks at each of its lines again, so a hundred nested ones would take minutes over a large
# document. What is deeper is text of the quote around it; the codec does not look into quotes anyway.
MAX_QUOTES = 8


def parse(text: str) -> list[Token]:
    """Give the block tokens of a text; their maps are its lines, counted from 0."""
    return _PARSER.parse(text)


def line_range(token: Token) -> tuple[int, int]:
    """Give the lines [start, end) of a token that opens a block."""
    assert token.map is not None  # noqa: S101 - every token that opens a block has one
    return token.map[0], token.map[1]


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for quotes, down to MAX_QUOTES of them in each other."""
    if not state.src.startswith(">", state.bMarks[start] + state.tShift[start]):
        return False  # as the rule itself would say, which is asked of every line
    depth = state.env.get("quotes", 0)
    if depth >= MAX_QUOTES:
        return False
    state.env["quotes"] = depth + 1
    try:
        return blockquote(state, start, end, silent)
    finally:
        state.env["quotes"] = depth


_PARSER = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
_PARSER.core.ruler.enableOnly(["normalize", "block"])
_PARSER.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
