"""What is typed over a list, taken apart: the words of the search, and the operators that the list knows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from webapp.services.errors import InvalidValue
from webapp.utils.queries import TYPED_MAX, Operator, Query, Refused, holds, parse, spelt


def typed_over_list(q: str, operators: Collection[str] = ()) -> Query:
    """Take apart what was typed over a list that knows these `operators`: `status`, or `is:open` alone.

    Of any other operator `unknown` says that it narrows nothing here. Raises InvalidValue for what cannot be
    looked for.
    """
    try:
        query = parse(q, at_most=TYPED_MAX)
    except Refused as refused:
        raise InvalidValue("q", str(refused)) from refused
    strange = [
        _not_here(each)
        for each in query.operators
        if each.name not in operators and spelt(each.name, each.value) not in operators
    ]
    return replace(query, unknown=(*query.unknown, *strange)) if strange else query


def fits(text: str, query: Query) -> bool:
    """Whether a text has what was typed over its list; none has where something in it means nothing."""
    return not query.unknown and holds(text, query)


def _not_here(operator: Operator) -> str:
    said = spelt(operator.name, operator.value)
    words = said.replace('"', "")
    return (
        f"“{words}” does not narrow this list, but it does the search. "
        "To find the words themselves, put them in quotation marks."
    )
