"""What a backup says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# Called with what is being done, how much of it is done, and of how much: 0 where nobody knows.
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: the revision of its schema, and how many rows each table has."""

    schema: str
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`kind` is `sqlite` or `postgresql`; `namespace` is the schema, in PostgreSQL's sense, of the tables.

    `size` (bytes) and `sha256` are those of the copied database.
    """

    version: str
    made_at: datetime
    kind: str
    namespace: str
    contents: Contents
    size: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """The manifest as it stands in the file."""
        return {
            "designbook": self.version,
            "made_at": self.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "database": self.kind,
            "namespace": self.namespace,
            "schema": self.contents.schema,
            "rows": self.contents.rows,
            "size": self.size,
            "sha256": self.sha256,
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Manifest:
        """Read what as_json wrote. Raises KeyError, TypeError or ValueError where it is something else."""
        return cls(
            version=str(said["designbook"]),
            made_at=datetime.fromisoformat(said["made_at"]),
            kind=str(said["database"]),
            namespace=str(said["namespace"]),
            contents=Contents(
                str(said["schema"]), {str(table): int(rows) for table, rows in said["rows"].items()}
            ),
            size=int(said["size"]),
            sha256=str(said["sha256"]),
        )
