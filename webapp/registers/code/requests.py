"""Requests that a block names line by line: `POST /api/connections:` with what stands indented under it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.registers.code.fences import LINE_MAX, Lines
from webapp.utils.verbs import VERBS

REQUEST = re.compile(
    rf"(?P<method>{'|'.join(VERBS)})(?:\s{{1,10}})(?P<path>(?:https?://|/)[^\s`\"'<>]*(?:<[\w:]+>[^\s`\"'<>]*)*)"
)
_LINE = re.compile(r"\s{0,4}(?:[-*]\s+)?[\"'`]?" + REQUEST.pattern + r"[\"'`]?(?P<rest>.*)$")
_DESCRIPTION = re.compile(
    r"\s+(?:description|summary|descripcion|descripción|resumen)\s*:\s*(.+)$", re.IGNORECASE
)
_AUTH = re.compile(
    r"\s+(?:headers\s*:.*\bauthorization\b|authorization\s*:|auth\s*:\s*(?P<said>.+))", re.IGNORECASE
)


@dataclass(slots=True)
class Request:
    """A request that a line names, with what the lines under it say about it."""

    line: int
    method: str
    path: str
    description: str = ""
    auth: str = ""


def read_requests(lines: Lines) -> list[Request]:
    """The requests that lines begin with, in order."""
    found: list[Request] = []
    indent = 0
    for number, whole in lines:
        line = whole[:LINE_MAX]
        here = len(line) - len(line.lstrip())
        if match := _LINE.match(line):
            indent = here
            path = match["path"].rstrip(":,;.")
            found.append(Request(number, match["method"], path, _remark(match["rest"])))
        elif found and here > indent:
            _take_detail(found[-1], line)
    return found


def _remark(rest: str) -> str:
    # HTTP/1.1 is how a request is sent, not what it is for.
    return (
        re.sub(r"^\s*(?:HTTP/[\d.]+|:)?\s*(?:#|//|->|→|=>|[-–—]{1,2}|\()?\s*", "", rest).strip().rstrip(")")
    )


def _take_detail(request: Request, line: str) -> None:
    if described := _DESCRIPTION.match(line):
        request.description = request.description or described[1].strip().strip("\"'")
    elif authorised := _AUTH.match(line):
        request.auth = request.auth or (authorised["said"] or "yes").strip()
