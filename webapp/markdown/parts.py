"""The parts of a merge that somebody has to choose, and what can be chosen for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

Way = Literal["mine", "theirs", "edited"]
WAYS: tuple[Way, ...] = get_args(Way)
"""How a part can be settled."""


@dataclass(frozen=True, slots=True)
class Part:
    r"""A piece that both changed, each in another way; '' where one deleted it.

    The three texts have `\n` between their lines and none at their end. `kind` is that of a block, or
    'section', 'heading', 'head' (of a table), 'row', 'item'; `section` is the title that it stands under,
    '' before the first heading. `tail` is the blank lines after it, where it stays.
    """

    base: str
    theirs: str
    mine: str
    kind: str
    section: str
    tail: str = ""

    @property
    def key(self) -> str:
        """What names this part as long as none of its three texts changes: 16 hexadecimal digits."""
        said = "\0".join((self.base, self.theirs, self.mine, self.kind, self.section))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def both(self) -> str:
        """The two texts one after the other, theirs first: where somebody starts who wants both."""
        gap = "\n" if self.kind in ("row", "item", "head") else "\n\n"
        return gap.join(filter(None, (self.theirs, self.mine)))


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided about a part; `text` is what they made of it where it is 'edited'."""

    way: Way
    text: str = ""

    def of(self, part: Part) -> str:
        """The text that is to stand for the part."""
        return {"mine": part.mine, "theirs": part.theirs, "edited": self.text}[self.way]
