"""Sections: by the titles that lead to them, by what they say, by their place in the tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from webapp.markdown.matching.pairing import Pairing
from webapp.markdown.matching.words import Said, said
from webapp.markdown.outline import Outline, Section

# How much of their words two sections share: in place of each other, and when one was moved as well.
LIKE_HERE = 0.5
LIKE_ELSEWHERE = 0.7

# Sections that say less are told apart by their titles only.
WORDS_THAT_TELL = 4

_NUMBER = re.compile(r"\d+(?:\.\d+)*[.):]?\s+")


@dataclass
class _Place:
    """A section in its tree. `parent` is the index of the section above, -1 for none."""

    section: Section
    path: tuple[str, ...]
    parent: int

    @cached_property
    def title(self) -> str:
        return self.path[-1] if self.path else ""

    @cached_property
    def text(self) -> str:
        """Heading and body, without the blank lines at the end."""
        return self.section.text.rstrip()

    @cached_property
    def body(self) -> str:
        return "".join(block.text for block in self.section.blocks).rstrip()

    @cached_property
    def says(self) -> Said:
        """The title and the body in words."""
        return said([self.section.title, *(self.body.splitlines())])

    @cached_property
    def tells(self) -> bool:
        """Whether the body says enough to know the section by it."""
        return said(self.body.splitlines()).words.total() >= WORDS_THAT_TELL


def match_sections(old: Outline, new: Outline) -> dict[int, int]:
    """New section index → old section index. Section 0 is always section 0."""
    named = _has_name(old) and _has_name(new)
    pairing = Pairing(_places(old, named), _places(new, named))
    pairing.pair(0, 0)
    pairing.by_key(lambda place: (place.path, place.text))
    pairing.by_key(lambda place: place.text if place.tells else None)
    pairing.by_key(lambda place: place.path)
    pairing.by_key(lambda place: place.body if place.tells else None)
    pairing.by_likeness(lambda place: place.says, LIKE_HERE, LIKE_ELSEWHERE)
    _by_parent(pairing)
    pairing.by_unique_key(lambda place: place.title)
    _by_children(pairing)
    return pairing.pairs


def _has_name(outline: Outline) -> bool:
    """Whether one heading of the first level names the document."""
    return sum(section.level == 1 for section in outline.sections) == 1


def _places(outline: Outline, named: bool) -> list[_Place]:
    """The sections with their paths. The document's name is no part of them: a design that gets its
    key or its title in its first line keeps its sections.
    """
    places: list[_Place] = []
    above: list[int] = []
    for at, section in enumerate(outline.sections):
        while above and outline.sections[above[-1]].level >= section.level:
            above.pop()
        title = "" if named and section.level == 1 else _folded(section.title)
        path = (*places[above[-1]].path, title) if above else (title,)
        places.append(_Place(section, path, above[-1] if above else -1))
        if section.level:
            above.append(at)
    return places


def _by_parent(pairing: Pairing[_Place]) -> None:
    """Pair equal titles under paired sections, where there is one such title on either side."""
    partners = {old: new for new, old in pairing.pairs.items()}

    def under(parent: int, title: str) -> Hashable | None:
        return (parent, title) if parent >= 0 and title else None

    old_keys = [under(partners.get(place.parent, -1), place.title) for place in pairing.old]
    new_keys = [
        under(place.parent if place.parent in pairing.pairs else -1, place.title) for place in pairing.new
    ]
    old_counts, new_counts = Counter(old_keys), Counter(new_keys)
    free = {old_keys[at]: at for at in pairing.free_old}
    for at in pairing.free_new:
        key = new_keys[at]
        if key is not None and key in free and old_counts[key] == new_counts[key] == 1:
            pairing.pair(at, free[key])


def _by_children(pairing: Pairing[_Place]) -> None:
    """Pair sections most of whose subsections are paired with each other: the heading was renamed."""
    parents: dict[int, Counter[int]] = {}
    for new, old in pairing.pairs.items():
        parent, old_parent = pairing.new[new].parent, pairing.old[old].parent
        if parent >= 0 and old_parent >= 0:
            parents.setdefault(parent, Counter())[old_parent] += 1
    children = Counter(place.parent for place in pairing.new)
    free_old = set(pairing.free_old)
    for new in pairing.free_new:
        for old, count in parents.get(new, Counter()).most_common(1):
            if old in free_old and 2 * count > children[new]:
                pairing.pair(new, old)
                free_old.discard(old)


def _folded(title: str) -> str:
    """A title as it is compared: small letters, single blanks, without its number."""
    folded = " ".join(title.casefold().split())
    return _NUMBER.sub("", folded, count=1) if _NUMBER.match(folded) else folded
