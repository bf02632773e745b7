"""Entities: the tables and classes that a design's data lives in, with their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from webapp.markdown.outline import Block, Row
from webapp.registers.claims import Claimed
from webapp.registers.code.fences import code_lines, text_of
from webapp.registers.code.python_classes import LANGUAGES, PythonClass, read_classes
from webapp.registers.code.sql_tables import holds_create_table, read_tables
from webapp.registers.column_types import ColumnType, cannot_both_hold, read_type
from webapp.registers.headings import TITLE_MAX, about, says
from webapp.registers.register import Column, Found, Headings, Register, Values, undecided
from webapp.registers.text import listed, plain
from webapp.registers.values import ACTIONS
from webapp.utils.fences import language

_SQL = frozenset(
    listed(
        "sql, postgres, postgresql, psql, pgsql, plpgsql, mysql, mariadb, sqlite, sqlite3, tsql, mssql, ddl"
    )
)
_STORED = re.compile(r"(?:^|\.)(?:Base|Model|DeclarativeBase|MappedAsDataclass|SQLModel|Document)$")
_NO_ENTITY = re.compile(r"(?:Error|Exception|Enum|Flag|Protocol|ABC|Service|Repository)$")
_KEY_NAMES = frozenset({"id", "_id", "uuid", "pk"})
_SAYS_KEY = re.compile(r"\bpk\b|\bprimary\b|\bclave primaria\b|\bllave primaria\b", re.IGNORECASE)
_IS_THERE = re.compile(
    r"\b(?:existing|existentes?|modif\w+|extend\w*|extensions? (?:to|of)|updat\w+|alter\w*|actualiza\w*"
    r"|amplia\w*)\b",
    re.IGNORECASE,
)
_IS_NEW = re.compile(r"\b(?:new|creat\w+|nuev[oa]s?|crea\w*)\b", re.IGNORECASE)
_QUOTES = re.compile(r"[`\"\[\]]")
_FIELD_NAME = re.compile(r"[A-Za-z_][\w.]*")
_NAME_IN_TITLE = re.compile(r"`([^`]+)`")
_WORDS_AROUND_A_NAME = re.compile(
    r"\b(?:the|table|tables|entity|model|schema|collection|class|new|tabla|la|el|entidad|modelo|esquema|clase|nueva|nuevo)\b",
    re.IGNORECASE,
)
_TYPES = (
    "string|str|text|varchar|char|int|integer|bigint|smallint|serial|number|float|double|decimal|numeric|bool|boolean|"
    "date|datetime|time|timestamp|timestamptz|uuid|id|json|jsonb|bytes|blob|binary|array|list|map|dict|object|enum|"
    "email|url|texto|entero|numero|booleano|fecha|lista|cadena"
)
_ITEM = re.compile(
    rf"(?P<field>[A-Za-z_]\w*\??)\s*(?::|\(|—|–|-)\s*(?P<type>(?:{_TYPES})\b[^\s,;—–]*|[A-Z]\w*(?:\[\]|<\w+>|\?))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


def field_rule(text: str) -> str | None:
    """A field is one identifier."""
    return None if _FIELD_NAME.fullmatch(text) else "A field’s name has only letters, digits and “_”."


def key(values: Values) -> str:
    """The table's name in lower case, without the schema that every database begins with.

    A row about a field has the key of its table: designs write one of them in SQL and the next in rows.
    """
    name = _QUOTES.sub("", values.get("entity", "")).strip().casefold()
    return name.removeprefix("public.").removeprefix("dbo.")


def claims(values: Values) -> list[Claimed]:
    """A table or class is created once, and a column has one type."""
    name = key(values)
    if "entity" not in values or undecided(values["entity"]):
        return []
    found = []
    # Who only adds a field to a table of somebody else does not list its key.
    if values.get("action") != "modify" and ("fields" in values or is_key(values)):
        found.append(Claimed("table-clash", name))
    columns = dict(fields_of(values))
    for column, written in columns.items():
        # A type that only one code base knows contradicts nothing that can be read.
        if (known := read_type(written)) and not undecided(column, written):
            found.append(Claimed("column-clash", f"{name}.{column}", known, topic=column))
    return found


def exclude(one: Claimed, other: Claimed) -> bool:
    """Whether both create it, or no type is both."""
    if isinstance(one.says, ColumnType) and isinstance(other.says, ColumnType):
        return cannot_both_hold(one.says, other.says)
    return True


def is_key(values: Values) -> bool:
    """Whether a row about a field says that it identifies the entity."""
    said = " ".join(values.get(role, "") for role in ("type", "constraints", "description"))
    return values.get("field", "").casefold() in _KEY_NAMES or _SAYS_KEY.search(said) is not None


def fields_of(values: Values) -> Iterator[tuple[str, str]]:
    """The fields that an entry names, in lower case, each with its type or ''."""
    if "field" in values:
        yield values["field"].casefold(), values.get("type", "")
    if "kind" in values:
        for line in values.get("fields", "").split("\n"):
            name, _, written = line.partition(":")
            if name.strip():
                yield name.strip().casefold(), written.strip()


def from_row(values: Values, headings: Headings) -> list[Values]:
    """A row about a field belongs to the entity that its column or the heading names."""
    if "entity" in values or not (name := _name_in(headings)):
        return [values | _changed(headings)]
    return [{"entity": name} | values | _changed(headings)]


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Items such as `email: string`, under a heading that names the entity."""
    name = _name_in(headings)
    found: Found = []
    for number, row in enumerate(rows):
        match = _ITEM.match(plain(row.cells[0]))
        if match and name and row.depth == 0:
            said = {"entity": name, "field": match["field"].rstrip("?"), "type": match["type"].rstrip(")")}
            rest = match["rest"].strip(" —–-,;:")
            found.append((number, said | ({"description": rest} if rest else {}) | _changed(headings)))
    return found


