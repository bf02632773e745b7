"""Inline Markdown as we draw it: key links, placeholders, signs, images as links, a few HTML tags.

A core rule of markdown-it: it replaces the tokens of text, images and inline HTML by tokens of HTML
that is made here, from escaped text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from webapp.markdown import signs
from webapp.markdown.addresses import KEY, resolved
from webapp.markdown.sanitise import SIMPLE_TAGS
from webapp.utils import placeholders

MADE = "made"
"""The type of a token whose content is HTML already."""

_TAG = re.compile(rf"<(/?)({'|'.join(sorted(SIMPLE_TAGS))})[ \t]*/?>", re.IGNORECASE)


def draw_inlines(state: StateCore) -> None:
    """Draw the inline tokens; `state.env["keys"]` holds the keys of the projects that exist."""
    keys = state.env.get("keys", frozenset())
    for token in state.tokens:
        if token.children:
            token.children = _draw(token.children, keys)


def text_html(text: str, keys: Iterable[str] = ()) -> str:
    """Plain text as HTML: escaped, with placeholders, signs and the keys of existing projects drawn."""
    return _put_together(text, sorted(_drawn(text, keys)))


def signed_html(text: str) -> str:
    """Plain text as HTML where it is only told: escaped, with signs drawn."""
    return _put_together(text, _signs_in(text))


def _put_together(text: str, drawn: Iterable[tuple[int, int, str]]) -> str:
    """Escaped text with HTML in the places `drawn`, which are in order; the first of two that overlap."""
    pieces: list[str] = []
    end = 0
    for start, stop, html in drawn:
        if start >= end:
            pieces += [escapeHtml(text[end:start]), html]
            end = stop
    return "".join([*pieces, escapeHtml(text[end:])])


def placeholder_html(html: str) -> str:
    """HTML that says what is still to be filled in."""
    return f'<span class="placeholder">{html}</span>'


def _drawn(text: str, keys: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    for start, stop in placeholders.find(text):
        yield start, stop, placeholder_html(escapeHtml(text[start:stop]))
    # A search through a text takes far longer than a look whether there can be anything to find.
    for match in KEY.finditer(text) if "-" in text else ():
        if match[1] in keys:
            key = f"{match[1]}-{int(match[2]):03d}"
            yield *match.span(), f'<a href="/designs/{key}" class="key">{match[0]}</a>'
    yield from _signs_in(text)


def _signs_in(text: str) -> Iterator[tuple[int, int, str]]:
    for match in () if text.isascii() else signs.FIND.finditer(text):
        yield *match.span(), _sign_html(match[0], alone=match[0] == text.strip())


def _sign_html(emoji: str, alone: bool) -> str:
    """The emoji stays in the text, so that it is found and copied; the style draws over it."""
    sign = signs.sign(emoji)
    names = f"sign sign--{sign.name}" + (" sign--alone" if alone else "")
    return (
        f'<span class="{names}" role="img" title="{sign.word}"><span class="sign__mark">{emoji}</span></span>'
    )


def _draw(tokens: list[Token], keys: frozenset[str]) -> list[Token]:
    hints = _hints(tokens)
    drawn: list[Token] = []
    links = 0
    opened: list[str] = []
    ends: list[str] = []
    for index, token in enumerate(tokens):
        links += token.nesting if token.type in {"link_open", "link_close"} else 0
        if index in hints:
            drawn.append(_made(hints[index]))
        elif token.type == "text":
            drawn.append(_made(text_html(token.content, () if links else keys)))
        elif token.type == "html_inline":
            drawn.append(_made(_tag_html(token.content, opened)))
        elif token.type == "image":
            drawn.append(_made(_image_html(token, inside_link=links > 0)))
        elif token.type == "link_open":
            drawn.append(_link(token))
            ends.append(drawn[-1].tag)
        elif token.type == "link_close":
            drawn.append(token.copy(tag=ends.pop()))
        else:
            drawn.append(token)
    return drawn


def _hints(tokens: list[Token]) -> dict[int, str]:
    """Where an emphasis holds one pair of brackets: its two tags, to be drawn as a placeholder's."""
    hints: dict[int, str] = {}
    for start, token in enumerate(tokens):
        if token.type != "em_open":
            continue
        stop = next(
            i
            for i in range(start, len(tokens))
            if tokens[i].type == "em_close" and tokens[i].level == token.level
        )
        text = "".join(inner.content or " " for inner in tokens[start + 1 : stop])
        if text.startswith("[") and text.endswith("]"):
            hints |= {start: '<span class="placeholder">', stop: "</span>"}
    return hints


def _tag_html(source: str, opened: list[str]) -> str:
    """A simple tag as itself, everything else as text. `opened` holds the tags that wait for their end."""
    match = _TAG.fullmatch(source)
    if match is None:
        return escapeHtml(source)
    closes, name = match[1], match[2].lower()
    if name == "br":
        return "<br>"
    if not closes:
        opened.append(name)
        return f"<{name}>"
    if name not in opened:
        return escapeHtml(source)
    opened.remove(name)
    return f"</{name}>"


def _link(token: Token) -> Token:
    """A link; one to a file beside the document says the file's name instead of leading nowhere."""
    written = str(token.attrs["href"])
    address = resolved(written)
    if address is None:
        return token.copy(tag="span", attrs={"class": "elsewhere", "title": unquote(written)})
    return token.copy(attrs=token.attrs | {"href": address})


def _image_html(token: Token, inside_link: bool) -> str:
    """An image is never loaded: a page must not call other servers because of what it shows.

    One beside the document says its file, after its title if it has one.
    """
    source = str(token.attrs["src"])
    name = token.content or unquote(source.rstrip("/").rsplit("/", 1)[-1]) or "image"
    address = resolved(source)
    said = str(token.attrs.get("title") or "")
    if not address:
        said = f"{said}: {unquote(source)}" if said else unquote(source)
        return f'<span class="elsewhere image" title="{escapeHtml(said)}">{escapeHtml(name)}</span>'
    title = f' title="{escapeHtml(said)}"' if said else ""
    if inside_link:
        return f'<span class="image"{title}>{escapeHtml(name)}</span>'
    return f'<a href="{escapeHtml(address)}" class="image"{title}>{escapeHtml(name)}</a>'


def _made(html: str) -> Token:
    return Token(MADE, "", 0, content=html)
