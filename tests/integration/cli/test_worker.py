"""What a worker begins with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_a_worker_begins_with_the_application_that_its_parent_made(tmp_path: Path) -> None:
    made = "app = create_app(); hand_over(app); print(load_app() is app)"
    assert said_by(made, tmp_path) == "True"


def test_where_nothing_is_handed_over_a_worker_makes_its_own(tmp_path: Path) -> None:
    assert said_by("print(load_app().name)", tmp_path) == "webapp"


def said_by(program: str, data: Path) -> str:
    """What a process of its own prints: a worker leaves the group of its parent, and watches it."""
    imports = "from webapp import create_app; from webapp.cli.worker import hand_over, load_app; "
    return subprocess.run(
        [sys.executable, "-c", imports + program],
        env=os.environ | {"DESIGNBOOK_DATA": str(data)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
