"""Services: the classes of the service layer and what the design needs from outside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.markdown.outline import Block, Row
from webapp.registers.code.fences import code_lines
from webapp.registers.code.python_classes import LANGUAGES, read_classes
from webapp.registers.headings import about
from webapp.registers.register import Column, Found, Headings, Register, Values, top_or_boxed
from webapp.registers.text import fold, listed, plain
from webapp.utils.fences import language

_ITEM = re.compile(r"(?:\*\*)?`?([A-Z]\w*)`?(?:\*\*)?\s*(?::|—|–|-|：)\s*(.+)", re.DOTALL)


def key(values: Values) -> str:
    """The name, folded."""
    return fold(values.get("service", ""))


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Items such as ``- `MailService`: sends mail``; the name is one capitalised word, ticked or bold."""
    found: Found = []
    for number, row in top_or_boxed(rows):
        text = row.cells[0].strip()
        match = _ITEM.match(text)
        if match and text.startswith(("`", "**")):
            found.append((number, {"service": match[1], "purpose": plain(match[2])}))
    return found


def from_code(block: Block, headings: Headings) -> Found:
    """Python classes with methods, under a heading about services."""
    if language(block.info) not in LANGUAGES or not about(headings, SERVICES.headings):
        return []
    found: Found = []
    for one in read_classes(code_lines(block)):
        if one.methods:
            said = {"service": one.name, "purpose": one.documentation, "methods": ", ".join(one.methods)}
            found.append((one.line, {role: text for role, text in said.items() if text}))
    return found


SERVICES = Register(
    name="services",
    headings=listed(
        "service layer, services, service, capa de servicio, capa de servicios, servicios, servicio"
    ),
    columns=(
        Column(
            "service",
            ("Service", "External Service"),
            ("Servicio", "Servicio externo"),
            loose=("Name", "Nombre"),
        ),
        Column(
            "purpose",
            ("Purpose", "Description", "Responsibility"),
            ("Propósito", "Descripción", "Responsabilidad"),
            loose=("Use", "Uso", "Notes", "Notas"),
        ),
        Column(
            "config",
            ("Config Needed", "Config", "Configuration"),
            ("Configuración necesaria", "Configuración"),
            loose=("Settings", "Ajustes"),
        ),
        Column("methods", ("Methods", "Operations"), ("Métodos", "Operaciones")),
    ),
    states=("service",),
    shown=("service", "purpose", "config"),
    sorted_by=("service",),
    alone=(
        frozenset({"service", "purpose"}),
        frozenset({"service", "config"}),
        frozenset({"service", "methods"}),
    ),
    key=key,
    from_list=from_list,
    from_code=from_code,
    recognised_by=(
        "a table with a service and its purpose, configuration or methods; under a heading about services "
        "also Python classes with methods and list items such as “`MailService`: sends mail”"
    ),
    key_in_words="the name, whatever its case",
)
