"""Packages: what a design installs, and in which version."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.markdown.outline import Block, Row
from webapp.registers.claims import Claimed
from webapp.registers.code.fences import code_lines
from webapp.registers.code.installs import NAME, REQUIREMENT, read_installs
from webapp.registers.headings import about
from webapp.registers.register import Column, Found, Headings, Register, Values, top_or_boxed, undecided
from webapp.registers.text import listed, plain
from webapp.registers.versions import Range, read_range
from webapp.utils.fences import language

_NAME = re.compile(NAME)
_DESIGN_KEY = re.compile(r"[A-Z][A-Z0-9]{0,9}-\d+")
_FILE = re.compile(r"\.(?:md|sql|json|ya?ml|toml|txt|env|html|css)$", re.IGNORECASE)
_TICKED = re.compile(
    r"(?:\*\*)?`([^`]{1,200})`(?:\*\*)?\s*(?:\(([^()]*)\))?\s*(?::|—|–|-|$)\s*(.*)", re.DOTALL
)
_SEPARATORS = re.compile(r"[-_.]+")
_LANGUAGES = frozenset(
    {"", "text", "txt", "bash", "sh", "shell", "console", "requirements", "requirements.txt", "pip", "zsh"}
)


def package_rule(text: str) -> str | None:
    """A name as PyPI and npm accept it."""
    if _NAME.fullmatch(text):
        return None
    return "A package’s name has only letters, digits, “.”, “_” and “-”."


def version_rule(text: str) -> str | None:
    """A version or a range of versions."""
    return None if read_range(text) is not None else "A version looks like 1.4.2, ^1.0.0 or >=2.1,<3."


def key(values: Values) -> str:
    """The name as PyPI compares it (PEP 503), without extras."""
    return _SEPARATORS.sub("-", values.get("package", "").partition("[")[0].strip()).casefold()


def claims(values: Values) -> list[Claimed]:
    """One package is installed in one version, out of the range that the entry asks for."""
    version = read_range(values.get("version", ""))
    if version is None or undecided(values.get("package", ""), values.get("version", "")):
        return []
    return [Claimed("package-clash", key(values), version)]


def exclude(one: Claimed, other: Claimed) -> bool:
    """Whether no version lies in both ranges."""
    return (
        isinstance(one.says, Range) and isinstance(other.says, Range) and one.says.both(other.says).is_empty
    )


def from_row(values: Values, headings: Headings) -> list[Values]:
    """The version may stand in the package's cell: `flask>=3.1`."""
    match = REQUIREMENT.fullmatch(values.get("package", ""))
    if match and match["version"] and "version" not in values:
        return [values | {"package": match["name"], "version": match["version"]}]
    return [values]


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Items that begin with a package in backticks or with a versioned requirement."""
    found: Found = []
    for number, row in top_or_boxed(rows):
        ticked = _TICKED.match(row.cells[0].strip())
        text = ticked[1].strip() if ticked else plain(row.cells[0]).partition(" - ")[0].partition(": ")[0]
        match = REQUIREMENT.fullmatch(text)
        if not match or not (ticked or match["version"]) or _DESIGN_KEY.fullmatch(text) or _FILE.search(text):
            continue
        version = match["version"] or ((ticked and ticked[2]) or "").strip()
        said = {"package": match["name"], "version": version, "purpose": plain(ticked[3]) if ticked else ""}
        found.append((number, {role: value for role, value in said.items() if value}))
    return found


def from_code(block: Block, headings: Headings) -> Found:
    """Install commands and lines of requirements, under a heading about packages."""
    if not about(headings, PACKAGES.headings) or language(block.info) not in _LANGUAGES:
        return []
    return [
        (one.line, {"package": one.package} | ({"version": one.version} if one.version else {}))
        for one in read_installs(code_lines(block))
    ]


PACKAGES = Register(
    name="packages",
    headings=listed(
        "packages, package, dependencies, libraries, requirements txt, paquetes, dependencias, "
        "librerias, bibliotecas"
    ),
    columns=(
        Column(
            "package",
            ("Package", "Library", "Dependency"),
            ("Paquete", "Librería", "Biblioteca", "Dependencia"),
            loose=listed("Name, Nombre, Module, Módulo, Tool, Herramienta"),
            value="package",
            rule=package_rule,
        ),
        Column(
            "version", ("Version", "Versions"), ("Versión", "Versiones"), value="version", rule=version_rule
        ),
        Column(
            "purpose",
            ("Purpose", "Description", "Use", "Usage", "Why"),
            ("Propósito", "Descripción", "Uso", "Motivo"),
            loose=("Notes", "Notas", "Reason", "Razón"),
        ),
        Column("license", ("License", "Licence"), ("Licencia",)),
    ),
    states=("package",),
    shown=("package", "version", "purpose"),
    sorted_by=("package", "version"),
    facets=("license",),
    alone=(frozenset({"package", "version"}),),
    under=(frozenset({"package", "purpose"}),),
    key=key,
    claims=claims,
    exclude=exclude,
    from_row=from_row,
    from_list=from_list,
    from_code=from_code,
    recognised_by=(
        "a table with a package and a version; under a heading about packages also with its purpose, list "
        "items that begin with a package in backticks, install commands and lines of requirements.txt"
    ),
    key_in_words="the name as PyPI compares it (PEP 503)",
    clash_in_words="no version satisfies both",
)
