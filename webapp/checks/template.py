"""What a project's template states: what is word for word the same in a design is nobody's decision yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from webapp.markdown.outline import Outline
from webapp.registers.entry import Entry
from webapp.registers.headings import words
from webapp.registers.reading import entries
from webapp.registers.register import Values

Stated = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Template:
    """What is looked up of a template: its facts, the examples among its code, its filled sections.

    `sections` has the titles, folded and without their number, under which it has anything at all.
    """

    facts: frozenset[Stated] = frozenset()
    examples: frozenset[str] = frozenset()
    sections: frozenset[str] = field(default=frozenset())

    def states(self, register: str, key: str, values: Mapping[str, str]) -> bool:
        """Whether an entry is word for word one of the template's: then it never clashes."""
        return _stated(register, key, values) in self.facts

    def holds(self, entry: Entry) -> bool:
        """The same for an entry that was read."""
        return self.states(entry.register, entry.key, entry.values)


NO_TEMPLATE = Template()
"""For designs whose project has none."""


def read_template(outline: Outline) -> Template:
    """What a template, read as an outline, states."""
    facts = frozenset(_stated(each.register, each.key, each.values) for each in entries(outline))
    return Template(facts, frozenset(_examples(outline)), frozenset(_filled(outline)))


def _stated(register: str, key: str, values: Mapping[str, str] | Values) -> Stated:
    return register, key, tuple(sorted(values.items()))


def _examples(outline: Outline) -> Iterable[str]:
    for section in outline.sections:
        for block in section.blocks:
            if block.kind == "code":
                yield block.source.strip()


def _filled(outline: Outline) -> Iterable[str]:
    for path, section in zip(outline.heading_paths(), outline.sections, strict=True):
        if any(block.kind != "divider" for block in section.blocks):
            # What stands under a title fills the titles above it as well.
            yield from (words(title) for title in path)
