"""Which design and which document a file is."""

from __future__ import annotations

import pytest

from webapp.services.naming import Group, group_files, is_markdown, source_file

HEADINGS = {
    "webhooks.md": "FEAT-014: Payment webhooks - Technical Design",
    "lower.md": "feat-015: Lower case",
    "other.md": "pay-003: Another project",
    "new.md": "PAY-003: Another project",
    "unicode.md": "Why UTF-8 and SHA-256",
}


def named(
    *paths: str, projects: tuple[str, ...] = ("FEAT",), project: str = "FEAT"
) -> dict[str, dict[str, str]]:
    """What each design is made of: `{key: {document: path}}`, unnumbered designs as `FEAT-?`."""
    return {
        f"{group.key or group.project + '-?'}{'' if group.key else ' ' + str(place)}": {
            document: file.path for document, file in group.files.items()
        }
        for place, group in enumerate(grouped(*paths, projects=projects, project=project))
    }


def grouped(*paths: str, projects: tuple[str, ...] = ("FEAT",), project: str = "FEAT") -> list[Group]:
    return group_files(
        [source_file(path, lambda: b"") for path in paths],
        projects=frozenset(projects),
        project=project,
        heading=lambda file: HEADINGS.get(file.name),
        documents=lambda key: ("design", "My notes") if str(key) == "FEAT-001" else (),
    )


def test_a_file_called_as_a_document_is_fetched_is_that_document_where_the_design_has_it() -> None:
    assert named("FEAT-001-my notes.md", "FEAT-002-my notes.md") == {
        "FEAT-001": {"My notes": "FEAT-001-my notes.md"},
        "FEAT-002": {"design": "FEAT-002-my notes.md"},
    }


def test_the_folder_names_the_design_and_its_files_the_documents() -> None:
    files = (
        "FEAT-001-auth/tasks.md",
        "FEAT-001-auth/design.md",
        "FEAT-001-auth/api notes.md",
        "FEAT-001-auth/spec.md",
    )

    designs = named(*files)

    assert designs == {
        "FEAT-001": {
            "design": "FEAT-001-auth/design.md",
            "spec": "FEAT-001-auth/spec.md",
            "tasks": "FEAT-001-auth/tasks.md",
            "api notes": "FEAT-001-auth/api notes.md",
        }
    }
    assert list(designs["FEAT-001"]) == ["design", "spec", "tasks", "api notes"]


def test_the_nearest_folder_with_a_key_counts() -> None:
    assert named("FEAT-001-auth/FEAT-002-tokens/notes/design.md") == {
        "FEAT-002": {"design": "FEAT-001-auth/FEAT-002-tokens/notes/design.md"}
    }


def test_the_folders_key_goes_before_the_files() -> None:
    assert named("FEAT-001-auth/FEAT-002-tokens.md") == {
        "FEAT-001": {"FEAT-002-tokens": "FEAT-001-auth/FEAT-002-tokens.md"}
    }


def test_a_file_that_repeats_its_folders_key_is_named_by_the_rest() -> None:
    assert named("FEAT-001-auth/FEAT-001-tasks.md") == {
        "FEAT-001": {"tasks": "FEAT-001-auth/FEAT-001-tasks.md"}
    }


@pytest.mark.parametrize(
    ("file", "key", "document"),
    [
        ("FEAT-007.md", "FEAT-007", "design"),
        ("FEAT-007-payment-webhooks.md", "FEAT-007", "design"),
        ("FEAT-007-tasks.md", "FEAT-007", "tasks"),
        ("es-feat-003-status.md", "FEAT-003", "status"),
        ("feat-12-design.markdown", "FEAT-012", "design"),
        ("FEAT-013-TASKS.MD", "FEAT-013", "TASKS"),
    ],
)
def test_a_single_file_is_a_document_by_the_rest_of_its_name(file: str, key: str, document: str) -> None:
    assert named(file) == {key: {document: file}}


def test_documents_of_one_design_come_together_from_single_files() -> None:
    assert named("feat-001-design.md", "feat-001-tasks.md") == {
        "FEAT-001": {"design": "feat-001-design.md", "tasks": "feat-001-tasks.md"}
    }


def test_the_heading_says_the_key_where_folder_and_name_do_not() -> None:
    assert named("docs/webhooks.md", "docs/lower.md") == {
        "FEAT-014": {"design": "docs/webhooks.md"},
        "FEAT-015": {"design": "docs/lower.md"},
    }


def test_a_key_in_capitals_makes_a_project_and_one_in_small_letters_does_not() -> None:
    assert named("PAY-001-refunds/design.md", "ops-2-runbook.md", "other.md", "new.md") == {
        "PAY-001": {"design": "PAY-001-refunds/design.md"},
        "PAY-003": {"design": "new.md"},
        "FEAT-? 2": {"design": "ops-2-runbook.md"},
        "FEAT-? 3": {"design": "other.md"},
    }


def test_a_key_inside_a_name_makes_no_project() -> None:
    assert named("notes-on-SHA-256.md") == {"FEAT-? 0": {"design": "notes-on-SHA-256.md"}}


def test_what_has_no_key_is_a_design_of_its_own() -> None:
    assert named("adr/first.md", "adr/unicode.md", project="OPS") == {
        "OPS-? 0": {"design": "adr/first.md"},
        "OPS-? 1": {"design": "adr/unicode.md"},
    }


def test_known_documents_of_a_folder_without_a_key_are_one_design() -> None:
    assert named("login/tasks.md", "login/design.md", "login/other idea.md", "logout/design.md") == {
        "FEAT-? 0": {"design": "login/other idea.md"},
        "FEAT-? 1": {"design": "login/design.md", "tasks": "login/tasks.md"},
        "FEAT-? 2": {"design": "logout/design.md"},
    }


def test_known_documents_share_the_key_that_one_of_their_headings_states() -> None:
    HEADINGS["plan.md"] = "FEAT-009: Plan"

    assert named("x/tasks.md", "x/plan.md") == {"FEAT-009": {"plan": "x/plan.md", "tasks": "x/tasks.md"}}


def test_the_second_file_for_a_document_is_set_aside_with_the_first() -> None:
    (group,) = grouped("FEAT-001-auth/design.md", "FEAT-001-auth/old/Design.md")

    assert {name: file.path for name, file in group.files.items()} == {"design": "FEAT-001-auth/design.md"}
    assert [(second.path, first.path) for second, first in group.twice] == [
        ("FEAT-001-auth/old/Design.md", "FEAT-001-auth/design.md")
    ]


def test_a_document_keeps_its_files_name_but_for_what_no_file_system_likes() -> None:
    (group,) = grouped("FEAT-001-auth/README.md", "FEAT-001-auth/a:b?.md")

    assert list(group.files) == ["README", "a-b-"]


@pytest.mark.parametrize("path", ["a.md", "b/c.MD", "x.markdown", "FEAT-001/ñ.md"])
def test_markdown_files_are_taken(path: str) -> None:
    assert is_markdown(path)


@pytest.mark.parametrize("path", ["a.txt", ".hidden.md", ".git/x.md", "__MACOSX/a.md", "a.md.bak", "md"])
def test_other_and_hidden_files_are_left_alone(path: str) -> None:
    assert not is_markdown(path)
