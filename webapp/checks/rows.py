"""What one row says alone."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import zip_longest

from webapp.checks.codes import quoted
from webapp.checks.names import name_of
from webapp.checks.template import EXAMPLES, Template
from webapp.checks.told import Place, Told
from webapp.markdown.outline import Row
from webapp.registers.counting import SEARCHED_MAX
from webapp.registers.entry import Entry
from webapp.registers.recognition import REGISTERS
from webapp.registers.text import fold, listed, plain
from webapp.utils import placeholders


def check_row(place: Place, number: int, row: Row, facts: Sequence[Entry], template: Template) -> list[Told]:
    """What is told of one row of a table or a list, without asking any other.

    `number` is the row's index in its block and `facts` are the entries that it states. `check_document`
    tells of this row the same, and of no row anything else.
    """
    told = [*_undecided(place, row)] or [*_from_template(facts, template)]
    told += _broken_rules(place, row)
    if not told:
        told += [*_no_auth(place, row, facts), *_unanswered(facts)]
    return [
        Told(code, place.section, place.block, number, None, place.known.register, about, suffix, checked)
        for code, about, suffix, checked in told
    ]


def left_in(texts: Sequence[str], labels: Container[str] = ()) -> str:
    """The placeholders that stand in some texts, as people read them; '' when there is none.

    `labels` are those of the links that the document defines, as `label_of` spells them: `[such]` is one.
    """
    found = [text for text in _spans(texts) if not (text.startswith("[") and label_of(text) in labels)]
    # `_[Why]_` is emphasis around what is meant.
    return quoted(", ".join(dict.fromkeys(f"“{quoted(plain(text))}”" for text in found)))


def label_of(brackets: str) -> str:
    """The label between brackets in the one spelling by which Markdown compares them."""
    return " ".join(brackets.strip("[]").casefold().split())


def may_be_links(texts: Sequence[str]) -> bool:
    """Whether something stands in brackets here: whether it is a link, the labels of a document tell."""
    return any(text.startswith("[") for text in _spans(texts))


def _spans(texts: Sequence[str]) -> list[str]:
    return [text[start:end] for text in texts for start, end in placeholders.find(text[:SEARCHED_MAX])]


_STATES = frozenset(listed("status, state, progress, stage, done, estado, progreso, etapa, hecho"))
_Said = tuple[str, dict[str, str], str, str]
"""A code, the words of its sentence, what tells it from others of the row, and what was looked at."""


def _undecided(place: Place, row: Row) -> Iterator[_Said]:
    cells = [cell for name, cell in _named(place, row) if not _is_state(name, cell)]
    if text := left_in(cells, place.labels):
        yield "placeholder", {"text": text}, "", "\n".join(row.cells)


def _named(place: Place, row: Row) -> Iterator[tuple[str, str]]:
    """The cells with the names of their columns; an item has one cell and no name."""
    return zip_longest(place.columns[: len(row.cells)], row.cells, fillvalue="")


def _is_state(name: str, cell: str) -> bool:
    """Whether a cell only says that something is still to be done."""
    return "TODO" in cell and plain(cell).strip() == "TODO" and fold(plain(name)) in _STATES


def _from_template(facts: Sequence[Entry], template: Template) -> Iterator[_Said]:
    examples = [fact for fact in facts if fact.register in EXAMPLES and template.holds(fact)]
    if examples:
        names = ", ".join(f"“{quoted(name_of(fact.register, fact.values))}”" for fact in examples)
        yield "template-example", {"text": quoted(names)}, "", repr([fact.values for fact in examples])


def _broken_rules(place: Place, row: Row) -> Iterator[_Said]:
    if place.kind != "table" or place.known.register is None:
        return
    register = REGISTERS[place.known.register]
    for role, cell, name in zip(place.known.roles, row.cells, place.columns, strict=False):
        column = register.column(role) if role else None
        if column and column.rule and (reason := column.check(cell)):
            about = {"column": quoted(plain(name)) or role, "text": quoted(plain(cell)), "reason": reason}
            yield "rule-broken", about, role, cell


def _no_auth(place: Place, row: Row, facts: Sequence[Entry]) -> Iterator[_Said]:
    # Without such a column the table leaves it to the text, which speaks of all endpoints at once.
    if place.known.register != "endpoints" or "auth" not in place.known.roles:
        return
    open_ones = [fact for fact in facts if fact.values.get("auth", "?").strip("? ") == ""]
    if open_ones:
        names = ", ".join(name_of("endpoints", fact.values) for fact in open_ones)
        yield "endpoint-without-auth", {"endpoint": quoted(names)}, "", names


def _unanswered(facts: Sequence[Entry]) -> Iterator[_Said]:
    for fact in facts:
        if fact.register == "questions" and fact.values.get("done") == "no":
            question = fact.values.get("question", "")
            yield "question-unanswered", {"question": quoted(question)}, "", question
