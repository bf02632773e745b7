"""Code as HTML: a handful of classes over escaped text, and plain escaped text where that costs too much."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from itertools import groupby

from markdown_it.common.utils import escapeHtml
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

from webapp.utils.fences import language

# Pygments' expressions are quadratic and worse on hostile text: what no person writes stays plain.
CODE_MAX = 10_000
LINE_MAX = 300
BLANK_RUN = re.compile(r"\s{200}")
SECONDS_MAX = 0.5
SLOW_MAX = 2

# The nearest of a token's type and its parents gives its class; what is not here is plain ink.
_CLASSES: dict[_TokenType, str] = {
    Comment.Preproc: "hl-name",
    Comment: "hl-comment",
    Keyword: "hl-keyword",
    Operator.Word: "hl-keyword",
    String.Doc: "hl-comment",
    String: "hl-string",
    Number: "hl-number",
    Literal: "hl-number",
    Name.Tag: "hl-keyword",
    Name.Attribute: "hl-name",
    Name.Builtin: "hl-name",
    Name.Class: "hl-definition",
    Name.Function: "hl-definition",
    Name.Decorator: "hl-name",
    Generic.Deleted: "hl-deleted",
    Generic.Inserted: "hl-inserted",
    Generic.Heading: "hl-definition",
    Generic.Subheading: "hl-definition",
}
CLASSES = frozenset(_CLASSES.values())

_BOX = re.compile("[\u2500-\u259f]")
_PLAIN = frozenset({"", "text", "txt", "plain", "plaintext", "ascii", "tree", "diagram"})


class Highlighter:
    """Highlights the fences of a document, and stops trying after a few that cost too much."""

    def __init__(self) -> None:
        self._slow = 0

    def highlight(self, code: str, info: str) -> str:
        """The code, escaped, with spans of CLASSES; `info` is the info string of its fence.

        An unknown language, and code that is too large or too strange, comes back escaped only.
        """
        lexer = _lexer(language(info))
        if lexer is None or self._slow >= SLOW_MAX or _is_too_much(code):
            return escapeHtml(code)
        end = time.monotonic() + SECONDS_MAX
        pieces: list[str] = []
        for name, tokens in groupby(lexer.get_tokens(code), key=lambda token: _class(token[0])):
            text = escapeHtml("".join(value for _, value in tokens))
            pieces.append(f'<span class="{name}">{text}</span>' if name else text)
            if time.monotonic() > end:
                self._slow += 1
                return escapeHtml(code)
        return "".join(pieces)


def is_drawing(code: str, info: str) -> bool:
    """Whether this is a file tree or a diagram drawn with characters, whose lines have to join."""
    return language(info) in _PLAIN and _BOX.search(code) is not None


def _lexer(name: str) -> Lexer | None:
    kind = None if name in _PLAIN else _lexer_class(name)
    # As written: no line is dropped, none is added.
    return kind(stripnl=False, ensurenl=False) if kind else None


@lru_cache(maxsize=256)
def _lexer_class(name: str) -> type[Lexer] | None:
    try:
        return find_lexer_class_by_name(name)
    except ClassNotFound:
        return None


def _is_too_much(code: str) -> bool:
    return (
        len(code) > CODE_MAX
        or max(map(len, code.split("\n"))) > LINE_MAX
        or BLANK_RUN.search(code) is not None
    )


def _class(kind: _TokenType) -> str:
    nearest: _TokenType | None = kind
    while nearest is not None and nearest not in _CLASSES:
        nearest = nearest.parent
    return _CLASSES[nearest] if nearest else ""
