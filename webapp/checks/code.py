"""What a code block says. Most brackets in code are code: only what a register reads out of it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.checks.codes import quoted
from webapp.checks.names import name_of
from webapp.checks.rows import left_in
from webapp.checks.template import EXAMPLES, Template
from webapp.checks.told import Place, Told
from webapp.markdown.outline import Block
from webapp.registers.entry import Entry
from webapp.registers.text import plain


def check_code(place: Place, block: Block, facts: Sequence[Entry], template: Template) -> list[Told]:
    """What is told of a code block, by the lines of what it states, else of the block as a whole."""
    told = [*_of_facts(place, facts, template)]
    if not told and block.source.strip() in template.examples:
        title = quoted(plain(place.headings[-1])) if place.headings else ""
        about = {"text": f"the code under “{title}”" if title else "this code"}
        told = [Told("template-example", place.section, place.block, about=about, checked=block.source)]
    return told


def _of_facts(place: Place, facts: Sequence[Entry], template: Template) -> Iterator[Told]:
    for fact in facts:
        name = name_of(fact.register, fact.values)
        checked = repr(fact.values)
        if text := left_in([name], place.labels):
            yield _told(place, fact, "placeholder", {"text": text}, checked)
        elif fact.register in EXAMPLES and template.holds(fact):
            yield _told(place, fact, "template-example", {"text": f"“{quoted(name)}”"}, checked)


def _told(place: Place, fact: Entry, code: str, about: dict[str, str], checked: str) -> Told:
    # One line may state several facts; their names tell them apart.
    suffix = name_of(fact.register, fact.values)[:100]
    return Told(code, place.section, place.block, None, fact.line, fact.register, about, suffix, checked)