def from_code(block: Block, headings: Headings) -> Found:
    """Tables of SQL, wherever they are created; classes of Python with fields, under a heading about data."""
    lines = code_lines(block)
    named = language(block.info)
    if named in _SQL or holds_create_table(text_of(lines)):
        return [
            (table.line, _described(table.name, "table", table.fields, table.key))
            for table in read_tables(lines)
        ]
    if named not in LANGUAGES:
        return []
    expected = about(headings, ENTITIES.headings)
    return [
        (
            found.line,
            _described(found.table or found.name, "class", found.fields, found.key)
            | ({"action": "modify"} if found.is_partial else _changed(headings)),
        )
        for found in read_classes(lines)
        if found.fields and (found.table or _is_entity(found, expected=expected))
    ]


def _is_entity(found: PythonClass, *, expected: bool) -> bool:
    if any(_NO_ENTITY.search(name) for name in [found.name, *found.bases]):
        return False
    return expected or any(_STORED.search(base) for base in found.bases)


def _described(name: str, kind: str, fields: list[tuple[str, str]], key_fields: Sequence[str]) -> Values:
    lines = (f"{field}: {written}" if written else field for field, written in fields)
    said = {"entity": name, "kind": kind, "fields": "\n".join(lines)}
    return said | ({"constraints": f"PRIMARY KEY ({', '.join(key_fields)})"} if key_fields else {})


def _changed(headings: Headings) -> Values:
    """That the nearest title speaks of what is there already: `Existing Tables`, `Extend User`."""
    title = headings[-1][:TITLE_MAX] if headings else ""
    return {"action": "modify"} if _IS_THERE.search(title) and not _IS_NEW.search(title) else {}


def _name_in(headings: Headings) -> str:
    """The entity that the section's own title names: ``Table `users` ``, `2. Order`; '' for `Data Model`."""
    if not about(headings, ENTITIES.headings):
        return ""
    title = headings[-1][:200]
    if ticked := _NAME_IN_TITLE.search(title):
        return ticked[1].strip()
    text = re.sub(r"^\d+(?:\.\d+)*[.)]?\s+", "", plain(title)).partition("(")[0]
    name = _WORDS_AROUND_A_NAME.sub(" ", text).strip(" :.-–—")
    name = " ".join(name.split())
    return "" if not name or says(title, _GENERAL) or len(name.split()) > 3 else name


_GENERAL = listed(
    "data model, data models, data, entities, database, models, domain model, tables, fields, "
    "schemas, modelo de datos, modelos de datos, datos, entidades, base de datos, modelos, tablas, "
    "campos, modelo de dominio"
)

ENTITIES = Register(
    name="entities",
    headings=listed(
        "data model, data models, entities, entity, database schema, database, schema, schemas, "
        "models, model, tables, domain model, modelo de datos, modelos de datos, entidades, entidad, "
        "esquema, base de datos, modelos, tablas, modelo de dominio"
    ),
    columns=(
        Column(
            "entity", ("Entity", "Table"), ("Entidad", "Tabla"), loose=("Model", "Modelo", "Class", "Clase")
        ),
        Column(
            "field",
            ("Field", "Column", "Attribute", "Property"),
            ("Campo", "Columna", "Atributo", "Propiedad"),
            loose=("Name", "Nombre"),
            rule=field_rule,
        ),
        Column("type", ("Type", "Data Type"), ("Tipo", "Tipo de dato"), value="type"),
        Column(
            "constraints",
            ("Constraints", "Constraint"),
            ("Restricciones", "Restricción"),
            loose=("Key", "Clave"),
        ),
        Column("required", ("Required",), ("Obligatorio", "Requerido"), value="flag"),
        Column("nullable", ("Nullable", "Null"), ("Anulable", "Nulo"), value="flag"),
        Column("fields", ("Fields", "Columns", "Attributes"), ("Campos", "Columnas", "Atributos")),
        Column(
            "description",
            ("Description", "Purpose"),
            ("Descripción", "Propósito"),
            loose=listed("Notes, Notas, Changes, Cambios, Details, Detalles"),
        ),
        Column("action", ("Action",), ("Acción",), value="action", choices=ACTIONS),
        Column("kind", ("Kind",), ("Clase de entidad",), choices=("class", "table")),
    ),
    states=("field", "entity"),
    shown=("entity", "field", "type", "description"),
    sorted_by=("entity", "field"),
    facets=("kind", "type"),
    alone=(
        frozenset({"entity", "field", "type"}),
        frozenset({"field", "type", "constraints"}),
        frozenset({"entity", "fields"}),
    ),
    under=(
        frozenset({"field", "type"}),
        frozenset({"entity", "description"}),
        frozenset({"field", "description"}),
    ),
    key=key,
    claims=claims,
    exclude=exclude,
    from_row=from_row,
    from_list=from_list,
    from_code=from_code,
    recognised_by=(
        "CREATE TABLE in a fence; under a heading about data also Python classes with fields (ORM classes "
        "anywhere), tables of fields or entities, and list items such as “email: string” under the "
        "entity’s name"
    ),
    key_in_words="the name in lower case, also of a row that is about one of its fields",
    clash_in_words="both create the same table or class, or one of its columns cannot have both types",
)
