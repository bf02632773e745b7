"""What somebody types into a box: words, “exact words”, -words and operators such as `in:endpoints`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from webapp.utils.folding import fold
from webapp.utils.keys import PROJECT, parse_key
from webapp.utils.verbs import VERBS

TYPED_MAX = 200
"""How many characters may be typed over a list."""
SEARCHED_MAX = 1_000
"""How many characters may be searched for."""
WORDS_MAX = 40
"""How many words may be searched for at once."""

REGISTER_NAMES = (
    *("endpoints", "files", "entities", "packages", "services", "errors"),
    *("security", "performance", "tests", "tasks", "questions", "references"),
)
STATUS_NAMES = ("draft", "in review", "approved", "implemented", "superseded", "rejected")
STATES = ("open", "tbd")
ME, NOBODY = "me", "nobody"
"""What stands for a person's name after `owner:`: whoever asks, and designs without an owner."""

CHOICES: Mapping[str, Sequence[str]] = {
    "in": REGISTER_NAMES,
    "status": STATUS_NAMES,
    "method": VERBS,
    "is": STATES,
}
"""The operators that take one of a few values, with those values."""
OPERATORS = ("in", "status", "owner", "project", "method", "is", "design")
"""All of them, in the order in which they are offered."""

_NAMES = "|".join(OPERATORS)
_CONTROLS = re.compile(r"[\x01-\x1f\x7f]")
_UNREADABLE = re.compile(r"[\x00\ud800-\udfff]")
# Words in quotation marks end before a blank: `"x")` is ordinary text. Where they do not end yet they are
# still being typed.
_TOKEN = re.compile(
    rf"(?P<minus>-(?=[^\s>-]))?(?:(?P<name>(?i:{_NAMES})):(?!//))?"
    r'(?:"(?P<exact>[^"]*[^"\s])\s*"(?!\S)|"(?P<begun>[^"\s](?:[^"]*[^"\s])?)\s*$|(?P<plain>\S*))'
)
_PROJECT = re.compile(PROJECT)
_PLURALS = {"in": "registers", "status": "statuses", "method": "methods", "is": "states"}


