"""Ranges of versions as pip and npm write them, and what lies in two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

Version = tuple[int, ...]

_PART = re.compile(r"(===|==|~=|!=|>=|<=|[~^<>=])?\s*[vV]?(\d+(?:\.\d+){0,5})(\.[*xX]|\+)?")
_ANY = frozenset(
    {
        "",
        "*",
        "latest",
        "any",
        "x",
        "(existing)",
        "existing",
        "existente",
        "(existente)",
        "cualquiera",
        "última",
    }
)
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Range:
    """Versions from `low` to `high`; None is open, and an end may be left out."""

    low: Version | None = None
    high: Version | None = None
    low_is_in: bool = True
    high_is_in: bool = False

    def both(self, other: Range) -> Range:
        """What lies in both ranges."""
        lows = [(one.low, not one.low_is_in) for one in (self, other) if one.low is not None]
        highs = [(one.high, one.high_is_in) for one in (self, other) if one.high is not None]
        low = max(lows, default=(None, False))
        high = min(highs, default=(None, False))
        return Range(low[0], high[0], not low[1], high[1])

    @property
    def is_empty(self) -> bool:
        """Whether no version lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_is_in and self.high_is_in))


def read_range(text: str) -> Range | None:
    """The range that a requirement such as `>=1.2,<2` or `^1.0.0` means; None when it is not one."""
    folded = text.strip().casefold()
    if folded in _ANY:
        return Range()
    whole = Range()
    for part in re.split(r"\s*,\s*|\s+(?=[<>=~^!])", folded):
        match = _PART.fullmatch(part.strip())
        if match is None:
            return None
        whole = whole.both(_range_of(match[1] or "", match[2], match[3] or ""))
    return whole


def _range_of(sign: str, digits: str, ending: str) -> Range:
    # A number that no version has would only cost time.
    given = tuple(int(part[:9]) for part in digits.split("."))
    version = _padded(given)
    if sign in (">", ">=") or ending == "+":
        return Range(low=version, low_is_in=sign != ">")
    if sign in ("<", "<="):
        return Range(high=version, high_is_in=sign == "<=")
    if sign == "^":
        return Range(version, _next(given, _first_not_zero(given)))
    if sign in ("~", "~="):
        kept = max(len(given) - 1, 1) if sign == "~=" else min(len(given), 2)
        return Range(version, _next(given, kept))
    if sign == "!=":
        return Range()
    # npm reads 18 as 18.x, and who writes it of anything else means the same.
    if ending or (not sign and len(given) < 3):
        return Range(version, _next(given, len(given)))
    return Range(version, version, high_is_in=True)


def _next(given: Version, kept: int) -> Version:
    return _padded((*given[: kept - 1], given[kept - 1] + 1))


def _first_not_zero(given: Version) -> int:
    return next((place for place, number in enumerate(given, 1) if number), len(given))


def _padded(given: Version) -> Version:
    return given + (0,) * (LONGEST - len(given))
