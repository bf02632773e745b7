"""What the figures of a run rest on, without anything that says whose machine it is."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from typing import Any

PACKAGES = (
    "flask",
    "werkzeug",
    "jinja2",
    "sqlalchemy",
    "flask-sqlalchemy",
    "flask-compress",
    "brotli",
    "markdown-it-py",
    "granian",
    "weasyprint",
)


def facts() -> dict[str, Any]:
    """Cores, memory in MB, the kinds of system and processor, and the versions that matter."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000,
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
    }


def sentence(facts: dict[str, Any]) -> str:
    """The facts for people, in one line."""
    packages = ", ".join(f"{name} {found}" for name, found in facts["packages"].items())
    return (
        f"{facts['cores']} cores, {facts['memory_mb']:,} MB, {facts['system']} on {facts['processor']}, "
        f"Python {facts['python']}, SQLite {facts['sqlite']}; {packages}."
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
