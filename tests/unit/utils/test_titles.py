"""The title inside a heading, and the heading with another title."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webapp.utils.titles import title_part, with_key, with_title

KEY = "FEAT-001"

HEADINGS = {
    "# FEAT-001: Custom Database Connection - Technical Design": "Custom Database Connection",
    "FEAT-001: Custom Database Connection - Specification": "Custom Database Connection",
    "FEAT-001: Custom - Tasks": "Custom",
    "feat-1: Custom – Status": "Custom",
    "FEAT-001 — Conexión — Diseño técnico": "Conexión",
    "FEAT-001 - Conexión: Especificación": "Conexión",
    "FEAT-001: Conexión - TAREAS": "Conexión",
    "FEAT-001 Custom - Design": "Custom",
    "[FEAT-001] Custom": "Custom",
    "[FEAT-001](design.md) Custom": "Custom",
    "**FEAT-001: Custom - Tasks**": "Custom",
    "**FEAT-001:** Custom": "Custom",
    "**FEAT-001: Custom** - Tasks": "**FEAT-001: Custom**",
    "FEAT-001: Custom - *Status*": "Custom",
    "FEAT-001: `Custom - Status`": "`Custom - Status`",
    "FEAT-001: The *new* `pool` - Technical Design": "The *new* `pool`",
    "FEAT-001: Custom - Design <!-- omit in toc -->": "Custom",
    "FEAT-001: Custom {#custom}": "Custom",
    "FEAT-XXX: [Feature Name] - Technical Design": "[Feature Name]",
    "FEAT-XXX Custom": "Custom",
    "FEAT-002: Another key in the file - Specification": "Another key in the file",
    "F005：路由 - 任务": "F005：路由",
    "FEAT-001: Tasks: bulk edit": "Tasks: bulk edit",
    "FEAT-001: Re-Design": "Re-Design",
    "FEAT-XXX: Technical Design": "",
    "FEAT-001 - *Tareas*": "",
    "FEAT-001:": "",
    "FEAT-001": "",
    "Specification": "",
    "<!-- short title -->": "",
    "": "",
    "Custom Database": "Custom Database",
    "Custom Database - Technical Design": "Custom Database",
    "Implementation Plan: Custom": "Custom",
    "Implementation Plan:": "Implementation Plan:",
    "step-1: Prepare": "step-1: Prepare",
    "FEAT-0012x is no key": "FEAT-0012x is no key",
}

# One line without blanks around it, as forms hand titles on.
titles = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)


@pytest.mark.parametrize(("heading", "title"), HEADINGS.items())
def test_the_title_part_of_a_heading(heading: str, title: str) -> None:
    assert title_part(heading, KEY) == title


def test_another_project_s_name_in_small_letters_needs_to_be_the_own_key() -> None:
    assert title_part("feat-1: Custom", None) == "feat-1: Custom"
    assert title_part("FEAT-001: Custom", None) == "Custom"
    assert title_part("FEAT-001 Custom", None) == "FEAT-001 Custom"


@pytest.mark.parametrize(
    ("heading", "changed"),
    [
        ("FEAT-XXX: Technical Design", "FEAT-014: Payment webhooks - Technical Design"),
        ("# FEAT-XXX: [Feature Name] - Tasks", "# FEAT-014: Payment webhooks - Tasks"),
        ("FEAT-014 — Tareas", "FEAT-014 — Payment webhooks — Tareas"),
        ("FEAT-014", "FEAT-014: Payment webhooks - Technical Design"),
        ("FEAT-014:", "FEAT-014: Payment webhooks - Technical Design"),
        ("", "FEAT-014: Payment webhooks - Technical Design"),
        ("<!-- title -->", "FEAT-014: Payment webhooks - Technical Design <!-- title -->"),
        ("Status", "Payment webhooks - Status"),
        ("Old words", "Payment webhooks"),
        ("Design: Old words", "Design: Payment webhooks"),
        ("**feat-14:  Old** words  -  Design", "Payment webhooks  -  Design"),
        ("feat-14:  Old words  -  *Design*  ", "feat-14:  Payment webhooks  -  *Design*  "),
    ],
)
def test_only_the_title_part_changes(heading: str, changed: str) -> None:
    assert with_title(heading, "FEAT-014", "Payment webhooks") == changed


def test_a_title_that_reads_as_a_kind_gains_one_so_that_it_stays_the_title() -> None:
    assert with_title("FEAT-014: Old", "FEAT-014", "Tasks") == "FEAT-014: Tasks - Technical Design"
    assert with_title("Old", "FEAT-014", "FEAT-002: copy") == "FEAT-014: FEAT-002: copy"


@settings(max_examples=200)
@given(st.sampled_from(sorted(HEADINGS)), titles)
@example("Custom", "Design: x")
@example("Custom", "# x")
@example("Custom", "a - Tasks")
@example("FEAT-001: Custom", "*Tasks*")
@example("**FEAT-001: Custom - Tasks**", "a*b")
@example("FEAT-001", "{#x}")
def test_a_title_that_was_set_is_read_back(heading: str, title: str) -> None:
    assert title_part(with_title(heading, KEY, title), KEY) == title


@settings(max_examples=200)
@given(st.one_of(titles, st.sampled_from(sorted(HEADINGS))))
def test_setting_the_title_it_has_changes_nothing(heading: str) -> None:
    title = title_part(heading, KEY)
    assert title == "" or with_title(heading, KEY, title) == heading


@pytest.mark.parametrize("heading", [heading for heading, title in HEADINGS.items() if title])
def test_a_title_set_and_set_back_gives_the_heading(heading: str) -> None:
    changed = with_title(heading, KEY, "Payment webhooks")
    again = with_title(changed, KEY, title_part(heading, KEY))
    assert again == heading.replace("FEAT-XXX", KEY)


def test_headings_of_real_documents_keep_all_but_their_title(samples: Path) -> None:
    folder = Path(os.environ.get("DESIGNBOOK_CORPUS") or samples)
    template = Path(__file__).parents[3] / "templates" / "design.md"
    headings = [
        match.group().rstrip("\r")
        for path in [template, *sorted(folder.rglob("*.md"))]
        for match in re.finditer(r"^#{1,6} .*", path.read_bytes().decode(), re.MULTILINE)
    ]
    assert headings
    for heading in headings:
        title = title_part(heading, KEY)
        changed = with_title(heading, KEY, "Payment webhooks")
        assert title_part(changed, KEY) == "Payment webhooks"
        if title and not re.search(r"[A-Z]-(X{2,}|N{2,})", heading):
            assert with_title(changed, KEY, title) == heading


@pytest.mark.parametrize(
    ("heading", "changed"),
    [
        ("# FEAT-001: Login, see FEAT-001", "# FEAT-014: Login, see FEAT-001"),
        ("feat-1 Login", "FEAT-014 Login"),
        ("**[FEAT-001](FEAT-001.md): Login**", "**[FEAT-014](FEAT-001.md): Login**"),
        ("FEAT-002: Login", "FEAT-014: Login"),
        ("FEAT-XXX - Tasks", "FEAT-014 - Tasks"),
        ("FEAT-001", "FEAT-014"),
        ("Login after FEAT-001", "Login after FEAT-001"),
        ("step-1: Prepare", "step-1: Prepare"),
        ("", ""),
    ],
)
def test_a_heading_with_another_key_has_everything_else(heading: str, changed: str) -> None:
    assert with_key(heading, KEY, "FEAT-014") == changed
    assert with_key(changed, "FEAT-014", KEY) == re.sub("FEAT-(002|XXX)", KEY, heading.replace("feat-1", KEY))
