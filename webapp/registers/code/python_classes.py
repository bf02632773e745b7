"""Classes in Python code: their fields with types, their methods, their first line of documentation.

`ast` reads what parses. Designs also hold sketches that do not (`...` in odd places, a field without a
type): those are read line by line, by indentation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from webapp.registers.code.fences import LINE_MAX, Lines, text_of

LANGUAGES = frozenset({"python", "py", "python3", "py3", ""})
"""What a fence of Python calls its language."""

PARSED_MAX = 50_000
"""How many characters are handed to `ast`; longer code is read line by line."""

TEXT_MAX = 200

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CLASS = re.compile(r"(\s*)class\s+([A-Za-z_]\w*)\s*(?:\(([^()]*(?:\([^()]*\)[^()]*)?)\))?\s*:")
_FIELD = re.compile(r"\s+([A-Za-z_]\w*)\s*:\s*([^=#]+?)\s*(?:=.*|#.*)?$")
_ASSIGNED = re.compile(r"\s+([A-Za-z_]\w*)\s*=\s*((?:\w+\.)*\w+)\((?:((?:\w+\.)*\w+)[,()]?)?")
_TABLE_NAME = re.compile(r"\s+__tablename__\s*=\s*['\"]([^'\"]+)['\"]")
_METHOD = re.compile(r"\s+(?:async\s+)?def\s+([A-Za-z_]\w*)\s*\(")
_DOCUMENTATION = re.compile(r"\s+[rR]?(?:\"\"\"|''')\s*(.*?)\s*(?:\"\"\"|''')?\s*$")

# What makes a field of a class when it is assigned and not annotated: SQLAlchemy, Django, peewee.
_FIELD_MAKERS = re.compile(r"(?:^|\.)(?:Column|mapped_column|Field|[A-Z]\w*Field|ForeignKey|OneToOneField)$")
_TYPED_BY_ARGUMENT = ("Column", "mapped_column")
_KEY = re.compile(r"\bprimary_key\s*=\s*True\b")
_PARTIAL = re.compile(r"\s*#.*\b(?:existing|unchanged|existentes?)\b", re.IGNORECASE)
_LINKS = re.compile(r"(?:^|\.)(?:relationship|backref|association_proxy|synonym)$")


@dataclass(slots=True)
class PythonClass:
    """A class: its name, the line of its `class`, its bases, fields (name, type), public methods.

    `key` has the fields that are said to be its primary key. `is_partial` says that a comment
    stands for those that exist already.
    """

    name: str
    line: int
    bases: list[str] = field(default_factory=list)
    table: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    is_partial: bool = False
    methods: list[str] = field(default_factory=list)
    documentation: str = ""


def read_classes(lines: Lines) -> list[PythonClass]:
    """The outermost classes of a piece of Python, in order; [] when it holds none."""
    if not any("class " in line for _, line in lines):
        return []
    source = text_of(lines)
    if len(source) <= PARSED_MAX:
        try:
            # Escapes are neutralised because `ast` warns of unknown ones, and no value is read.
            tree = ast.parse(_ESCAPE.sub(_harmless, source))
            return [_from_tree(node, lines) for node in tree.body if isinstance(node, ast.ClassDef)]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
    return list(_line_by_line(lines))


def _harmless(match: re.Match[str]) -> str:
    return match[0] if match[1] in "\\'\"\n" else "\\" + match[0]


def _from_tree(node: ast.ClassDef, lines: Lines) -> PythonClass:
    found = PythonClass(node.name, lines[node.lineno - 1][0], [_code(base) for base in node.bases])
    found.documentation = _first_line(ast.get_docstring(node) or "")
    found.is_partial = any(_PARTIAL.match(line) for _, line in lines[node.lineno : node.end_lineno])
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                if not (isinstance(value, ast.Call) and _LINKS.search(_code(value.func))):
                    found.fields.append((name, _bare_type(_code(annotation))))
                    found.key += [name] if _KEY.search(_code(value) if value else "") else []
            case ast.Assign(targets=[ast.Name(id="__tablename__")], value=ast.Constant(value=str(table))):
                found.table = table
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                maker = _code(call.func)
                if _FIELD_MAKERS.search(maker):
                    found.fields.append((name, _made_type(maker, _code(call.args[0]) if call.args else "")))
                    found.key += [name] if _KEY.search(_code(call)) else []
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not name.startswith("_"):
                found.methods.append(name)
    return found


def _line_by_line(lines: Lines) -> Iterator[PythonClass]:
    current: PythonClass | None = None
    outer = inner = 0
    for number, line in _outside_texts(lines):
        indent = len(line) - len(line.lstrip())
        opening = _CLASS.match(line)
        if current and indent <= outer:
            yield current
            current = None
        if opening and current is None:
            bases = [base.strip() for base in (opening[3] or "").split(",") if base.strip()]
            current, outer, inner = PythonClass(opening[2], number, bases), indent, 0
        elif current:
            first = not inner
            inner = inner or indent
            if first and (text := _DOCUMENTATION.match(line)):
                current.documentation = _first_line(text[1])
            elif indent == inner:
                _take_line(current, line)
    if current:
        yield current


def _outside_texts(lines: Lines) -> Iterator[tuple[int, str]]:
    """The lines that are code: not blank, no comment, and not inside a text in triple quotes."""
    waiting: tuple[int, str] | None = None
    for number, whole in lines:
        line = whole[:LINE_MAX]
        quotes = sum(line.count(quote) for quote in ('"""', "'''"))
        if waiting:
            # What a text over several lines says is joined to its first line.
            waiting = (waiting[0], f"{waiting[1]} {line.strip()}"[:LINE_MAX])
            if quotes % 2:
                yield waiting
                waiting = None
        elif quotes % 2:
            waiting = (number, line)
        elif line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def _take_line(found: PythonClass, line: str) -> None:
    if table := _TABLE_NAME.match(line):
        found.table = table[1]
    elif method := _METHOD.match(line):
        if not method[1].startswith("_"):
            found.methods.append(method[1])
    elif assigned := _ASSIGNED.match(line):
        if _FIELD_MAKERS.search(assigned[2]):
            found.fields.append((assigned[1], _made_type(assigned[2], assigned[3] or "")))
            found.key += [assigned[1]] if _KEY.search(line) else []
    elif typed := _FIELD.match(line):
        found.fields.append((typed[1], _bare_type(typed[2])))
        found.key += [typed[1]] if _KEY.search(line) else []


def _code(node: ast.expr) -> str:
    return ast.unparse(node)[:TEXT_MAX]


def _bare_type(annotation: str) -> str:
    inner = annotation.strip("'\"")
    return inner[len("Mapped[") : -1] if inner.startswith("Mapped[") and inner.endswith("]") else inner


def _made_type(maker: str, first: str) -> str:
    name = maker.rpartition(".")[2]
    if name not in _TYPED_BY_ARGUMENT or not first or first[0] in "'\"":
        return "" if name in _TYPED_BY_ARGUMENT else name
    return first.removeprefix("db.").removeprefix("sa.")


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:TEXT_MAX]
