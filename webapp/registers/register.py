"""What a register is: how it is recognised, its columns and their rules, its key, what clashes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from webapp.markdown.outline import Block, Row
from webapp.registers.claims import Claimed, always, no_claims
from webapp.registers.headings import says
from webapp.registers.text import TEXT_MAX, fold, plain
from webapp.utils import folding, placeholders

Values = dict[str, str]
"""What one fact says: role to plain text."""

Headings = Sequence[str]
"""The titles that lead to a section, outermost first, its own last."""

Found = list[tuple[int, Values]]
"""Facts with the row or, in code, the line that states them."""

Rule = Callable[[str], str | None]
"""One sentence on what is wrong with a plain text, or None."""

SORT_MAX = 200
"""How many characters of what a register is ordered by are kept: PostgreSQL indexes at most 2,704 bytes."""

PART_END = "\x1f"
"""What parts the roles of it: smaller than any letter, so that `/users` stands before `/users/{id}`."""

ValueKind = Literal[
    "text", "verb", "path", "flag", "code", "file", "action", "package", "version", "link", "state", "type"
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: how tables name it, what its cells hold, what they must not.

    `names[0]` and `spanish[0]` are what a new table calls it. `loose` names are everyday words that
    count only under the register's own headings.
    """

    role: str
    names: tuple[str, ...]
    spanish: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    value: ValueKind = "text"
    choices: tuple[str, ...] = ()
    rule: Rule | None = None

    def check(self, markdown: str) -> str | None:
        """What is wrong with a typed cell, in one sentence; an empty or undecided cell breaks no rule."""
        text = plain(markdown)
        if self.rule is None or says_nothing(text) or placeholders.find(text):
            return None
        return self.rule(text)


def all_of(values: Values, headings: Headings) -> list[Values]:
    """A row that states one fact, as it stands."""
    return [values]


def no_list(rows: Sequence[Row], headings: Headings) -> Found:
    """A register whose facts never stand in lists."""
    return []


def no_code(block: Block, headings: Headings) -> Found:
    """A register whose facts never stand in code."""
    return []


@dataclass(frozen=True)
class Register:
    """One of the twelve.

    headings     phrases that, in a title, say that the section is about this register
    alone        sets of roles that are enough for a table anywhere
    under        sets of roles that are enough for a table under one of the headings
    states       roles of which a fact must have at least one; a row with none of them states nothing
    shown        roles that every list of the register shows; others where one of its tables has them
    sorted_by    roles that it is ordered by, "key" for its key; without one the order is by design and place
    facets       roles by whose values it can be narrowed
    several      the role in which several facts of one row differ; '' where a row states one fact
    key          what two entries have in common when they are about the same thing, '' when unknown
    claims       what an entry claims for its design alone: by this, two of one key in two designs may clash
    exclude      whether two claims under one code and topic cannot both be right
    from_row     the facts of a table's row (a row may name several methods or files)
    from_list    the facts of a list; [] when its items are about something else
    from_code    the facts of a code block; [] when it is about something else
    """

    name: str
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    states: tuple[str, ...]
    key: Callable[[Values], str]
    recognised_by: str
    key_in_words: str
    shown: tuple[str, ...]
    sorted_by: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    several: str = ""
    clash_in_words: str = "never"
    alone: tuple[frozenset[str], ...] = ()
    under: tuple[frozenset[str], ...] = ()
    claims: Callable[[Values], list[Claimed]] = no_claims
    exclude: Callable[[Claimed, Claimed], bool] = always
    from_row: Callable[[Values, Headings], list[Values]] = all_of
    from_list: Callable[[Sequence[Row], Headings], Found] = no_list
    from_code: Callable[[Block, Headings], Found] = no_code

    def column(self, role: str) -> Column | None:
        """The column of a role."""
        return next((column for column in self.columns if column.role == role), None)

    @property
    def leading(self) -> str:
        """The column that comes first in what it is ordered by, '' where that is none of its columns."""
        first = self.sorted_by[0] if self.sorted_by else ""
        return self.states[0] if first == "key" else first

    def sort(self, values: Values) -> str:
        """What an entry is ordered by in its register: folded, of at most SORT_MAX characters."""
        parts = (self.key(values) if role == "key" else values.get(role, "") for role in self.sorted_by)
        return PART_END.join(folding.fold(part[:SORT_MAX]) for part in parts)[:SORT_MAX]

    def roles_of(self, names: Sequence[Sequence[str]], *, under_heading: bool) -> list[str]:
        """One role a column of a table, '' for what this register does not know or already has.

        `names` are the columns' names as `column_names` gives them.
        """
        known = self._loose_names if under_heading else self._names
        roles: list[str] = []
        for spellings in names:
            role = next((known[name] for name in spellings if name in known), "")
            roles.append("" if role in roles else role)
        return roles

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every name that a column of this register may have, folded."""
        return frozenset(self._loose_names)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {
            _spelling(name): one.role for one in reversed(self.columns) for name in one.names + one.spanish
        }

    @cached_property
    def _loose_names(self) -> dict[str, str]:
        return {
            _spelling(name): one.role for one in reversed(self.columns) for name in one.loose
        } | self._names


def column_names(columns: Sequence[str]) -> list[list[str]]:
    """The folded spellings by which each column of a table may be known: `Auth (JWT)` is also `auth`."""
    texts = [plain(column) for column in columns]
    return [[_spelling(text), _spelling(text.partition("(")[0])] for text in texts]


def _spelling(name: str) -> str:
    # `#` is a column's name and has no letters to fold.
    return fold(name) or name.strip()


def says_nothing(text: str) -> bool:
    """Whether a text is blank, a dash or `none`; a sign such as ✅ says something."""
    folded = fold(text)
    return folded in _NO_WORDS if folded else all(sign in _NO_SIGNS for sign in text[:TEXT_MAX])


_NO_WORDS = frozenset({"none", "n a", "na", "ninguno", "ninguna", "no aplica"})
_NO_SIGNS = frozenset(" \t\n-–—_.…()*/`")


def top_or_boxed(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    """The items that state something of their own: those at the top and those with a box."""
    return [(number, row) for number, row in enumerate(rows) if row.depth == 0 or row.done is not None]


def own(rows: Sequence[Row], headings: Headings, phrases: Sequence[str]) -> list[tuple[int, Row]]:
    """The items that are facts: those of a section that is itself about the register.

    Deeper down, under titles of their own, lists are what is said about a fact; only boxes count there.
    """
    here = bool(headings) and says(headings[-1], phrases)
    return [(number, row) for number, row in top_or_boxed(rows) if here or row.done is not None]


def done_of(row: Row) -> Values:
    """`done` as a value, where the item has a box."""
    return {} if row.done is None else {"done": "yes" if row.done else "no"}


def undecided(*texts: str) -> bool:
    """Whether one of the texts still holds a placeholder: it clashes with nothing."""
    return any(placeholders.find(text) for text in texts)


def named(registers: Sequence[Register]) -> Mapping[str, Register]:
    """Registers by name, in order."""
    return {register.name: register for register in registers}
