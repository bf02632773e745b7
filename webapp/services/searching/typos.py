"""One typo is forgiven where nothing is found, and what is near is offered where even that finds nothing."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import replace

from webapp.models import Person
from webapp.models.search import WORD_MAX
from webapp.services.permissions import rights_of
from webapp.services.searching.asking import ask
from webapp.services.searching.dialects import array, given_texts, run
from webapp.services.searching.ranking import is_found
from webapp.utils.keys import parse_key
from webapp.utils.queries import Query, Word, written

TYPO_MIN = 4
"""How many characters a word has in which a typo is looked for."""
TRIED_MAX = 3
"""How many words are tried in a word's place by who may read all, and how many always."""
NEAR_MIN = 3
"""How many characters a word begins with in common with one that is near."""
NEAREST_MAX = 3

Place = tuple[int, Word]
"""A word of a query, with its number among the words."""

_WORD = re.compile(rf"[^\W_]{{{TYPO_MIN},}}")
_LETTERS = string.ascii_lowercase + string.digits
_LAST = "\U0010ffff"
"""Comes behind all that begins with the same characters."""

# A word is told by the first one that begins with it: `webhook` by `webhook`, or else by `webhooks`. What was
# typed is found nowhere, so a word that begins with it is in nothing that may be read, and tells nothing.
_BEGUN = (
    "SELECT given.value, (SELECT min(w.word) FROM search_word AS w "
    "WHERE w.word >= given.value AND w.word < given.value || :last {others}) AS first FROM {given}"
)
_NEIGHBOURS = (
    "SELECT word FROM (SELECT w.word FROM search_word AS w WHERE w.word < :word "
    "ORDER BY w.word DESC LIMIT {limit}) AS before UNION ALL "
    "SELECT word FROM (SELECT w.word FROM search_word AS w WHERE w.word >= :word || :last "
    "ORDER BY w.word LIMIT {limit}) AS behind"
)


def other_queries(query: Query, person: Person | None) -> tuple[Query | None, list[str]]:
    """What may be meant by a query that finds nothing: another one in its place, or else some that are near.

    In place of a misspelt word stands the first one an edit away with which anything is found.
    """
    misspelt = list(_misspelt(query, person))
    corrected = _corrected(query, misspelt, person)
    return corrected, [] if corrected else _nearest(query, misspelt, person)


def _corrected(query: Query, misspelt: Sequence[Place], person: Person | None) -> Query | None:
    """The query with another word; None where there is none. `feat-3` is another spelling of a key."""
    for number, word in misspelt:
        key = parse_key(word.text)
        others = [str(key).lower()] if key else _one_edit_away(word.text, of_all=_reads_all(person))
        for other in _known(others, word, person):
            changed = _with(query, number, other)
            if len(query.words) == 1 or is_found(ask(changed, person)):
                return changed
    return None


def _nearest(query: Query, misspelt: Sequence[Place], person: Person | None) -> list[str]:
    """Queries that find something, in their one spelling: with words that begin alike, or one word less."""
    near: list[Query] = []
    for number, word in misspelt:
        near += [_with(query, number, other) for other in _offered(word, person)]
        if len(query.words) > 1:
            near.append(_with(query, number, ""))
    found = (each.typed for each in near if is_found(ask(each, person)))
    return list(dict.fromkeys(found))[:NEAREST_MAX]


def _offered(word: Word, person: Person | None) -> Iterator[str]:
    """Words that begin alike; for who may not read all designs the longest beginning that is found."""
    if _reads_all(person):
        return _known(_beginning_alike(word.text), word, person)
    return iter(filter(None, [_longest_beginning(word.text, person)]))


def _longest_beginning(text: str, person: Person | None) -> str:
    """The longest beginning of a text that is found, letter by letter; '' where not even NEAR_MIN are.

    It ends at the first one that is not found: what hidden designs hold is come upon once, and not again and
    again, as it would be by halves.
    """
    found = ""
    for length in range(NEAR_MIN, len(text)):
        if not is_found(ask(Query((Word(text[:length]),)), person)):
            break
        found = text[:length]
    return found


