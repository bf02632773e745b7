"""Cells are Markdown, values are plain text: what a reader sees, without the signs that style it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

from webapp.utils.backticks import closings

TEXT_MAX = 4000
"""How many characters of a cell are read: a value is a fact, and no fact is longer."""

# None of these can look at a character more than a few times: a cell may be hostile.
_SIGNS = re.compile(r"[`*_~\[<&\\\ue000]")
_ALL_CODE = re.compile(r"`([^`]+)`")  # many cells are: nothing in it is a sign
_IMAGE_OR_LINK = re.compile(
    r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()\s]*\))?(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])"
)
_LINK_TARGET = re.compile(r"\]\(\s*<?([^()<>\s]+(?:\([^()\s]*\))?[^()<>\s]*)")
_AUTOLINK = re.compile(r"<?(https?://[^\s<>)\]]+)")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.I
)
_STARS = re.compile(r"(?<!\*)(\*{1,3}|~~)(?=[^\s*~])([^*~]+)(?<=[^\s*~])\1(?!\*)")
# __init__.py is a file's name that nobody meant to be bold.
_LINES = re.compile(r"(?<![\w`])(_{1,3})(?=[^\s_])([^_]+)(?<=\S)\1(?!\w|\.\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# An escaped sign stands aside, in private characters nobody types, until all signs are read.
_ESCAPED = 0x10F000
_UNESCAPED = {_ESCAPED + code: chr(code) for code in range(128)}
_KEPT = re.compile("\ue000(\\d+)\ue001")
_NOT_WORDS = re.compile(r"[\W_]+")


def plain(markdown: str) -> str:
    """The text of a cell: no code ticks, emphasis or link targets; line ends and `<br>` are blanks."""
    if not _SIGNS.search(markdown, 0, TEXT_MAX):
        return " ".join(markdown[:TEXT_MAX].split())
    if len(markdown) <= TEXT_MAX and (code := _ALL_CODE.fullmatch(markdown)):
        return " ".join(code[1].split())
    return _read(markdown[:TEXT_MAX], r"\1")


def seen(markdown: str) -> str:
    """What somebody may look for in Markdown, whatever its length: its text, and where its links lead."""
    return _read(markdown, _with_target) if _SIGNS.search(markdown) else " ".join(markdown.split())


def _read(markdown: str, link: str | Callable[[re.Match[str]], str]) -> str:
    text, kept = _set_aside_code(markdown)
    text = _ESCAPE.sub(lambda match: chr(_ESCAPED + ord(match[1])), text)
    text = _BREAK.sub(" ", text)
    text = _TAG.sub("", text)
    text = _IMAGE_OR_LINK.sub(link, text)
    # Emphasis in emphasis is peeled from the inside.
    for _ in range(3):
        text = _LINES.sub(r"\2", _STARS.sub(r"\2", text))
    text = html.unescape(text).translate(_UNESCAPED)
    text = _KEPT.sub(lambda match: _give_back(match, kept), text)
    return " ".join(text.split())


def _with_target(link: re.Match[str]) -> str:
    """The words of a link, and what stands in the brackets behind them."""
    return f"{link[1]} {link[0][link.end(1) - link.start() + 2 : -1]}"


def listed(text: str) -> tuple[str, ...]:
    """The words of a vocabulary, written with commas between them."""
    return tuple(part.strip() for part in text.split(","))


def fold(text: str) -> str:
    """Plain text for comparing: lower case, no accents, words parted by one blank."""
    if text.isascii():
        return _NOT_WORDS.sub(" ", text[:TEXT_MAX].lower()).strip()
    parted = unicodedata.normalize("NFKD", text[:TEXT_MAX]).casefold()
    bare = "".join(character for character in parted if not unicodedata.combining(character))
    return _NOT_WORDS.sub(" ", bare).strip()


def link_of(markdown: str) -> str:
    """Where the first link of a cell leads, '' when there is none."""
    match = _LINK_TARGET.search(markdown[:TEXT_MAX]) or _AUTOLINK.search(markdown[:TEXT_MAX])
    return match[1] if match else ""


def split_label(text: str) -> tuple[str, str]:
    """`Aspect: what is done` in its two halves; without such a label the first half is ''."""
    for mark in (": ", "：", " — ", " – ", " - ", " → "):
        label, found, rest = text.partition(mark)
        if found and rest.strip() and 0 < len(label) <= 80:
            return label.strip(), rest.strip()
    return "", text


def _set_aside_code(text: str) -> tuple[str, list[str]]:
    """Put a stand-in for each code span, so that nothing in it is taken for a sign."""
    kept: list[str] = []
    parts: list[str] = []
    at = 0
    for start, end in sorted(closings(text).items()):
        if start < at or text[start - 1 : start] == "\\":
            continue
        parts += [text[at:start], _keep(text[start:end].strip("`").strip(), kept)]
        at = end
    parts.append(text[at:])
    return "".join(parts), kept


def _keep(text: str, kept: list[str]) -> str:
    kept.append(text)
    return f"\ue000{len(kept) - 1}\ue001"


def _give_back(match: re.Match[str], kept: list[str]) -> str:
    number = match[1]
    # The text may hold these private characters itself; then they stand for nothing of ours.
    return kept[int(number)] if len(number) < 6 and int(number) < len(kept) else match[0]