@dataclass(frozen=True, slots=True)
class Word:
    """Folded text that has to stand somewhere. `exact`: in quotation marks, so no typo is looked for."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """`name:value`, the value in its one spelling; not `wanted` where a minus stood before it."""

    name: str
    value: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, taken apart. Words and -words are folded; each is there once.

    `unknown` are sentences about operators whose value does not exist: nothing can be found then.
    `typed` is the text itself.
    """

    words: tuple[Word, ...] = ()
    without: tuple[str, ...] = ()
    operators: tuple[Operator, ...] = ()
    unknown: tuple[str, ...] = ()
    typed: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.words or self.without or self.operators or self.unknown)

    @property
    def texts(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(word.text for word in self.words)

    def values(self, name: str) -> list[str]:
        """The wanted values of an operator."""
        return [each.value for each in self.operators if each.name == name and each.wanted]


class Refused(ValueError):
    """What was typed cannot be looked for; the message says why, in one sentence."""


def parse(typed: str, *, at_most: int = SEARCHED_MAX) -> Query:
    """Take apart what was typed. Whatever is no operator is ordinary text, signs and all.

    `status:` with nothing behind it, or with what several statuses begin with, is still being typed
    and narrows nothing. Raises Refused for NUL, half characters and what is longer than `at_most`
    characters or WORDS_MAX words.
    """
    check_typed(typed, at_most=at_most)
    text = _CONTROLS.sub(" ", typed)
    words: dict[str, Word] = {}
    without: list[str] = []
    operators: list[Operator] = []
    unknown: list[str] = []
    for match in _TOKEN.finditer(text):
        exact = match["exact"] or match["begun"] or ""
        said = exact or match["plain"]
        if match["name"]:
            told = _operator(match["name"].lower(), said)
            if isinstance(told, str):
                unknown += [told] if told else []
            else:
                operators.append(Operator(*told, wanted=not match["minus"]))
            continue
        some = fold(said).split()
        some = [" ".join(some)] if exact and some else some
        if match["minus"]:
            without += some
        else:
            words |= {each: Word(each, bool(exact)) for each in some}
    if len(words) + len(without) + len(operators) > WORDS_MAX:
        raise Refused(f"These are too many words. Search for at most {WORDS_MAX} at once.")
    return Query(
        tuple(words.values()),
        tuple(dict.fromkeys(without)),
        tuple(dict.fromkeys(operators)),
        tuple(dict.fromkeys(unknown)),
        typed.strip(),
    )


def check_typed(typed: str, *, at_most: int = TYPED_MAX) -> None:
    """Raise Refused for what no text can hold or what is too long to be looked for."""
    if len(typed) > at_most:
        raise Refused(
            f"This is too long to look for: {len(typed):,} characters. Type at most {at_most:,} characters."
        )
    if _UNREADABLE.search(typed):
        raise Refused("This holds a character that no text can hold. Type the words again.")


def holds(text: str, query: Query) -> bool:
    """Whether every word of the query stands in the text, and none of its -words."""
    folded = " ".join(fold(text).split())
    return all(word.text in folded for word in query.words) and not any(
        word in folded for word in query.without
    )


def begins(name: str, value: str) -> list[str]:
    """The values of an operator that begin with what was typed behind it, whatever its case."""
    begun = _spelt(value)
    return [each for each in CHOICES.get(name, ()) if fold(each).startswith(begun)]


def spelt(name: str, value: str) -> str:
    """An operator as one types it: `status:in-review`, `owner:"Ada Byron"`."""
    said = value.replace(" ", "-") if name == "status" else value
    return f'{name}:"{said}"' if " " in said else f"{name}:{said}"


def written(query: Query) -> str:
    """A query as one types it."""
    words = [f'"{word.text}"' if word.exact else word.text for word in query.words]
    without = [f'-"{text}"' if " " in text else f"-{text}" for text in query.without]
    operators = [f"{'' if each.wanted else '-'}{spelt(each.name, each.value)}" for each in query.operators]
    return " ".join([*words, *without, *operators])


def _operator(name: str, value: str) -> tuple[str, str] | str:
    """The operator's name and value; or what is wrong with it, '' where it is still being typed."""
    value = value.strip()
    if not value:
        return ""
    if name in CHOICES:
        return _choice(name, value)
    if name == "project":
        return (name, value.upper()) if _PROJECT.fullmatch(value) else _no_such("project", value)
    if name == "design":
        key = parse_key(value)
        if key:
            return name, str(key)
        return "" if _PROJECT.fullmatch(value.removesuffix("-")) else _no_such("design", value)
    folded = " ".join(fold(value).split())
    return (name, folded) if folded else ""


def _choice(name: str, value: str) -> tuple[str, str] | str:
    """One of the values of an operator: as it is spelt, or by a beginning that no other one has."""
    found = begins(name, value)
    same = [each for each in found if fold(each) == _spelt(value)]
    if len(found) == 1 or same:
        return name, (same or found)[0]
    return "" if found else _no_choice(name, value, CHOICES[name])


def _no_choice(name: str, value: str, known: Collection[str]) -> str:
    offered = ", ".join(spelt(name, each) for each in known)
    return (
        f"“{_cut(value)}” is none of the {_PLURALS[name]}; there are {offered}. "
        f"To find the words themselves, put them in quotation marks."
    )


def _no_such(name: str, value: str) -> str:
    return f"“{_cut(value)}” is not the key of a {name}; one looks like {_KEYS[name]}."


_KEYS = {"project": "FEAT", "design": "FEAT-014"}


def _spelt(value: str) -> str:
    return " ".join(fold(value.replace("-", " ").replace("_", " ")).split())


def _cut(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:40]}…"
