"""What a case reports: a figure, its floor, its limit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from benchmarks.timing import Figures

Unit = Literal["ms", "s", "MB", "kB", "/s"]
DECIMALS: dict[Unit, int] = {"ms": 1, "s": 2, "MB": 0, "kB": 1, "/s": 0}
"""How many digits behind the point a figure of this unit is printed with."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that is allowed: of the ratio to the floor, or of the figure itself."""

    most: float
    of: Literal["ratio", "figure"] = "ratio"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. `measured` and `floor` are in `unit`; what has no floor has no ratio.

    `designs` is how many the store held. Of a throughput (`/s`) more is better: its ratio is the
    floor's by the measured one, so that a ratio always says how many times dearer Designbook is.
    `cpu_ratio` is the same of the servers' processor time, which others on the machine disturb less.
    """

    case: str
    designs: int
    unit: Unit
    measured: Figures
    floor_name: str = ""
    floor: Figures | None = None
    limit: Limit | None = None
    cpu_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor's median; None without a floor."""
        if self.floor is None:
            return None
        if self.unit == "/s":
            return self.floor.median / self.measured.median
        return self.measured.median / self.floor.median

    @property
    def kept(self) -> bool | None:
        """Whether the median keeps the limit; None where there is none."""
        if self.limit is None:
            return None
        value = self.ratio if self.limit.of == "ratio" else self.measured.median
        return value is not None and value <= self.limit.most

    def as_dict(self) -> dict[str, Any]:
        """The result for JSON, with every value that was taken."""
        return {
            "case": self.case,
            "designs": self.designs,
            "unit": self.unit,
            "measured": _as_dict(self.measured),
            "floor_name": self.floor_name,
            "floor": _as_dict(self.floor) if self.floor else None,
            "ratio": self.ratio,
            "cpu_ratio": self.cpu_ratio,
            "limit": asdict(self.limit) if self.limit else None,
            "kept": self.kept,
        }


def _as_dict(figures: Figures) -> dict[str, Any]:
    return {"median": figures.median, "p95": figures.p95, "values": figures.values}