def _reads_all(person: Person | None) -> bool:
    """Whether nothing is told by what is known at all: which words there are, and which come first."""
    return person is not None and rights_of(person).reads_all


def _known(others: Sequence[str], word: Word, person: Person | None) -> Iterator[str]:
    """Those of some words that the person finds by themselves.

    Words of designs that may not be read are among those that are tried. How long an answer takes must
    not tell that there is such a word: some are tried always. What is tried in their place is what was typed
    from its end to its start: as long, and most likely nowhere, where what was typed may stand out of sight.
    """
    for other in [*others, *[word.text[::-1]] * (TRIED_MAX - len(others))]:
        if is_found(ask(Query((Word(other),)), person)) and other in others:
            yield other


def _misspelt(query: Query, person: Person | None) -> Iterator[Place]:
    """The words, with their numbers, that the person finds nowhere by themselves."""
    for number, word in enumerate(query.words):
        may_be = not word.exact and TYPO_MIN <= len(word.text) <= WORD_MAX
        if may_be and (len(query.words) == 1 or not is_found(ask(Query((word,)), person))):
            yield number, word


def _one_edit_away(text: str, *, of_all: bool) -> list[str]:
    """The text with another word in it, one edit away, the likeliest first; `of_all` a few of them.

    Whole words come before beginnings of words; what is longer keeps more of what was typed. Who may not
    read all of them must not be told by the order which words are whole, nor by the end how many there are.
    """
    places = [match.span() for match in _WORD.finditer(text)]
    edits = {edit: place for place in places for edit in _edits(text[slice(*place)])}
    typed = {f"typed{number}": text[slice(*place)] for number, place in enumerate(places)}
    others = " ".join(f"AND NOT (w.word >= :{name} AND w.word < :{name} || :last)" for name in typed)
    statement = _BEGUN.format(given=given_texts("edits"), others=others)
    found = run(statement, {**typed, "edits": array(list(edits)), "last": _LAST})
    first = {edit: word for edit, word in found if word}
    order = {
        edit: (of_all and first[edit] != edit, -len(edit), number)
        for number, edit in enumerate(edits)
        if edit in first
    }
    known = [
        text[:start] + edit + text[end:]
        for edit in sorted(order, key=order.__getitem__)
        for start, end in [edits[edit]]
    ]
    return [other for other in known if text not in other][: TRIED_MAX if of_all else None]


def _edits(text: str) -> Iterator[str]:
    """Every text one edit away: a sign left out, two swapped, one wrong, one too many."""
    for place in range(len(text) + 1):
        for letter in _LETTERS:
            yield text[:place] + letter + text[place:]
    for place in range(len(text) - 1):
        yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    for place in range(len(text)):
        for letter in _LETTERS:
            if text[place] != letter:
                yield text[:place] + letter + text[place + 1 :]
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]


def _beginning_alike(text: str) -> list[str]:
    """Words that begin as the text does, the longest beginning in common first."""
    limit = 2 * NEAREST_MAX
    words = [word for (word,) in run(_NEIGHBOURS.format(limit=limit), {"word": text, "last": _LAST})]
    alike = {word: _in_common(word, text) for word in words}
    near = [word for word in words if alike[word] >= NEAR_MIN]
    return sorted(near, key=lambda word: (-alike[word], len(word), word))[:TRIED_MAX]


def _in_common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (first, second) in pairs if first != second), min(len(one), len(other)))


def _with(query: Query, number: int, other: str) -> Query:
    """The query with another word in one's place, or without it where that is ''."""
    new = (Word(other),) if other else ()
    changed = replace(query, words=query.words[:number] + new + query.words[number + 1 :])
    return replace(changed, typed=written(changed))
