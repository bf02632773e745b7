"""What a project's template states: what is word for word the same in a design is nobody's decision yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.markdown.outline import Outline
from webapp.registers.entry import Entry
from webapp.registers.headings import words
from webapp.registers.reading import entries
from webapp.utils import placeholders

EXAMPLES = frozenset({"endpoints", "files", "entities", "packages", "services", "questions", "references"})
"""The registers of which a template can only have examples.

What it says of errors, security or tests is meant for every design, and stays as it is in most of them.
"""

Stated = tuple[str, str, tuple[tuple[str, str], ...]]

_SAYS_EXAMPLE = re.compile(r"\b(?:example|ejemplo|sample|muestra)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Template:
    """What is looked up of a template: its facts, the examples among its code, its filled sections.

    `sections` has the titles, folded and without their number, under which it has anything at all.
    """

    facts: frozenset[Stated] = frozenset()
    examples: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()

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


def _stated(register: str, key: str, values: Mapping[str, str]) -> Stated:
    return register, key, tuple(sorted(values.items()))


def _examples(outline: Outline) -> Iterator[str]:
    """Code that says of itself that it is to be replaced: a flow that holds for every design does not."""
    for section in outline.sections:
        for block in section.blocks:
            if block.kind == "code" and _is_example(block.source):
                yield block.source.strip()


def _is_example(source: str) -> bool:
    # Line by line: to Markdown all of a fence is code, in which no placeholder is looked for.
    return _SAYS_EXAMPLE.search(source) is not None or any(map(placeholders.find, source.splitlines()))


def _filled(outline: Outline) -> Iterator[str]:
    for path, section in zip(outline.heading_paths(), outline.sections, strict=True):
        if any(block.kind != "divider" for block in section.blocks):
            # What stands under a title fills the titles above it as well.
            yield from (words(title) for title in path)
