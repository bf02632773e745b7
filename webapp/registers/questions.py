"""Questions: what is still open."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.markdown.outline import Row
from webapp.registers.headings import is_resolved, says
from webapp.registers.register import Column, Found, Headings, Register, Values, done_of, top_or_boxed
from webapp.registers.text import fold, listed, plain
from webapp.registers.values import state_is_done


def key(values: Values) -> str:
    """The question's words."""
    return fold(values.get("question", ""))


def from_row(values: Values, headings: Headings) -> list[Values]:
    """An answer closes a question, and so does a status or a heading that says so."""
    closed = bool(values.get("answer")) or state_is_done(values.get("status", "")) or is_resolved(headings)
    return [values | {"done": "yes" if closed else "no"}]


def from_list(rows: Sequence[Row], headings: Headings) -> Found:
    """Items at the top are questions, those under them are thoughts about them.

    Under a title of its own a question has its answers as a list: there an item asks only with its mark.
    """
    closed = {"done": "yes"} if is_resolved(headings) else {}
    here = bool(headings) and says(headings[-1], QUESTIONS.headings)
    found: Found = []
    for number, row in top_or_boxed(rows):
        text = plain(row.cells[0])
        if text and (here or row.done is not None or text.endswith("?")):
            found.append((number, {"question": text, "done": "no"} | done_of(row) | closed))
    return found


QUESTIONS = Register(
    name="questions",
    headings=listed("questions, open question, preguntas, pregunta abierta, dudas, cuestiones abiertas"),
    columns=(
        Column(
            "question",
            ("Question",),
            ("Pregunta", "Duda", "Cuestión"),
            loose=("Topic", "Tema", "Issue", "Asunto"),
        ),
        Column(
            "answer",
            ("Answer", "Decision", "Resolution"),
            ("Respuesta", "Decisión", "Resolución"),
        ),
        Column("status", ("Status",), ("Estado",), value="state"),
        Column("owner", ("Owner", "Assignee"), ("Responsable",), loose=("Who", "Quién")),
        Column(
            "notes",
            ("Notes", "Context"),
            ("Notas", "Contexto"),
            loose=("Impact", "Impacto", "Options", "Opciones"),
        ),
    ),
    states=("question",),
    shown=("question", "answer"),
    sorted_by=("done",),
    facets=("done", "owner"),
    under=(frozenset({"question"}),),
    key=key,
    from_row=from_row,
    from_list=from_list,
    recognised_by="under a heading about questions: checklists, lists and steps, and a table with a question",
    key_in_words="the question’s words",
)
