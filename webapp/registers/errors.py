"""Errors: what can go wrong, the code it is answered with, and the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.markdown.outline import Row
from webapp.registers.claims import Claimed
from webapp.registers.register import Column, Found, Headings, Register, Values, top_or_boxed, undecided
from webapp.registers.text import fold, listed, plain

_NUMBER = re.compile(r"[1-5]\d\d")
_FAMILY = re.compile(r"[1-5]xx", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*")
_SEVERAL = re.compile(r"\s*[/,|;]\s*|\s+(?:or|and|o|y)\s+")
_LEFT_OUT = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\{\s*(?:\.\.\.|…)\s*\}|(?<=:)\s*(?:\.\.\.|…)")
_BARE_NAME = re.compile(r"([{,]\s*)([A-Za-z_]\w*)\s*:")
_CODE_FIRST = re.compile(r"([45]\d\d)\b[\s:—–-]*(.*)", re.DOTALL)
_CODE_LAST = re.compile(r"(.{1,300}?)\s*(?:→|->|=>|:|\()\s*(?:HTTP\s+)?([45]\d\d)\b\)?\s*(.*)", re.DOTALL)


def code_rule(text: str) -> str | None:
    """HTTP's numbers, or a name of the application's own."""
    for part in _SEVERAL.split(text):
        # “404 Not Found” says the number and what HTTP calls it.
        number = part.partition(" ")[0]
        if not (_NUMBER.fullmatch(number) or _FAMILY.fullmatch(part) or _NAME.fullmatch(part)):
            return "A code is a number from 100 to 599, or a name such as NOT_FOUND."
    return None


def key(values: Values) -> str:
    """The code; without one the name of the error."""
    code = values.get("code", "")
    number = _NUMBER.match(code)
    return number[0] if number else fold(code) or fold(values.get("error", ""))


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with the words of the error that it answers; `shape` is it without what its values say."""

    error: frozenset[str]
    body: str
    shape: str


def claims(values: Values) -> list[Claimed]:
    """One code is answered with one body. Only bodies in JSON are compared: other texts may well differ."""
    text = values.get("response", "")
    if not values.get("code") or undecided(_LEFT_OUT.sub("null", text)) or not text.startswith(("{", "[")):
        return []
    # A name of the application's own names one error; 404 is many.
    named = fold(values.get("error", "")).split() if _NUMBER.match(values["code"]) else ()
    answer = Answer(frozenset(named), *_body(text))
    return [Claimed("error-clash", values["code"], answer)]


def exclude(one: Claimed, other: Claimed) -> bool:
    """Whether two bodies cannot both answer a code.

    A 404 of users and one of orders may well say different words; that they are built differently is
    what nobody wants who reads both.
    """
    first, second = one.says, other.says
    if not isinstance(first, Answer) or not isinstance(second, Answer) or first.body == second.body:
        return False
    same_error = first.error <= second.error or second.error <= first.error
    return same_error or first.shape != second.shape


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Items that name a status: `404 Not found: …`, `Bad signature → 401`."""
    found: Found = []
    for number, row in top_or_boxed(rows):
        text = plain(row.cells[0])
        if match := _CODE_FIRST.match(text):
            said = {"code": match[1], "error": match[2]}
        elif match := _CODE_LAST.match(text):
            said = {"error": match[1], "code": match[2], "response": match[3].strip(" :—–-,.()")}
        else:
            continue
        found.append((number, {role: value for role, value in said.items() if value}))
    return found


def _body(text: str) -> tuple[str, str]:
    """A body in one spelling, whatever order and blanks, and its shape."""
    for spelling in (text, _LEFT_OUT.sub("null", text), _as_json(text)):
        try:
            body = json.loads(spelling)
            return json.dumps(body, sort_keys=True), json.dumps(_shape(body), sort_keys=True)
        except (ValueError, RecursionError):
            continue
    return "".join(text.split()), ""


def _as_json(text: str) -> str:
    # { error: 'Not found' } is how JavaScript writes it.
    return _BARE_NAME.sub(r'\1"\2":', _LEFT_OUT.sub("null", text)).replace("'", '"')


def _shape(body: object) -> object:
    return {name: _shape(each) for name, each in body.items()} if isinstance(body, dict) else None


ERRORS = Register(
    name="errors",
    headings=listed(
        "error, errors, error handling, error codes, exceptions, errores, manejo de errores, gestion "
        "de errores, codigos de error, excepciones"
    ),
    columns=(
        Column(
            "error",
            ("Error", "Error Case", "Error Type", "Error Condition", "Exception"),
            ("Caso de error", "Tipo de error", "Excepción"),
            loose=listed(
                "Case, Caso, Condition, Condición, Scenario, Escenario, Situation, Situación, When, "
                "Cause, Causa, Type, Tipo"
            ),
        ),
        Column(
            "code",
            ("HTTP Code", "Code", "HTTP Status", "Status Code", "HTTP", "Error Code"),
            ("Código HTTP", "Código", "Estado HTTP", "Código de estado", "Código de error"),
            loose=("Status", "Estado"),
            value="code",
            rule=code_rule,
        ),
        Column(
            "response",
            ("Response", "Body", "Response Body"),
            ("Respuesta", "Cuerpo"),
        ),
        Column(
            "message",
            ("User Message", "Error Message", "Message"),
            ("Mensaje al usuario", "Mensaje de error", "Mensaje"),
        ),
        Column(
            "handling",
            ("Handling", "Technical Action", "How to handle"),
            ("Manejo", "Tratamiento", "Acción técnica", "Gestión"),
            loose=listed(
                "Action, Acción, Solution, Solución, Behavior, Behaviour, Comportamiento, "
                "Description, Descripción, Recovery, Meaning, Significado"
            ),
        ),
    ),
    states=("error", "code"),
    shown=("error", "code", "response"),
    sorted_by=("code", "error"),
    facets=("code",),
    alone=(
        frozenset({"error", "code"}),
        frozenset({"error", "response"}),
        frozenset({"error", "message"}),
        frozenset({"error", "handling"}),
    ),
    under=(frozenset({"code", "message"}), frozenset({"code", "handling"}), frozenset({"code", "response"})),
    key=key,
    claims=claims,
    exclude=exclude,
    from_list=from_list,
    recognised_by=(
        "a table with an error and its code, response, message or handling; under a heading about errors "
        "also list items that name a status, such as “Bad signature → 401”"
    ),
    key_in_words="the code, else the error’s name",
    clash_in_words="one code is answered with two JSON bodies: of one error, or built differently",
)
