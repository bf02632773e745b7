"""Files: from tables, lists and tree drawings; actions; what clashes."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import (
    entries_of,
    exclude_each_other,
    keys_of,
    recognised,
    register_of,
    values_of,
)
from webapp.registers import REGISTERS, rule_for

FILES = REGISTERS["files"]


def test_a_table_with_file_action_and_description() -> None:
    text = (
        "| File | Action | Description |\n|-|-|-|\n| `src/a.py` | Create | New |\n"
        "| `src/b.py` | **Update** | |\n"
    )
    assert recognised(text) == ("files", ["file", "action", "description"])
    assert values_of(text, "files") == [
        {"file": "src/a.py", "action": "create", "description": "New"},
        {"file": "src/b.py", "action": "modify"},
    ]


def test_a_spanish_table() -> None:
    text = (
        "| Archivo | Acción | Descripción |\n|-|-|-|\n| a.py | Crear | x |\n"
        "| b.py | Eliminar | y |\n| c.py | Modificar | z |\n"
    )
    assert [one["action"] for one in values_of(text, "files")] == ["create", "delete", "modify"]


@pytest.mark.parametrize(
    ("heading", "action"),
    [
        ("Files to Modify", "modify"),
        ("New Files to Create", "create"),
        ("Archivos a modificar", "modify"),
        ("Nuevos archivos", "create"),
        ("Files Removed", "delete"),
        ("Ficheros eliminados", "delete"),
    ],
)
def test_without_a_column_the_heading_says_the_action(heading: str, action: str) -> None:
    text = f"### {heading}\n\n| File | Changes |\n|-|-|\n| `src/main.py` | Add the router |\n"
    assert values_of(text, "files") == [
        {"file": "src/main.py", "description": "Add the router", "action": action}
    ]


def test_what_the_document_creates_is_not_what_its_files_do() -> None:
    table = "| File | Purpose |\n|-|-|\n| a.py | x |\n"
    assert values_of(f"# FEAT-003: New landing page\n\n## Files\n\n{table}", "files") == [
        {"file": "a.py", "description": "x"}
    ]
    assert values_of(f"# A\n\n## Files\n\n### New\n\n{table}", "files")[0]["action"] == "create"


def test_a_heading_with_two_actions_says_none_and_a_row_may_say_it_itself() -> None:
    text = (
        "## Files Created/Modified\n\n| File | Purpose | Status |\n|-|-|-|\n"
        "| a.py | start | ✅ Created |\n| b.py | go | |\n"
        "| c.py | Create (new) | |\n| d.py (new) | x | |\n"
    )
    assert [one.get("action") for one in values_of(text, "files")] == ["create", None, "create", "create"]


def test_a_cell_may_name_several_files() -> None:
    text = "| File | Action |\n|-|-|\n| `src/a.py`, `src/b.py` | Modify |\n| the main module | Modify |\n"
    assert [one["file"] for one in values_of(text, "files")] == ["src/a.py", "src/b.py", "the main module"]


def test_a_tree_states_the_full_path_of_each_leaf() -> None:
    text = (
        "### New Files to Create\n\n```\nsrc/\n├── models/\n"
        "│   └── user.py      # the user\n├── static/\n└── main.py\n\n"
        "tests/\n└── unit/\n    └── test_user.py\n```\n"
    )
    found = entries_of(text, "files")
    assert [(entry.line, entry.values) for entry in found] == [
        (3, {"file": "src/models/user.py", "description": "the user", "action": "create"}),
        (4, {"file": "src/static/", "action": "create"}),
        (5, {"file": "src/main.py", "action": "create"}),
        (9, {"file": "tests/unit/test_user.py", "action": "create"}),
    ]


def test_a_remark_in_a_tree_may_say_the_action() -> None:
    text = "```\napp/\n├── a.py  # NEW\n├── b.py  (modified)\n└── c.py  # what is new in here\n```\n"
    assert [one.get("action") for one in values_of(text, "files")] == ["create", "modify", None]


def test_list_items_begin_with_a_path_under_a_heading_about_files() -> None:
    items = (
        "- `src/a.py`: the start\n- Create `src/b.py`\n- Modify: src/c.py — more\n"
        "- whatever else\n- [ ] `d.toml`\n"
    )
    assert values_of(f"## Files\n\n{items}", "files") == [
        {"file": "src/a.py", "description": "the start"},
        {"file": "src/b.py", "action": "create"},
        {"file": "src/c.py", "action": "modify", "description": "more"},
        {"file": "d.toml"},
    ]
    assert values_of(f"## Ideas\n\n{items}", "files") == []


@pytest.mark.parametrize(
    "text",
    [
        "| Feature | Icon |\n|-|-|\n| a.py | x |\n",
        "| File | Line | Function Name |\n|-|-|-|\n| a.go | 3 | f |\n",
        "```\n/ (Landing)\n├── Hero Section\n├── Features Section\n└── Footer\n```\n",
        "```\nPHASE 1: Start\n└── FEAT-001: Core\n\nPHASE 2\n├── FEAT-002: Login\n└── FEAT-003: Page\n```\n",
        "```\n┌──────┐     ┌──────┐\n│ a.py │────▶│ b.py │\n└──────┘     └──────┘\n```\n",
        "```python\n# src/\n# ├── a.py\n```\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert register_of(text) is None


def test_the_key_is_the_path_as_git_writes_it() -> None:
    paths = ["src/a.py", "./src/a.py", "src//a.py", "src\\a.py", "/src/a.py", "src/a.py:12-40", "src/a.py#L3"]
    assert {FILES.key({"file": path}) for path in paths} == {"src/a.py"}
    assert FILES.key({"file": "static/"}) == "static/"


def test_one_file_is_created_once_but_modified_by_many() -> None:
    create, modify = {"file": "src/a.py", "action": "create"}, {"file": "src/a.py", "action": "modify"}
    assert exclude_each_other(FILES, create, create) == ["src/a.py"]
    assert exclude_each_other(FILES, create, modify) == []
    assert exclude_each_other(FILES, modify, create) == []
    assert exclude_each_other(FILES, modify, modify) == []
    for path in ("src/[new_model].py", "static/", "src/__init__.py", "static/.gitkeep"):
        everybodys = {"file": path, "action": "create"}
        assert exclude_each_other(FILES, everybodys, everybodys) == []


@pytest.mark.parametrize(
    ("role", "typed", "sentence"),
    [
        ("file", "`src/a.py`", None),
        ("file", "src\\\\a.py", "A path is written with “/”, not “\\”."),
        ("file", "src/../a.py", "A path has no “..” in it."),
        ("action", "Crear", None),
        ("action", "Ponder", "An action is Create, Modify, Delete or Rename."),
    ],
)
def test_rules(role: str, typed: str, sentence: str | None) -> None:
    rule = rule_for("files", role)
    assert rule is not None
    assert rule(typed) == sentence


def test_keys_follow_the_rows() -> None:
    assert keys_of("| File | Action |\n|-|-|\n| ./a.py | new |\n", "files") == ["a.py"]
