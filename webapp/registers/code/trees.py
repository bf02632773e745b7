"""Paths of the files that a tree drawing shows.

    src/
    ├── models/
    │   └── user.py      # a comment
    └── main.py

The names' columns say who stands in whom; the drawing's own signs (also `|--`, `+--`) only say that it
is a drawing. Without any such sign it must be unmistakable: folders end with a slash, the rest does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from webapp.registers.code.fences import LINE_MAX, Lines
from webapp.registers.text import listed

DEPTH_MAX = 40
PATH_MAX = 400

_BRANCH = re.compile(r"^[\s│┃|║]*(?:[├└┣┗╠╚┌][─━═╌-]+|\|[-_]{2,}|\+-{2,}|`-{2,}|\\-{2,})[>▶]?\s*")
_WORDS = re.compile(r"\S+(?: [^\s#(/←<—–-]\S*)*")
_AROUND_REMARKS = " \t#/-—–←<"
_FILE_NAME = re.compile(r"[\w.@~$+%&=\[\](){}<>*#,:!-]+(?:[/\\][\w.@~$+%&=\[\](){}<>*#,:!-]+)*/?")
_EXTENSION = re.compile(r"[\w\])}*]\.[A-Za-z][\w-]{0,14}$|^\.[A-Za-z][\w.-]*$")
_KNOWN = frozenset(
    listed("Dockerfile, Makefile, Procfile, LICENSE, README, CHANGELOG, Jenkinsfile, Gemfile, Rakefile")
)
_SKIPPED = frozenset({"...", "…", "..", "etc", "etc.", "(...)", "[...]"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file, or a folder with nothing drawn in it: its line, its full path, the remark beside it."""

    line: int
    path: str
    remark: str


@dataclass(slots=True)
class _Node:
    line: int
    column: int
    name: str
    remark: str
    drawn: bool
    has_children: bool = False


def read_tree(lines: Lines, *, expected: bool) -> list[Leaf]:
    """The leaves of a tree drawing, in order; [] for anything else.

    `expected` says that the heading promises files: then half of the names may be other things, and
    a plain list of paths will do.
    """
    nodes = [node for number, line in lines if (node := _node(number, line[:LINE_MAX])) is not None]
    if any(node.drawn for node in nodes):
        # Beside a drawing only its roots are not drawn; what else is not is the rest of a remark.
        edge = min(node.column for node in nodes)
        nodes = [node for node in nodes if node.drawn or node.column == edge]
    return list(_leaves(nodes)) if _is_tree(nodes, expected=expected) else []


def looks_like_file(name: str) -> bool:
    """Whether a text can be the path of one file or folder."""
    if not _FILE_NAME.fullmatch(name) or name.startswith("//") or "://" in name:
        return False
    return "/" in name.strip("/") or name.endswith("/") or bool(_EXTENSION.search(name)) or name in _KNOWN


def _node(number: int, line: str) -> _Node | None:
    branch = _BRANCH.match(line)
    start = branch.end() if branch else len(line) - len(line.lstrip())
    rest = line[start:].rstrip()
    if not rest.strip("│┃|║ \t") or rest.startswith(("#", "//", "│", "┃", "|")):
        return None
    name = rest.split(maxsplit=1)[0]
    if not looks_like_file(name.strip("`")):
        # Several words are one name: a drawing of pages or phases, which is not about files.
        match = _WORDS.match(rest)
        name = match[0] if match else rest
    remark = rest[len(name) :].strip(_AROUND_REMARKS)
    if remark.startswith("(") and remark.endswith(")"):
        remark = remark[1:-1]
    column = len(line[:start].expandtabs(4))
    return _Node(number, column, name.strip("`"), remark, drawn=branch is not None)


def _is_tree(nodes: list[_Node], *, expected: bool) -> bool:
    _mark_parents(nodes)
    leaves = [node for node in nodes if not node.has_children and node.name not in _SKIPPED]
    good = [node for node in leaves if _FILE_NAME.fullmatch(node.name)]
    if not any(looks_like_file(node.name) for node in good):
        return False
    if any(node.drawn for node in nodes):
        # A drawing of pages or phases has the same lines as one of files, but its names are words.
        if expected:
            return len(good) * 2 >= len(leaves)
        telling = sum(1 for node in good if looks_like_file(node.name))
        return len(good) == len(leaves) and telling * 2 > len(good)
    if not all(looks_like_file(node.name) for node in nodes):
        return False
    has_folders = any(node.has_children for node in nodes)
    if has_folders:
        return all(node.name.endswith("/") for node in nodes if node.has_children)
    return expected and all(node.column == 0 for node in nodes)


def _mark_parents(nodes: list[_Node]) -> None:
    for node, following in pairwise(nodes):
        node.has_children = following.column > node.column


def _leaves(nodes: list[_Node]) -> Iterator[Leaf]:
    above: list[_Node] = []
    for node in nodes:
        while above and above[-1].column >= node.column:
            above.pop()
        if node.has_children:
            above.append(node)
            continue
        if len(above) <= DEPTH_MAX and node.name not in _SKIPPED and _FILE_NAME.fullmatch(node.name):
            path = "/".join([*_folders(above), node.name.removeprefix("./").removeprefix("/")])
            if path and len(path) <= PATH_MAX:
                yield Leaf(node.line, path, node.remark)


def _folders(above: list[_Node]) -> Iterator[str]:
    for parent in above:
        name = parent.name.strip("/")
        # A first line such as "Project structure:" or "." is above the files, not in their paths.
        if name not in ("", ".") and _FILE_NAME.fullmatch(name) and not name.endswith(":"):
            yield name.removeprefix("./")
