"""Placeholders: what a template left to be filled in, such as `_[why]_`, TBD, [new_model], {date}."""

from __future__ import annotations

import re

from webapp.utils.backticks import closings

Span = tuple[int, int]
"""Where a placeholder stands: the offsets of its first character and of what follows it."""

# Words in brackets that say something by themselves, or that a path may really hold (`app/[slug]/page.tsx`).
WORDS_THAT_STAND = (
    "default deprecated done draft false implemented inferred lang locale none note null obsolete "
    "optional rejected required resolved slug skip skipped toc true unresolved warning wip"
)

_NO_ANSWER = r"(?:TBD|TBC|TODO)"
_SQUARE = (
    r"(?<![\]!\\])(?<![^\W_])"  # neither an image nor an index nor the second half of [text][name]
    rf"\[(?!(?i:{'|'.join(WORDS_THAT_STAND.split())})\])"
    r"(?:[A-Za-z][a-z]+(?:[_-][a-z0-9]+)*|[A-Z]{4,}"  # [new_model], [DATE]; not [ ], [x], [P1]
    # [Brief title]; not a citation such as [RFC 2119] or [Knuth '74].
    r"|[^\W\d_](?=[^\[\]\n`]*[ _:])(?![^\[\]\n`]*\d\d\])[^\[\]\n`]{2,300})"
    r"\](?![(\[:])"  # not a link
)
_ANYWHERE = re.compile(
    r"(?P<ticks>`+)"  # may open code: what stands in it is meant
    r"|(?<![\w*])(?P<em>\*{1,2}|_{1,2})"
    rf"(?:\[[^\[\]]{{1,500}}\]|{_NO_ANSWER})(?P=em)(?![\w*(])"
    rf"|\b{_NO_ANSWER}\b"
    rf"|{_SQUARE}"
    r"|(?<![\w/$`{\\])\{[a-z][a-z_]{2,30}\}(?![\w/`}])"  # {date}; not a path's /{id}, not ${name}
    r"|(?<![\w-])[A-Z][A-Z0-9]{1,9}-(?:X{2,}|N{2,})(?![\w-])"  # FEAT-XXX
)
# These are placeholders only when they are all that is said.
_WHOLE = re.compile(r"package-name|(?:Step|Paso) \d{1,2}|¿?(?:Question|Pregunta) \d{1,2}\??")
# What every placeholder holds something of. Most texts hold none of it and need no closer look.
_HINT = re.compile(r"[\[{]|T(?:BD|BC|ODO)|-(?:XX|NN)|package-name|Step|Paso|Question|Pregunta")


def find(text: str) -> list[Span]:
    """Where placeholders stand in `text` (Markdown or plain), in order, without overlap."""
    if not _HINT.search(text):
        return []
    trimmed = text.strip()
    if _WHOLE.fullmatch(trimmed):
        start = text.index(trimmed)
        return [(start, start + len(trimmed))]
    found: list[Span] = []
    code = closings(text)
    match = _ANYWHERE.search(text)
    while match:
        start, end = match.span()
        if match["ticks"]:
            end = code.get(start, end)
        else:
            found.append((start, end))
        match = _ANYWHERE.search(text, end)
    return found
