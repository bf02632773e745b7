"""HTTP methods as people write them in a cell."""

from __future__ import annotations

import re

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

_BETWEEN = re.compile(r"[\s,/|+&`*_]+")


def split_verbs(markdown: str) -> list[str]:
    """The methods that a cell names (`GET`, **PUT/PATCH**), in capitals; [] when it says anything else."""
    words = [word.upper() for word in _BETWEEN.split(markdown) if word]
    return words if set(words).issubset(VERBS) else []
