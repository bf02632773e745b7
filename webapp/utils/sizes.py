"""How large something is, said in words."""

from __future__ import annotations

_UNITS = ("kB", "MB", "GB")


def in_words(size: int) -> str:
    """A number of bytes to one decimal: 59 bytes, 6.3 kB, 50 MB; a kB is 1,000 bytes."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size} bytes"
    value, unit = size / 1000, 0
    # What rounds to a thousand is one of the next unit: 1 MB, never 1,000 kB.
    while round(value, 1) >= 1000 and unit + 1 < len(_UNITS):
        value, unit = value / 1000, unit + 1
    return f"{value:,.1f}".removesuffix(".0") + f" {_UNITS[unit]}"
