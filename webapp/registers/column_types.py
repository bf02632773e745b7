"""Types of columns as designs write them, in SQL, Python or plain words; which exclude each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 200

# What follows a type and says something else of the column; a comma in brackets parts lengths.
_REST = re.compile(
    r"(?:[,;](?![^()\[\]<>]*[)\]>])|\bnot null|\bnull(?:able)?\b|\bunsigned\b|\bprimary\b|\bunique\b"
    r"|\bdefault\b|\breferences\b|\bgenerated\b|\bauto_?increment\b|\(?\b[fp]k\b|\(?\bforeign key\b"
    r"|\|\s*(?:none|null)\b|→|->|\?).*$"
)
_WRAPPED = re.compile(r"(?:optional|mapped|union|annotated|final|nullable)\[(.*)\]")
_LIST = re.compile(
    r"(?:list|array|sequence|set|tuple|iterable)(?:\[(.*?)(?:,\s*\.\.\.)?\]|<(.*)>|\((.*)\))?|(.*)\[\]"
)
_SIMPLE = re.compile(r"([a-z][a-z0-9_ ]*?)\s*(?:\(\s*([0-9, ]+)\s*\))?(\s+with(?:out)? time zone)?")

# Each word: its family, and in it the kind where the word says one. Words of one family without a kind
# are how a language that knows no more says it.
_WORDS: dict[str, tuple[str, str]] = {
    word: (family, kind)
    for family, kind, words in (
        ("text", "", "str string cadena char[]"),
        ("text", "text", "text texto longtext mediumtext clob citext"),
        ("text", "varchar", "varchar nvarchar varchar2"),
        ("text", "char", "char nchar bpchar"),
        ("integer", "", "int entero long"),
        ("integer", "integer", "integer int4 serial mediumint"),
        ("integer", "smallint", "smallint int2 smallserial tinyint"),
        ("integer", "bigint", "bigint int8 bigserial biginteger int64"),
        ("number", "", "number numero"),
        ("number", "float", "float double real float4 float8 double_precision"),
        ("number", "decimal", "decimal numeric money"),
        ("boolean", "", "bool boolean booleano"),
        ("date", "", "date fecha"),
        ("time", "", "time"),
        ("datetime", "", "datetime"),
        ("datetime", "timestamp", "timestamp datetime2"),
        ("datetime", "timestamptz", "timestamptz datetimeoffset"),
        ("uuid", "", "uuid guid uniqueidentifier"),
        ("json", "", "dict object map mapping"),
        ("json", "json", "json"),
        ("json", "jsonb", "jsonb"),
        ("bytes", "", "bytes blob bytea binary varbinary longblob"),
        ("enum", "", "enum"),
    )
    for word in words.split()
}
_LONG_WORDS = {
    "character varying": "varchar",
    "double precision": "double_precision",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "time with time zone": "time",
    "time without time zone": "time",
    "big integer": "bigint",
}
# One says it for want of the other: no design contradicts another by it.
_FOR_WANT = (
    frozenset({"number", "integer"}),
    frozenset({"enum", "text"}),
    frozenset({"enum", "integer"}),
    frozenset({"list", "json"}),
)


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type, with its kind and its length where they are said; the kind of a list is what is in it."""

    family: str
    kind: str = ""
    length: str = ""


@lru_cache(maxsize=4096)
def read_type(text: str) -> ColumnType | None:
    """The type that a text names; None for one that only its own code base knows."""
    folded = " ".join(text[:LONGEST].casefold().split())
    while wrapped := _WRAPPED.fullmatch(folded):
        folded = wrapped[1]
    folded = _REST.sub("", folded).strip()
    if several := _LIST.fullmatch(folded):
        within = next((group for group in several.groups() if group), "")
        inner = read_type(within) if within else None
        return ColumnType("list", inner.family if inner else "")
    simple = _SIMPLE.fullmatch(_LONG_WORDS.get(folded, folded))
    if simple is None:
        return None
    word = _LONG_WORDS.get(simple[1] + (simple[3] or ""), simple[1])
    family, kind = _WORDS.get(word, ("", ""))
    if word == "tinyint" and simple[2] == "1":
        return ColumnType("boolean")  # as MySQL has it
    # SQL is written in capitals by many: there INT is as much of a size as INTEGER.
    if word == "int" and "INT" in text:
        kind = "integer"
    return ColumnType(family, kind, (simple[2] or "").replace(" ", "")) if family else None


def cannot_both_hold(one: ColumnType, other: ColumnType) -> bool:
    """Whether no column is of both types. What one of them leaves open contradicts nothing."""
    if one.family != other.family:
        return frozenset({one.family, other.family}) not in _FOR_WANT
    if one.kind and other.kind and one.kind != other.kind:
        return True
    return bool(one.length and other.length and one.length != other.length)
