"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text, TypeDecorator
from sqlalchemy.orm import mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite has no time zones: naive UTC is what is stored on both."""

    impl = DateTime
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """What writes a value. It remembers the last one: rows written together bear the same moment."""
        write = super().bind_processor(dialect)
        return lru_cache(maxsize=1)(write) if write else None

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: nobody could say what they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


# SQLite numbers rows by itself in INTEGER columns only, which hold 64 bits there.
ID = BigInteger().with_variant(Integer, "sqlite")
POSITION_MAX = 200
# A fractional index is compared byte by byte; a language's collation would mix upper and lower case.
POSITION = String(POSITION_MAX).with_variant(String(POSITION_MAX, collation="C"), "postgresql")
# Folded text is found and sorted alike on both databases, byte by byte.
FOLDED = Text().with_variant(Text(collation="C"), "postgresql")

Id = Annotated[int, mapped_column(ID, primary_key=True)]
PieceId = Annotated[int, mapped_column(ID)]
Position = Annotated[str, mapped_column(POSITION)]
Folded = Annotated[str, mapped_column(FOLDED)]
