"""The texts of the sample project: what people see first is whole, and holds what it is there to show."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from tests.sections import left_of
from webapp.checks import Claim, clashes
from webapp.markdown.reader import read
from webapp.models.design import PRIORITIES, STATUSES
from webapp.registers import NAMES, Entry, Left, counters, entries

SAMPLE = Path(__file__).parents[2] / "templates" / "sample"
MANIFEST = tomllib.loads((SAMPLE / "sample.toml").read_text("utf-8"))
FILES = sorted(SAMPLE.glob("*/*.md"))
CODE_COLUMNS = 92
"""What the sheet of a wide screen shows without scrolling."""


def test_there_are_eight_designs_and_the_manifest_names_each() -> None:
    assert sorted({key_of(file) for file in FILES}) == [f"LIB-00{number}" for number in range(1, 9)]
    assert {name for name, facts in MANIFEST.items() if isinstance(facts, dict)} == set(map(key_of, FILES))


def test_every_status_and_every_priority_is_shown() -> None:
    facts = [MANIFEST[key] for key in designs()]
    assert {each["status"] for each in facts} == set(STATUSES)
    assert {each["priority"] for each in facts} == set(PRIORITIES)
    assert [each["parent"] for each in facts if "parent" in each] == ["LIB-001"]


def test_two_features_have_a_design_a_specification_and_tasks() -> None:
    documents = Counter(key_of(file) for file in FILES)
    assert [key for key, count in documents.items() if count == 3] == ["LIB-001", "LIB-002"]
    for key in ("LIB-001", "LIB-002"):
        assert sorted(file.stem for file in files_of(key)) == ["design", "spec", "tasks"]


def test_every_register_is_found() -> None:
    found = Counter(entry.register for key in designs() for entry in stated(key))
    assert set(found) == set(NAMES)
    assert min(found.values()) >= 3


def test_two_designs_contradict_each_other_in_four_ways_and_no_others_do() -> None:
    claims: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for design in designs():
        for number, entry in enumerate(stated(design)):
            claims[entry.register, entry.key].append(Claim(design, (design, number), entry.values))
    found = {
        (frozenset(design for design, _ in clash.sides), register, key)
        for (register, key), same in claims.items()
        for clash in clashes(register, same)
    }
    both = frozenset({"LIB-005", "LIB-006"})
    assert found == {
        (both, "endpoints", "POST /api/v1/cards/{}/token"),
        (both, "entities", "card_token"),
        (both, "files", "src/services/card_tokens.py"),
        (both, "packages", "qrcode"),
    }


def test_what_is_implemented_is_done_and_decided() -> None:
    (key,) = (key for key in designs() if MANIFEST[key]["status"] == "Implemented")
    counted = counters(stated(key))
    assert (counted.tasks, counted.open_questions) == (counted.tasks_done, 0)
    assert remaining(key).undecided == 0
    assert remaining(key).done == remaining(key).total > 0


def test_what_is_under_way_has_things_done_and_things_left() -> None:
    for key in ("LIB-001", "LIB-002", "LIB-005"):
        counted = counters(stated(key))
        assert 0 < counted.tasks_done < counted.tasks
        assert counted.open_questions > 0
        assert remaining(key).undecided > 0


def test_one_design_is_nearly_empty() -> None:
    (file,) = files_of("LIB-008")
    assert file.read_text("utf-8").count("\n") < 30
    assert remaining("LIB-008").undecided >= 2


def test_every_design_that_a_text_names_is_there() -> None:
    for file in FILES:
        named = set(re.findall(r"\bLIB-\d+\b", file.read_text("utf-8")))
        assert named <= set(designs()), file


def test_the_dates_of_the_texts_are_those_of_the_manifest() -> None:
    for key in designs():
        footer = next(file for file in files_of(key) if file.stem == "design").read_text("utf-8")
        created, updated = (MANIFEST[key][when].date().isoformat() for when in ("created", "updated"))
        assert f"*Created: {created} · " in footer
        assert f"Last updated: {updated} · " in footer or created == updated


def test_the_designs_came_one_after_the_other() -> None:
    made = [MANIFEST["created"], *(MANIFEST[key]["created"] for key in designs())]
    assert made == sorted(set(made))
    for key in designs():
        assert MANIFEST[key]["created"] <= MANIFEST[key]["updated"]


def test_every_block_has_its_structure_and_no_code_is_wider_than_a_page() -> None:
    for file in FILES:
        blocks = [block for section in read(file.read_text("utf-8")).sections for block in section.blocks]
        assert "raw" not in {block.kind for block in blocks}, file
        code = [line for block in blocks if block.kind == "code" for line in block.source.splitlines()]
        assert [line for line in code if len(line) > CODE_COLUMNS] == [], file


def key_of(file: Path) -> str:
    return file.parent.name[: len("LIB-001")]


def designs() -> list[str]:
    return sorted({key_of(file) for file in FILES})


def files_of(key: str) -> list[Path]:
    return [file for file in FILES if key_of(file) == key]


@cache
def stated(key: str) -> list[Entry]:
    """What all documents of a design state."""
    return [entry for file in files_of(key) for entry in entries(read(file.read_text("utf-8")))]


def remaining(key: str) -> Left:
    """What all documents of a design have left."""
    outlines = [read(file.read_text("utf-8")) for file in files_of(key)]
    return sum((left_of(section) for outline in outlines for section in outline.sections), Left())
