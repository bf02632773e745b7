"""What is told of all stored designs: on the line of their files, less what somebody said is no problem."""

from __future__ import annotations

import pytest

from tests.factories import make_design
from webapp.extensions import db
from webapp.models import Clash, Finding, Person
from webapp.services.bin import delete_designs
from webapp.services.checking import Place, check_stored
from webapp.services.findings.dismissing import dismiss, take_back

pytestmark = pytest.mark.usefixtures("app")

ENDPOINTS = "## API Design\n\n| Method | Endpoint | Auth |\n|---|---|---|\n"
SIGN_IN = f"# T\n\n{ENDPOINTS}| GET | `/users` | ❌ |\n| POST | `/sessions` | |\n"


def told() -> list[tuple[str, int, str]]:
    return [(each.place.file, each.place.line, each.code) for each in check_stored().remarks]


def test_each_finding_stands_at_its_line_and_each_clash_at_both_sides() -> None:
    make_design(SIGN_IN, documents={"tasks": "\n# Tasks\n\nText.\n\n- _TBD_\n"})
    make_design("\n" + SIGN_IN.replace("/users", "/people"))

    report = check_stored()

    assert report.files == 3
    assert told() == [
        ("FEAT-001/design.md", 8, "endpoint-clash"),
        ("FEAT-001/design.md", 8, "endpoint-without-auth"),
        ("FEAT-001/tasks.md", 6, "placeholder"),
        ("FEAT-002/design.md", 9, "endpoint-clash"),
        ("FEAT-002/design.md", 9, "endpoint-without-auth"),
    ]
    assert report.remarks[0].others == (Place("FEAT-002/design.md", 9),)


def test_what_somebody_said_is_no_problem_is_left_out_until_that_is_taken_back(owner: Person) -> None:
    make_design(SIGN_IN)
    make_design(SIGN_IN.replace("❌", "✅").replace("| |", "| ✅ |").replace("/users", "/people"))
    finding, clash = db.session.scalars(db.select(Finding)).one(), db.session.scalars(db.select(Clash)).one()
    before = told()
    assert {code for _, _, code in before} == {"endpoint-clash", "endpoint-without-auth"}

    for each in (finding, clash):
        dismiss(each, reason="It is meant so.", digest=each.digest, by=owner)
    assert told() == []

    for each in (finding, clash):
        take_back(each)
    assert told() == before


def test_designs_in_the_bin_are_left_out(owner: Person) -> None:
    design = make_design(SIGN_IN)
    make_design("# T\n")
    assert told() != []
    delete_designs([design], by=owner)
    assert told() == []
    assert check_stored().files == 1
