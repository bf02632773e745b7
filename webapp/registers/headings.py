"""What the titles that lead to a section say about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from webapp.registers.text import fold, listed, plain

TITLE_MAX = 200

_NUMBER = re.compile(r"^(?:\d{1,3}(?: \d{1,3}){0,3}|[ivx]{1,4}) (?=\S)")
_PHASE = re.compile(
    r"(?:phase|fase|etapa|stage|sprint|iteration|iteracion|hito|milestone) (?:\d{1,3}|[a-f]|[ivx]{1,4})\b"
)
_TITLE_PARTS = re.compile(r"\s[-–—|]\s|[:：]")

# Sections of these names hold lists that look like tasks or checks and are something else.
_HOLDS_OTHER_THINGS = listed(
    "definition of done, acceptance criteria, success criteria, out of scope, non goals, frequently "
    "asked questions, definicion de hecho, definicion de terminado, criterios de aceptacion, "
    "criterios de exito, fuera de alcance"
)
_HOLDS_OTHER_THINGS_ALONE = frozenset(
    listed(
        "overview, summary, notes, legend, goals, scope, risks, blockers, rules, changelog, faq, "
        "background, motivation, context, resumen, notas, leyenda, objetivos, alcance, riesgos, "
        "bloqueos, reglas, contexto, motivacion, next steps, recent updates, proximos pasos, "
        "siguientes pasos, risks mitigations, user stories"
    )
)
_RESOLVED = listed("resolved, answered, closed, resueltas, resueltos, respondidas, cerradas")


@lru_cache(maxsize=4096)
def words(title: str) -> str:
    """A title for comparing: folded, without the number in front of it."""
    return _NUMBER.sub("", fold(plain(title[:TITLE_MAX])))


def says(title: str, phrases: Iterable[str]) -> bool:
    """Whether one of the folded phrases stands in the title, as whole words."""
    padded = f" {words(title)} "
    return any(f" {phrase} " in padded for phrase in phrases)


def is_only(title: str, phrases: Iterable[str]) -> bool:
    """Whether the title is one of the phrases and nothing else."""
    return words(title) in phrases


def about(headings: Sequence[str], phrases: Iterable[str]) -> bool:
    """Whether a section, or one that it stands in, is about something."""
    return any(says(title, phrases) for title in headings[1:]) or document_is_about(headings, phrases)


def document_is_about(headings: Sequence[str], phrases: Iterable[str]) -> bool:
    """Whether the outermost title says one of the phrases and next to nothing else.

    It is the title of the whole document: a design about security is not a list of checks.
    """
    title = headings[0] if headings else ""
    # A text without a title of its own begins with `Open Questions` or `Security Considerations`.
    short = len(headings) == 1 and len(words(title).split()) <= 4 and len(title_parts(title)) == 1
    return is_only(title, phrases) or (short and says(title, phrases))


def title_parts(title: str) -> list[str]:
    """The parts of a document's title: `FEAT-001: Sign in - Tasks` has three."""
    return [part for part in _TITLE_PARTS.split(title[:TITLE_MAX]) if part.strip()]


def holds_other_things(title: str) -> bool:
    """Whether the title is that of a section no register reads lists from."""
    return says(title, _HOLDS_OTHER_THINGS) or words(title) in _HOLDS_OTHER_THINGS_ALONE


def is_phase(title: str) -> bool:
    """Whether the title begins a phase: `Phase 1: Foundation`, `Fase 2`, `Sprint 3`."""
    return _PHASE.match(words(title)) is not None


def is_resolved(headings: Sequence[str]) -> bool:
    """Whether the section's own title says that all in it is settled."""
    return bool(headings) and says(headings[-1], _RESOLVED)
