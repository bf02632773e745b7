"""Drawn HTML made ready for paper, where nothing can be clicked, pointed at or scrolled.

What comes in has passed the sanitiser; what is added here is made of it alone.
"""

from __future__ import annotations

import re
from html import escape, unescape

from webapp.markdown.addresses import HEADING
from webapp.utils.fitting import fit_drawing

SHORT = 12
"""Code of so many lines is not spread over two sheets."""

_LINK = re.compile(r'<a href="((?:[a-z]+:|//)[^"]*)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)
_ELSEWHERE = re.compile(
    r'<span class="elsewhere(?: image)?" title="([^"]*)">((?:(?!</?span).)*)</span>', re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"^(?:https?://|mailto:|//)", re.IGNORECASE)
_DRAWING = re.compile(r'<pre class="code drawing"([^>]*)>(.*?)</pre>', re.DOTALL)
_CODE = re.compile(r'<pre class="([^"]*)"([^>]*)><code>(.*?)</code></pre>', re.DOTALL)
_PIECE = re.compile(r"<(/?)[^>]*>|\n")


class Addresses:
    """Where links lead, told in the text: each address once, after the first link that leads there."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def tell(self, html: str) -> str:
        """The fragment with its addresses told.

        Links inside Designbook need none, nor does one whose text is the address.
        """
        if 'href="' not in html and 'title="' not in html:
            return html
        return _ELSEWHERE.sub(self._told_after, _LINK.sub(self._told_after, html))

    def _told_after(self, link: re.Match[str]) -> str:
        address = unescape(link[1])
        if _plain(address) in self._told:
            return link[0]
        self._told.add(_plain(address))
        if _plain(unescape(_TAG.sub("", link[2]))) == _plain(address):
            return link[0]
        return f'{link[0]}<span class="address"> ({escape(address)})</span>'


def fit_drawings(html: str) -> tuple[str, bool]:
    """The fragment with the size of its type on each drawing, and whether one lies on its side."""
    turned = False

    def fitted(drawing: re.Match[str]) -> str:
        nonlocal turned
        fit = fit_drawing(unescape(_TAG.sub("", drawing[2])))
        turned = turned or fit.turned
        return f'<pre class="code drawing drawing--{fit.size}"{drawing[1]}>{drawing[2]}</pre>'

    return (_DRAWING.sub(fitted, html), turned) if "drawing" in html else (html, False)


def in_lines(html: str) -> str:
    """The fragment with each line of code in an element of its own, which no sheet's end can split.

    Code of at most SHORT lines is marked: it stays on one sheet as a whole.
    """
    return _CODE.sub(_code_in_lines, html) if "<pre" in html else html


def apart(html: str, mark: str) -> str:
    """The fragment of a document that stands beside others: its links lead to its own headings."""
    return html.replace(f'href="#{HEADING}', f'href="#{HEADING}{mark}')


def _plain(address: str) -> str:
    return _SCHEME.sub("", address.strip()).rstrip("/").casefold()


def _code_in_lines(found: re.Match[str]) -> str:
    classes, attributes, code = found.groups()
    short = " short" if code.count("\n") <= SHORT else ""
    return f'<pre class="{classes}{short}"{attributes}><code>{_lines(code)}</code></pre>'


def _lines(code: str) -> str:
    """Spans that reach over the end of a line are closed there and opened again."""
    made = ['<span class="line">']
    opened: list[str] = []
    for before, piece, closes in _pieces(code):
        made.append(before)
        if piece == "\n":
            made += ["</span>" * len(opened), "\n</span>", '<span class="line">', *opened]
            continue
        made.append(piece)
        if closes:
            opened.pop()
        elif piece:
            opened.append(piece)
    made.append("</span>")
    return "".join(made).removesuffix('<span class="line"></span>')


def _pieces(code: str) -> list[tuple[str, str, bool]]:
    """Text and the tag or line end that follows it, '' at the end, and whether that tag closes."""
    found: list[tuple[str, str, bool]] = []
    at = 0
    for piece in _PIECE.finditer(code):
        found.append((code[at : piece.start()], piece[0], piece[1] == "/"))
        at = piece.end()
    return [*found, (code[at:], "", False)]
