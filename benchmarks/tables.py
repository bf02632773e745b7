"""Results as a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.results import DECIMALS, Limit, Result
from benchmarks.timing import Figures

HEAD = ("what", "designs", "median", "p95", "floor", "median", "p95", "ratio", "cpu", "limit", "")
# The words stand at the left of their column, the numbers at the right.
WORDS = (0, 4, 10)


def table(results: Iterable[Result]) -> str:
    """A table in Markdown whose columns are aligned in the source as well."""
    rows = [HEAD, *map(_row, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rule = [f"{'-' * (w - 1)}{'-' if i in WORDS else ':'}" for i, w in enumerate(max(w, 3) for w in widths)]
    return "\n".join(_line(row, widths) for row in [rows[0], rule, *rows[1:]])


def _row(result: Result) -> tuple[str, ...]:
    return (
        result.case,
        f"{result.designs:,}",
        *_figures(result.measured, result),
        result.floor_name,
        *(_figures(result.floor, result) if result.floor else ("", "")),
        _times(result.ratio),
        _times(result.cpu_ratio),
        _limit(result.limit, result) if result.limit else "",
        {None: "", True: "kept", False: "BROKEN"}[result.kept],
    )


def _figures(figures: Figures, result: Result) -> tuple[str, str]:
    return _number(figures.median, result), _number(figures.p95, result) if len(figures.values) > 1 else ""


def _number(value: float, result: Result) -> str:
    return f"{value:,.{DECIMALS[result.unit]}f} {result.unit}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.1f} ×"


def _limit(limit: Limit, result: Result) -> str:
    return f"{limit.most:g} ×" if limit.of == "ratio" else f"{limit.most:g} {result.unit}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.ljust(max(width, 3)) if column in WORDS else cell.rjust(max(width, 3))
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return f"| {' | '.join(cells)} |"
