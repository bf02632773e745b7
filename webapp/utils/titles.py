"""The title inside a heading: `FEAT-014: Payment webhooks - Technical Design` holds `Payment webhooks`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.utils.keys import PROJECT, parse_key

# What kind of document it is, as headings say it. Compared case-folded, the longest first.
KINDS = sorted(
    (
        *("technical design", "tech design", "system design", "design document", "design doc", "design"),
        *("technical specification", "functional specification", "feature specification", "specification"),
        *("technical spec", "feature spec", "spec", "requirements document", "requirements"),
        *("implementation tasks", "feature tasks", "task breakdown", "task list", "tasks"),
        *("implementation status", "status report", "status"),
        *("implementation plan", "test plan", "plan", "data model", "quickstart", "checklist"),
        *("diseño técnico", "documento de diseño", "diseño"),
        *("especificación técnica", "especificación funcional", "especificación"),
        *("requisitos", "lista de tareas", "tareas", "estado"),
        *("plan de implementación", "plan de pruebas", "modelo de datos"),
        *("design técnico", "especificação técnica", "especificação", "tarefas"),
        *("conception technique", "spécification technique", "spécification", "tâches", "statut"),
        *("technisches design", "technischer entwurf", "spezifikation", "aufgaben"),
        *("技术设计", "设计文档", "设计", "需求文档", "实现计划", "任务", "状态"),
    ),
    key=len,
    reverse=True,
)
# These stand before a title, never after one.
OPENING_KINDS = sorted((*KINDS, "proposal", "rfc", "propuesta"), key=len, reverse=True)

_COLONS = ":："
_LONG_DASHES = "–—"
_EMPHASIS = "*_"

_LEAD = re.compile(r"[ \t]*(?:#{1,6}[ \t]+)?")
_PLACEHOLDER = re.compile(rf"{PROJECT}-(?:X{{2,6}}|N{{2,6}}|x{{2,6}}|n{{2,6}})")
_NAME = re.compile(
    rf"(?P<open>[\[(*_`]{{0,4}})(?P<key>{PROJECT}-[0-9]{{1,6}}|{_PLACEHOLDER.pattern})(?![^\W_])"
    r"[\])*_`]{0,4}(?P<link>(?<=\])\([^()\s]*\))?"
)
_SEPARATOR = re.compile(r"\s*[:：–—|][*_]{0,2}\s*|\s+-\s+|\s*\Z")
_BLANKS = re.compile(r"\s+")
_EMPHASIS_RUN = re.compile(r"\*+|_+")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading cut in parts; all of them in order are the heading."""

    lead: str
    name: str  # the key or its placeholder, as it is written
    separator: str
    title: str
    joint: str  # what parts the title from the kind
    kind: str
    tail: str


def title_part(h1: str, key: str | None) -> str:
    """The title in a heading, as written: less the key before it and the kind of document after it.

    `key` is the design's own, which needs no separator after it. Without any key a kind may also
    stand before the title (`Implementation Plan: Login`). '' where the heading holds no title.
    """
    return _cut(h1, key).title


def with_title(h1: str, key: str, title: str, kind: str = "Technical Design") -> str:
    """The heading with another title in it, everything else as it stands.

    A placeholder such as `FEAT-XXX` becomes the key. Where a heading has no room for the title, or
    the new title would be taken for something else, key and kind are added until
    `title_part` reads back what was set. `title` is one line without blanks around it, not empty.
    """
    old = _cut(h1, key)
    if title == old.title:
        return h1
    name = _PLACEHOLDER.sub(key, old.name)
    before, after = old.lead + name + old.separator, old.joint + old.kind + old.tail
    if not old.title:
        before, after = _make_room(old, name, key, kind)
    added = f" - {kind}{old.tail}"
    candidates = (
        before + title + after,
        before + title + added,
        f"{old.lead}{key}: {title}{after}",
        f"{old.lead}{key}: {title}{added}",
        # Emphasis around the whole heading cannot hold a title that has such marks itself.
        f"{_hashes(h1)}{key}: {title} - {kind}",
    )
    return next((line for line in candidates if title_part(line, key) == title), candidates[-1])


def with_key(h1: str, old: str, new: str) -> str:
    """The heading with the key `new` where one opens it, everything else as it stands.

    `old` is the design's own key, which counts in any case and padding; another design's key or a
    placeholder that stands in its place is replaced as well.
    """
    heading = _cut(h1, old)
    match = _NAME.match(heading.name)
    if match is None:
        return h1
    at = len(heading.lead)
    return h1[: at + match.start("key")] + new + h1[at + match.end("key") :]


def _make_room(old: _Heading, name: str, key: str, kind: str) -> tuple[str, str]:
    """What stands before and after the title in a heading that had none."""
    if not name and not old.kind:
        name = key
    separator = old.separator if old.separator.endswith((" ", "：")) else ": "
    joint = separator if separator.strip() and separator.strip() in _LONG_DASHES else " - "
    before = old.lead + name + separator if name else old.lead
    tail = f" {old.tail}" if old.tail.startswith(("<", "{")) and not old.kind else old.tail
    return before, joint + (old.kind or kind) + tail


