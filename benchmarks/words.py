"""A made-up language: words of realistic lengths, a few of them everywhere and most of them rare."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from random import Random

WORDS = 6_000
"""How many words the language has."""

SEED = "designbook"
# Zipf's law, flattened at its head as Mandelbrot found it in real texts.
FLATTENED_BY = 2.7
ONSETS = (*"bcdfghjklmnprstvw", "br", "cl", "cr", "dr", "fl", "gr", "pl", "pr", "sh", "st", "th", "tr")
NUCLEI = (*"aeiouaeio", "ai", "ea", "ee", "io", "oo", "ou")
CODAS = ("", "", "", "d", "l", "m", "n", "nt", "r", "rt", "s", "st", "t", "ck", "x")
# Syllables a word: most have two or three, as the longer words of English prose do.
SYLLABLES = (1, 1, 2, 2, 2, 3, 3, 4)
COMMON_ARE_SHORT = 5


@cache
def vocabulary() -> tuple[str, ...]:
    """WORDS different words, the commonest first; the same ones in every run."""
    random = Random(SEED)
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found[_word(random)] = None
    # Common words are short, as in every language; chance keeps this from being a rule.
    return tuple(sorted(found, key=lambda word: len(word) + random.uniform(0, COMMON_ARE_SHORT)))


@cache
def frequencies() -> tuple[float, ...]:
    """How often each word comes, added up in the order of `vocabulary`, as `Random.choices` wants it."""
    return tuple(accumulate(1 / (rank + FLATTENED_BY) for rank in range(1, WORDS + 1)))


class Speaker:
    """Says things in the language, each of them decided by `seed` alone."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)

    def words(self, least: int, most: int) -> list[str]:
        """From `least` to `most` words, common ones more often."""
        return self.random.choices(
            vocabulary(), cum_weights=frequencies(), k=self.random.randint(least, most)
        )

    def word(self) -> str:
        """One word."""
        return self.words(1, 1)[0]

    def phrase(self, least: int, most: int) -> str:
        """Words with a capital in front and no full stop."""
        said = " ".join(self.words(least, most))
        return said[0].upper() + said[1:]

    def another(self, than: str, least: int, most: int) -> str:
        """Such a phrase, but not `than`: a kept library may hold what the run before wrote."""
        said = self.phrase(least, most)
        return said if said != than else self.another(than, least, most)

    def name(self, least: int = 1, most: int = 3) -> str:
        """An identifier such as `tal_meest`."""
        return "_".join(self.words(least, most))

    def number(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        return self.random.randint(least, most)


def _word(random: Random) -> str:
    syllables = random.choice(SYLLABLES)
    return "".join(random.choice(ONSETS) + random.choice(NUCLEI) for _ in range(syllables)) + random.choice(
        CODAS
    )
