"""A sample project of a dozen designs, and what is expected to be found in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.factories import make_design, make_person, make_project
from webapp.models import Person

FOLDER = Path(__file__).parent
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

# Status, owner and how many days ago a design was changed, by its key; FEAT-011 is in the bin.
DESIGNS = {
    "FEAT-001": ("Approved", "Ada Byron", 11),
    "FEAT-002": ("Implemented", "Ada Byron", 10),
    "FEAT-003": ("Draft", "Ben Lovelace", 9),
    "FEAT-004": ("In review", "Chloé Núñez", 8),
    "FEAT-005": ("Approved", "Chloé Núñez", 7),
    "FEAT-006": ("Draft", None, 6),
    "FEAT-007": ("Draft", "Ada Byron", 5),
    "FEAT-008": ("Superseded", None, 4),
    "FEAT-009": ("Draft", "Jürgen Groß", 3),
    "FEAT-010": ("Rejected", "Ben Lovelace", 2),
    "FEAT-011": ("Draft", "Ben Lovelace", 1),
    "OPS-001": ("Approved", "Ben Lovelace", 1),
    "OPS-002": ("Draft", "Chloé Núñez", 12),
}
BINNED = "FEAT-011"


class Expected(NamedTuple):
    """What is typed, the keys of the first designs, and the first row of the first one; '' where none."""

    typed: str
    keys: list[str]
    row: str


def make_sample() -> Person:
    """Store the sample project. Returns Ada Byron, who owns some of it."""
    owners = {name: make_person(name=name) for _, name, _ in DESIGNS.values() if name}
    for key, (status, owner, days) in DESIGNS.items():
        project, _, number = key.partition("-")
        text = (FOLDER / "designs" / f"{key}.md").read_text(encoding="utf-8")
        documents = {
            path.stem.partition(".")[2]: path.read_text(encoding="utf-8")
            for path in sorted((FOLDER / "designs").glob(f"{key}.*.md"))
        }
        make_design(
            text,
            title=text.partition("\n")[0].partition(": ")[2],
            project=make_project(project, {"FEAT": "Features", "OPS": "Operations"}[project]),
            number=int(number),
            owner=owners.get(owner or ""),
            status=status,
            updated_at=NOW - timedelta(days=days),
            deleted=key == BINNED,
            documents=documents,
        )
    return owners["Ada Byron"]


def expectations() -> list[Expected]:
    """What is expected, line by line of `queries.txt`."""
    told = []
    for line in (FOLDER / "queries.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            typed, _, rest = line.partition(" → ")
            keys, _, row = rest.partition("|")
            told.append(Expected(typed, keys.split(), row.strip()))
    return told
