"""Runs of backticks: what may open a code span, and where it would close (CommonMark 0.31.2, 6.1)."""

from __future__ import annotations

import re

_RUN = re.compile("`+")


def closings(text: str) -> dict[int, int]:
    """Where the code span ends that each run of backticks may open: its start → the end of the span.

    A span ends with the next run of the same length; a run that none follows is not in it. Takes time
    in proportion to the text: looking ahead from each run would take the square of it.
    """
    spans: dict[int, int] = {}
    next_end: dict[int, int] = {}
    for start, end in reversed([match.span() for match in _RUN.finditer(text)]):
        length = end - start
        if length in next_end:
            spans[start] = next_end[length]
        next_end[length] = end
    return spans
