"""Markdown as safe HTML: the inline text of a cell, an item or a title, and the blocks without rows.

Classes come from here alone; what a person wrote as HTML is shown as text but for a few simple tags;
images are links. Every answer passes the allowlist of webapp/markdown/sanitise.py at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from webapp.markdown.highlight import Highlighter, is_drawing
from webapp.markdown.inline import draw_inlines, text_html
from webapp.markdown.outline import Block, Outline
from webapp.markdown.sanitise import URL_SCHEMES, sanitise

# markdown-it needs time that grows with the square of the brackets; nobody writes as many in one text.
TEXT_MAX = 20_000
BRACKETS_MAX = 500

_ADDRESS = re.compile(rf"(?:{'|'.join(sorted(URL_SCHEMES))}):|[^:/?#]*(?:[/?#]|$)", re.IGNORECASE)
# Most texts are of four kinds that need no parser; a test holds that it would draw the same.
_NO_RULE = r"[^\\`*_~\[\]<>&!\r\n]*"
# No rule of Markdown finds anything in it: an underscore inside a name does not emphasise.
_PLAIN = re.compile(rf"{_NO_RULE}(?:(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]){_NO_RULE})*")
# The same in bold from end to end.
_BOLD = re.compile(rf"\*\*(?!\s)({_PLAIN.pattern})(?<![\s*])\*\*")
# A piece of code, of characters that nobody writes in another way.
_IN_CODE = r"[!-%'-;=?-_a-~]"
_CODE = re.compile(rf"`({_IN_CODE}(?:[ ]*{_IN_CODE})*)`")
# A line that can be nothing but a paragraph: it begins with a letter.
_SENTENCE = re.compile(rf"([^\W\d_]{_NO_RULE})(?<!\s)\n?")
_INDENT = re.compile(r"[ \t]*")

References = dict[str, dict[str, Any]]


class Renderer:
    """Draws the texts of one document.

    `keys` are the keys of the projects that exist: FEAT-012 in a text becomes a link when FEAT is
    among them. `references` are the link definitions of the whole document: see `references`.
    """

    def __init__(self, keys: frozenset[str], references: References) -> None:
        self._keys = keys
        self._references = references
        self._highlighter = Highlighter()

    def inline(self, markdown: str) -> str:
        """A cell, a list item's text or a heading's title as HTML."""
        if _is_too_much(markdown):
            return escapeHtml(markdown)
        if _PLAIN.fullmatch(markdown):
            html = text_html(markdown, self._keys)
        elif code := _CODE.fullmatch(markdown):
            return f"<code>{code[1]}</code>"
        elif bold := _BOLD.fullmatch(markdown):
            html = f"<strong>{text_html(bold[1], self._keys)}</strong>"
        else:
            html = _MARKDOWN.renderInline(markdown, self._env())
        return sanitise(html) if "<" in html else html

    def block(self, block: Block) -> str:
        """A block of prose, code, raw text or a divider as HTML."""
        if block.kind == "divider":
            return "<hr>"
        if block.kind == "raw":
            return sanitise(_raw_html(block.source))
        if block.kind == "prose" and _is_too_much(block.source):
            return sanitise(f'<p class="plain">{escapeHtml(_lines(block.source))}</p>')
        if sentence := _SENTENCE.fullmatch(block.source):
            return sanitise(f"<p>{text_html(sentence[1], self._keys)}</p>\n")
        return sanitise(_MARKDOWN.render(block.source, self._env()))

    def rest(self, source: str) -> str:
        """What stands in a list item below its first paragraph (a fence, a second paragraph …) as HTML.

        `source` is the row's. '' where the first paragraph is all.
        """
        if "\n" not in source.strip().replace("\r", "\n"):
            return ""
        if _is_too_much(source):
            return sanitise(_raw_html(source))
        env = self._env()
        tokens = _after_first_paragraph(_MARKDOWN.parse(_outdented(source), env))
        return sanitise(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env))

    def _env(self) -> dict[str, Any]:
        # A copy: parsing a block adds the definitions that stand in it.
        return {"references": dict(self._references), "keys": self._keys, "highlighter": self._highlighter}


def references(outline: Outline) -> References:
    """The link definitions (`[name]: /address`) of a document, for rendering each of its texts."""
    env: dict[str, Any] = {}
    for section in outline.sections:
        for block in section.blocks:
            if "]:" in block.source and block.kind in {"raw", "prose"} and not _is_too_much(block.source):
                _DEFINITIONS.parse(block.source, env)
    found: References = env.get("references", {})
    return found


def _is_too_much(markdown: str) -> bool:
    return len(markdown) > TEXT_MAX or markdown.count("[") > BRACKETS_MAX


def _lines(text: str) -> str:
    """The text with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _raw_html(source: str) -> str:
    return f'<pre class="raw" tabindex="0"><code>{escapeHtml(_lines(source))}</code></pre>'


def _outdented(source: str) -> str:
    """A nested item's lines as if it stood at the margin."""
    lines = [_expanded(line) for line in _lines(source).split("\n")]
    margin = len(lines[0]) - len(lines[0].lstrip(" "))
    return "\n".join(line[min(margin, len(line) - len(line.lstrip(" "))) :] for line in lines)


def _expanded(line: str) -> str:
    indent = _INDENT.match(line)
    end = indent.end() if indent else 0
    return line[:end].expandtabs(4) + line[end:]


def _after_first_paragraph(tokens: Sequence[Token]) -> list[Token]:
    opening = next((i for i, token in enumerate(tokens) if token.type == "list_item_open"), None)
    if opening is None:
        return []
    level = tokens[opening].level
    end = next(
        i
        for i in range(opening, len(tokens))
        if tokens[i].type == "list_item_close" and tokens[i].level == level
    )
    start = opening + 1
    if tokens[start].type == "paragraph_open":
        start += 3  # its opening, its text, its closing
    return list(tokens[start:end])


def _draw_blocks(state: StateCore) -> None:
    """Give block tokens our own tags and classes where markdown-it's own would be wrong on our pages."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            # A heading inside a quote or an item is not one of the page's outline.
            token.tag = "p"
            if token.nesting == 1:
                token.attrs = {"class": "heading"}
        elif token.type in {"th_open", "td_open"} and "style" in token.attrs:
            token.attrs = {"class": str(token.attrs["style"]).replace("text-align:", "align-")}


class _Renderer(RendererHTML):
    """Rules by token type; a method's name is the type of token it draws."""

    def made(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return tokens[idx].content

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _code_html(tokens[idx].content, tokens[idx].info, env["highlighter"])

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _code_html(tokens[idx].content, "", env["highlighter"])

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _raw_html(tokens[idx].content)


def _code_html(code: str, info: str, highlighter: Highlighter) -> str:
    if is_drawing(code, info):
        return f'<pre class="code drawing" tabindex="0"><code>{text_html(code)}</code></pre>'
    return f'<pre class="code" tabindex="0"><code>{highlighter.highlight(code, info)}</code></pre>'


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        """Only addresses of the schemes we let through, and relative ones; the rest stays text."""
        return _ADDRESS.match(url) is not None


def _make_parser() -> MarkdownIt:
    parser = _Markdown("commonmark", {"maxNesting": 100, "xhtmlOut": False}, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.push("draw_blocks", _draw_blocks)
    parser.core.ruler.push("draw_inlines", draw_inlines)
    return parser


def _make_definitions_parser() -> MarkdownIt:
    parser = _make_parser()
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


_MARKDOWN = _make_parser()
_DEFINITIONS = _make_definitions_parser()
