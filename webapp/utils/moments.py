"""Moments for machines."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(at: datetime) -> str:
    """A moment to the second in UTC: 2026-11-22T14:02:00Z."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