def _cut(h1: str, key: str | None) -> _Heading:
    start, end = _bounds(h1)
    lead, text, tail = h1[:start], h1[start:end], h1[end:]
    name, separator = _cut_name(text, key)
    body = text[len(name) + len(separator) :]
    if _is_kind(body):
        return _Heading(lead, name, separator, "", "", body, tail)
    opening = "" if name else _opening_kind(body)
    if opening:
        return _Heading(lead, opening, "", body[len(opening) :], "", "", tail)
    title, joint, kind = _cut_kind(body)
    return _Heading(lead, name, separator, title, joint, kind, tail)


def _bounds(h1: str) -> tuple[int, int]:
    """Where the words of a heading begin and end: without its hashes, without comments or an anchor
    such as `{#login}` at the end, and without emphasis around the whole.
    """
    start, end = len(_hashes(h1)), len(h1)
    shorter = _without_trailer(h1, start, end)
    while shorter < end:
        end, shorter = shorter, _without_trailer(h1, start, shorter)
    for mark in ("**", "__", "*", "_"):
        inner_start, inner_end = start + len(mark), end - len(mark)
        dressed = h1.startswith(mark, start, end) and h1.endswith(mark, inner_start, end)
        inner = h1[inner_start:inner_end]
        if dressed and mark[0] not in inner and inner == inner.strip():
            return inner_start, inner_end
    return start, end


def _hashes(h1: str) -> str:
    """`# ` where the heading comes with its hashes."""
    match = _LEAD.match(h1)
    return match.group() if match else ""


def _without_trailer(h1: str, start: int, end: int) -> int:
    """The end of the heading less one trailer: its blanks, a comment or an anchor."""
    for closing, opening in (("-->", "<!--"), ("}", "{#")):
        if h1.endswith(closing, start, end):
            at = h1.rfind(opening, start, end - len(closing))
            return at if at >= start else end
    while end > start and h1[end - 1].isspace():
        end -= 1
    return end


def _cut_name(text: str, key: str | None) -> tuple[str, str]:
    """The key that opens the text and what parts it from the rest; '' and '' where none does."""
    match = _NAME.match(text)
    if match is None:
        return "", ""
    own = _PLACEHOLDER.fullmatch(match["key"]) is not None or _same_key(match["key"], key)
    if not own and match["key"] != match["key"].upper():
        return "", ""  # `step-1: Prepare` is no design; other designs' keys count in capitals only.
    parted = _SEPARATOR.match(text, match.end())
    if parted is None and (own or match["open"][:1] in ("[", "(")):
        parted = _BLANKS.match(text, match.end())
    if parted is None:
        return "", ""
    emphasis = _EMPHASIS_RUN.findall(text, 0, parted.end())
    if emphasis and (len(emphasis) != 2 or emphasis[0] != emphasis[1]):
        return "", ""  # `**FEAT-001: Login** today` is emphasised across the key and the title.
    return match.group(), parted.group()


def _same_key(written: str, key: str | None) -> bool:
    """Whether the design's own key is written, in any case and padding: `feat-1` is FEAT-001."""
    return key is not None and parse_key(written) == parse_key(key)


def _cut_kind(body: str) -> tuple[str, str, str]:
    """Title, joint and kind of `Login - Technical Design`; the body, '' and '' where no kind ends it."""
    plain = body.rstrip(_EMPHASIS)
    for kind in KINDS:
        start = len(plain) - len(kind)
        if start < 2 or plain[start:].casefold() != kind:
            continue
        opening = plain[:start].rstrip(_EMPHASIS)
        title = _without_separator(opening)
        if title:
            return title, opening[len(title) :], body[len(opening) :]
    return body, "", ""


def _without_separator(text: str) -> str:
    """The text before the separator that ends it; '' where none does.

    A hyphen parts only beside a blank: `Re-Design` is one word.
    """
    bare = text.rstrip()
    if not bare or bare[-1] not in _COLONS + _LONG_DASHES + "-|":
        return ""
    title = bare[:-1].rstrip()
    parted = len(bare) < len(text) or len(title) < len(bare) - 1
    return title if parted or bare[-1] != "-" else ""


def _opening_kind(body: str) -> str:
    """`Implementation Plan: ` where a title follows it, else ''."""
    for kind in OPENING_KINDS:
        if body[: len(kind)].casefold() == kind:
            after = body[len(kind) :]
            colon = after.lstrip()
            if colon[:1] and colon[0] in _COLONS and colon[1:].strip():
                return body[: len(body) - len(colon[1:].lstrip())]
    return ""


def _is_kind(body: str) -> bool:
    return body.strip(_EMPHASIS).casefold() in KINDS
