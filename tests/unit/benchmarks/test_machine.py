"""What a run says about its machine, and what it keeps to itself."""

from __future__ import annotations

import getpass
import json
import platform
import sqlite3
import sys

from benchmarks import machine


def test_the_facts_are_versions_and_sizes() -> None:
    facts = machine.facts()
    assert facts["cores"] >= 1
    assert facts["python"] == platform.python_version()
    assert facts["sqlite"] == sqlite3.sqlite_version
    assert facts["packages"]["granian"]


def test_the_facts_name_no_machine_no_person_and_no_place() -> None:
    said = json.dumps(machine.facts())
    for private in (platform.node(), sys.prefix, f'"{getpass.getuser()}"'):
        assert private not in said


def test_the_sentence_says_the_facts() -> None:
    facts = {
        "cores": 2,
        "memory_mb": 8_000,
        "system": "Linux",
        "processor": "x86_64",
        "python": "3.11.7",
        "sqlite": "3.40.1",
        "packages": {"flask": "3.1.3", "granian": "2.8.7"},
    }
    assert machine.sentence(facts) == (
        "2 cores, 8,000 MB, Linux on x86_64, Python 3.11.7, SQLite 3.40.1; flask 3.1.3, granian 2.8.7."
    )
