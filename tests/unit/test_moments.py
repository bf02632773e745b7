"""Moments in a column: one meaning on every database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import sqlite

from webapp.models.types import UtcDateTime

NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)
SAME_IN_MADRID = NOON.astimezone(timezone(timedelta(hours=2)))


def writer() -> Callable[[datetime | None], str | None]:
    """What SQLAlchemy has a moment go through on its way to SQLite."""
    dialect = sqlite.dialect()
    return UtcDateTime().dialect_impl(dialect).bind_processor(dialect)


def test_each_moment_is_written_as_itself_in_utc() -> None:
    write = writer()

    moments = [NOON, NOON, SAME_IN_MADRID, NOON + timedelta(microseconds=1), None, NOON]
    noon = "2026-06-08 12:00:00.000000"
    assert [write(moment) for moment in moments] == [noon, noon, noon, f"{noon[:-1]}1", None, noon]


def test_a_moment_without_a_zone_is_refused_even_after_the_same_one_with_it() -> None:
    write = writer()
    write(NOON)

    with pytest.raises(ValueError, match="no time zone"):
        write(NOON.replace(tzinfo=None))
