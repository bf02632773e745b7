"""Planted clashes and what only looks like one: short designs, with what is to be found among them.

No name stands in two cases, so that all of them may also be stored side by side. Only what comes word for
word from the template stands in several.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PROJECT = "PLANT"


@dataclass(frozen=True, slots=True)
class PlantedDesign:
    """A design: its key, its status (`Draft` …), whether it lies in the bin, and its only document."""

    key: str
    status: str
    deleted: bool
    text: str

    @property
    def lives(self) -> bool:
        """Whether it may clash."""
        return not self.deleted and self.status not in ("Rejected", "Superseded")


@dataclass(frozen=True, slots=True)
class Expected:
    """A clash: its code, the key of its entries, and the keys of the designs that take part."""

    code: str
    key: str
    designs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """What was planted and what is to be found, which is nothing for a lookalike."""

    name: str
    designs: tuple[PlantedDesign, ...]
    clashes: frozenset[Expected]


def _load() -> Iterator[Case]:
    number = 0
    for file in ("clashes.toml", "lookalikes.toml"):
        for case in tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))["case"]:
            designs = tuple(
                _design(each, f"{PROJECT}-{number + place:03d}")
                for place, each in enumerate(case["design"], 1)
            )
            number += len(designs)
            yield Case(case["name"], designs, frozenset(_expected(case, designs)))


def _design(each: dict[str, Any], key: str) -> PlantedDesign:
    text = f"# {key}: Planted\n\n{each['text']}"
    return PlantedDesign(key, each.get("status", "Draft"), each.get("deleted", False), text)


def _expected(case: dict[str, Any], designs: Sequence[PlantedDesign]) -> Iterator[Expected]:
    for each in case.get("clash", ()):
        sides = frozenset(designs[side - 1].key for side in each["sides"])
        yield Expected(each["code"], each["key"], sides)


PLANTED: Sequence[Case] = tuple(_load())
