"""What came out of a merge: settled text, and between it the parts that somebody has to choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from webapp.markdown.line_ends import with_ends_of
from webapp.markdown.lines import BYTE_ORDER_MARK, split_lines, with_newlines, without_end
from webapp.markdown.parts import Part
from webapp.markdown.reader import read


@dataclass(frozen=True, slots=True)
class Placed:
    """Text or a part in its order; `parted` where a blank line may stand before it."""

    what: str | Part
    parted: bool


class Merged:
    """A merged text: `parts` are what is still to be chosen, in their order."""

    def __init__(self, placed: Sequence[Placed], theirs: str, mine: str, *, mark: bool, ended: bool) -> None:
        self._placed = placed
        self._theirs = theirs
        self._neighbours = _neighbours(theirs, mine)
        self._mark = mark
        self._ended = ended
        self.parts = [each.what for each in placed if isinstance(each.what, Part)]

    def text(self, choices: Mapping[str, str] | None = None) -> str:
        """The whole text, with the text chosen for each part by its key.

        Lines end as they do in theirs. Raises KeyError for a part without a choice.
        """
        text = _joined(self._texts(choices or {}), self._neighbours)
        text = with_ends_of(self._theirs.removeprefix(BYTE_ORDER_MARK), text)
        if not self._ended:
            text = without_end(text)
        return BYTE_ORDER_MARK + text if self._mark else text

    def _texts(self, choices: Mapping[str, str]) -> Iterable[tuple[str, bool]]:
        for each in self._placed:
            if isinstance(each.what, Part):
                chosen = with_newlines(choices[each.what.key]).strip("\n")
                yield (f"{chosen}\n{each.what.tail}" if chosen else "", each.parted)
            else:
                yield each.what, each.parted


class Whole(Merged):
    """A merge in which nothing had to be merged: the text is one of the three, as it stands."""

    def __init__(self, text: str) -> None:
        super().__init__([], text, text, mark=False, ended=True)

    def text(self, choices: Mapping[str, str] | None = None) -> str:
        """That text, every byte."""
        return self._theirs


def _joined(texts: Iterable[tuple[str, bool]], neighbours: set[tuple[str, str]]) -> str:
    """Join pieces; those that stood beside each other in neither text are kept from becoming one."""
    joined: list[str] = []
    for text, parted in texts:
        if not text:
            continue
        if parted and joined and _seam(joined[-1], text) not in neighbours and _fuse(joined[-1], text):
            joined.append("\n")
        joined.append(text)
    return "".join(joined)


def _seam(left: str, right: str) -> tuple[str, str]:
    """The two lines that come to stand beside each other."""
    return without_end(split_lines(left)[-1]), without_end(split_lines(right)[0])


def _fuse(left: str, right: str) -> bool:
    """Whether two pieces would read as fewer than they are, such as two paragraphs without a blank line."""
    return _count(left + right) < _count(left) + _count(right)


def _count(text: str) -> int:
    sections = read(text).sections
    return sum(len(section.blocks) + bool(section.level) for section in sections)


def _neighbours(*texts: str) -> set[tuple[str, str]]:
    return {
        pair
        for text in texts
        for pair in pairwise(without_end(line) for line in split_lines(text.removeprefix(BYTE_ORDER_MARK)))
    }
