"""Endpoints: what an API answers, by method and path."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.markdown.outline import Block, Row
from webapp.registers.claims import Claimed
from webapp.registers.code.fences import code_lines
from webapp.registers.code.requests import REQUEST, read_requests
from webapp.registers.headings import about, says
from webapp.registers.register import Column, Found, Headings, Register, Values, top_or_boxed, undecided
from webapp.registers.text import TEXT_MAX, listed, plain
from webapp.registers.values import flag_of
from webapp.utils.fences import language
from webapp.utils.verbs import VERBS

_PARAMETER = re.compile(r"\{[^{}/]*\}|<[^<>/]*>|\[[^\[\]/]*\]|(?<=/):[A-Za-z_]\w*")
_ORIGIN = re.compile(r"https?://[^/]*")
_SEVERAL = re.compile(r"\s*[/,|+]\s*|\s+(?:and|or|y|o)\s+|\s+", re.IGNORECASE)
_LANGUAGES = frozenset({"", "text", "txt", "plaintext", "plain", "http", "rest", "yaml", "yml", "api"})
# What a request looks like is not the list of what there is.
_EXAMPLES = ("example", "examples", "ejemplo", "ejemplos", "request response", "sample", "samples")


def method_rule(text: str) -> str | None:
    """A cell may name several methods; each must be one that HTTP knows."""
    if all(word.upper() in VERBS for word in _SEVERAL.split(text.strip()) if word):
        return None
    return "A method is one of GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS."


def path_rule(text: str) -> str | None:
    """A path is absolute, has no blanks, and closes its parameters."""
    if not text.startswith("/"):
        return "A path starts with “/”."
    if " " in text:
        return "A path has no blanks."
    if text.count("{") != text.count("}"):
        return "A parameter in a path stands between “{” and “}”."
    return None


def key(values: Values) -> str:
    """`GET /users/{}`: the names of parameters, the query and a last slash make no difference."""
    path = _ORIGIN.sub("", values.get("path", "")).partition("?")[0]
    path = "/" + _PARAMETER.sub("{}", path).strip("/")
    return f"{values['method']} {path}" if values.get("method") else path


def claims(values: Values) -> list[Claimed]:
    """One method of one path is defined once."""
    if not values.get("method") or undecided(values.get("path", "")):
        return []
    return [Claimed("endpoint-clash", key(values))]


def from_row(values: Values, headings: Headings) -> list[Values]:
    """One fact a method: `GET, POST` on one path are two endpoints; the method may stand before the path."""
    path = values.get("path", "")
    if match := REQUEST.match(path):
        path, values = match["path"], {"method": match["method"]} | values
    if "method" not in values and not path.startswith("/"):
        return []
    methods = [word for word in _SEVERAL.split(values.get("method", "")) if word in VERBS]
    if not methods:
        return [values | {"path": path}]
    return [values | {"method": method, "path": path} for method in methods]


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Items that begin with a method and a path."""
    found: Found = []
    for number, row in top_or_boxed(rows):
        text = plain(row.cells[0])
        match = REQUEST.match(text)
        if match:
            description = text[match.end() :].strip(" -–—→:")
            found.append((number, _said(match["method"], match["path"].rstrip(":,;"), description)))
    return found


def from_code(block: Block, headings: Headings) -> Found:
    """Lines that name a request, in a fence under a heading about the API."""
    named = about(headings, ENDPOINTS.headings) and not says(headings[-1], _EXAMPLES)
    if not named or language(block.info) not in _LANGUAGES:
        return []
    return [
        (one.line, _said(one.method, one.path, plain(one.description[:TEXT_MAX])) | _auth(one.auth))
        for one in read_requests(code_lines(block))
    ]


def _said(method: str, path: str, description: str) -> Values:
    said = {"method": method, "path": path, "description": description}
    return {role: text for role, text in said.items() if text}


def _auth(text: str) -> Values:
    return {"auth": flag_of(text)} if text else {}


ENDPOINTS = Register(
    name="endpoints",
    headings=listed("endpoint, endpoints, api, rest, routes, rutas, urls"),
    columns=(
        Column(
            "method",
            ("Method", "HTTP Method", "Verb", "HTTP Verb"),
            ("Método", "Método HTTP", "Verbo"),
            value="verb",
            choices=VERBS,
            rule=method_rule,
        ),
        Column(
            "path",
            ("Endpoint", "Path", "Route", "URL", "URI", "URL Path"),
            ("Ruta", "Punto de acceso", "Dirección"),
            loose=("Resource", "Recurso"),
            value="path",
            rule=path_rule,
        ),
        Column(
            "description",
            ("Description", "Purpose", "Summary", "What it does"),
            ("Descripción", "Propósito", "Resumen"),
            loose=listed("Action, Acción, Notes, Notas, Details, Detalles, Use, Uso"),
        ),
        Column(
            "auth",
            ("Auth", "Auth Required", "Authentication", "Authenticated", "Requires Auth", "Protected"),
            ("Autenticación", "Requiere autenticación", "Protegido", "Autorización"),
            loose=listed("Authorization, Access, Acceso, Roles, Role, Rol"),
            value="flag",
            choices=("yes", "no"),
        ),
        Column(
            "request",
            ("Request", "Request Body", "Body", "Input"),
            ("Petición", "Solicitud", "Cuerpo", "Entrada"),
        ),
        Column("response", ("Response", "Returns", "Output"), ("Respuesta", "Devuelve", "Salida")),
        Column(
            "code", ("Code", "HTTP Code", "Status", "Status Code"), ("Código", "Código HTTP"), value="code"
        ),
    ),
    states=("path",),
    shown=("method", "path", "description", "auth"),
    sorted_by=("path", "method"),
    facets=("method", "auth"),
    several="method",
    alone=(frozenset({"method", "path"}),),
    under=(frozenset({"path", "description"}), frozenset({"path", "auth"}), frozenset({"path", "response"})),
    key=key,
    claims=claims,
    from_row=from_row,
    from_list=from_list,
    from_code=from_code,
    recognised_by=(
        "a table with a method and a path; under a heading about the API also list items and lines of a "
        "text, http or yaml fence that begin with a method and a path"
    ),
    key_in_words="method and path, without the names of parameters",
    clash_in_words="both define the same method and path",
)
