"""Endpoints: from tables, lists and fences; their key, their rules, what clashes."""

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

ENDPOINTS = REGISTERS["endpoints"]


def test_a_table_with_method_and_endpoint_is_one() -> None:
    text = (
        "## API\n\n| Method | Endpoint | Description | Auth |\n|-|-|-|-|\n"
        "| get | `/api/users/{id}` | One **user** | ✅ |\n"
    )
    assert recognised(text) == ("endpoints", ["method", "path", "description", "auth"])
    assert values_of(text, "endpoints") == [
        {"method": "GET", "path": "/api/users/{id}", "description": "One user", "auth": "yes"}
    ]


@pytest.mark.parametrize(
    "head",
    [
        "| Method | Path |",
        "| HTTP Method | Route |",
        "| Verb | URL |",
        "| **Method** | `Path` |",
        "| Método | Ruta |",
        "| MÉTODO | ENDPOINT |",
        "| Verbo | Punto de acceso |",
    ],
)
def test_its_columns_have_synonyms_in_two_languages_and_need_no_heading(head: str) -> None:
    text = f"# Anything\n\n{head}\n|-|-|\n| POST | /api/users |\n"
    assert keys_of(text, "endpoints") == ["POST /api/users"]


def test_a_spanish_table_is_read_like_an_english_one() -> None:
    text = (
        "| Método | Ruta | Descripción | Autenticación |\n|-|-|-|-|\n"
        "| DELETE | /usuarios/{id} | Borra | sí |\n"
    )
    assert values_of(text, "endpoints") == [
        {"method": "DELETE", "path": "/usuarios/{id}", "description": "Borra", "auth": "yes"}
    ]


def test_a_column_nobody_knows_has_no_role_and_no_value() -> None:
    text = "| Method | Path | Sprint |\n|-|-|-|\n| GET | /a | 4 |\n"
    assert recognised(text) == ("endpoints", ["method", "path", ""])
    assert values_of(text, "endpoints") == [{"method": "GET", "path": "/a"}]


def test_a_row_with_two_methods_states_two_endpoints() -> None:
    text = "| Method | Path |\n|-|-|\n| GET, POST | /a |\n| PUT/DELETE | /a/{id} |\n"
    assert keys_of(text, "endpoints") == ["GET /a", "POST /a", "PUT /a/{}", "DELETE /a/{}"]
    assert [entry.row for entry in entries_of(text)] == [0, 0, 1, 1]


def test_the_method_may_stand_in_the_paths_cell_under_an_api_heading() -> None:
    text = "## Endpoints\n\n| Endpoint | Description |\n|-|-|\n| `GET /a` | One |\n| the rest | more |\n"
    assert values_of(text, "endpoints") == [{"method": "GET", "path": "/a", "description": "One"}]


def test_rows_of_dashes_and_rows_without_a_path_state_nothing() -> None:
    text = (
        "| Method | Path | Description |\n|-|-|-|\n| - | - | - |\n|  |  |  |\n"
        "| GET |  | later |\n| GET | /a | |\n"
    )
    assert keys_of(text, "endpoints") == ["GET /a"]


def test_list_items_count_under_an_api_heading_only() -> None:
    items = "- `GET /api/users` — list of users\n- **POST** `/api/users`: a new one\n- see below\n"
    assert values_of(f"## API endpoints\n\n{items}", "endpoints") == [
        {"method": "GET", "path": "/api/users", "description": "list of users"},
        {"method": "POST", "path": "/api/users", "description": "a new one"},
    ]
    assert entries_of(f"## Notes\n\n{items}") == []


@pytest.mark.parametrize(
    ("item", "description"),
    [
        ("GET /x - Foo: bar", "Foo: bar"),
        ("`GET /x`: Foo - bar", "Foo - bar"),
        ("`GET /x` (readers) — Foo", "(readers) — Foo"),
        ("**GET** `/x` → 200: all", "200: all"),
        ("GET /x: Foo", "Foo"),
        ("GET /x", None),
        ("GET /x -", None),
    ],
)
def test_what_follows_the_path_in_a_list_is_the_whole_description(item: str, description: str | None) -> None:
    (values,) = values_of(f"## API\n\n- {item}\n", "endpoints")
    assert values["path"] == "/x"
    assert values.get("description") == description


def test_a_yaml_fence_states_its_requests_with_what_stands_under_them() -> None:
    text = (
        "## API Design\n\n```yaml\n# comment\nPOST /api/things:\n"
        "  description: Make one\n  request:\n    name: string\n"
        'GET /api/things/{id}:\n  headers: { Authorization: "Bearer <token>" }\n```\n'
    )
    found = entries_of(text, "endpoints")
    assert [entry.values for entry in found] == [
        {"method": "POST", "path": "/api/things", "description": "Make one"},
        {"method": "GET", "path": "/api/things/{id}", "auth": "yes"},
    ]
    assert [(entry.line, entry.row) for entry in found] == [(2, None), (6, None)]


@pytest.mark.parametrize(
    "text",
    [
        "## API\n\n### Request/Response Examples\n\n```http\nGET /api/users HTTP/1.1\n```\n",
        "## API\n\n```json\n// POST /api/users\n{}\n```\n",
        "## Deployment\n\n```text\nGET /healthz\n```\n",
        "## API\n\n```\n│── POST /auth/login ───▶│\n```\n",
    ],
)
def test_examples_other_languages_and_drawings_are_not_the_list_of_endpoints(text: str) -> None:
    assert entries_of(text) == []


@pytest.mark.parametrize(
    "head",
    ["| Method | Description |", "| Path | Owner |", "| Option | Pros |", "| Resource | Monthly Cost |"],
)
def test_lookalikes_are_left_alone(head: str) -> None:
    assert register_of(f"## API\n\n{head}\n|-|-|\n| GET | /a |\n") is None


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/users/{id}", "GET /users/{}"),
        ("/users/:id", "GET /users/{}"),
        ("/users/<int:id>/", "GET /users/{}"),
        ("/users/[id]", "GET /users/{}"),
        ("https://api.example.org/users?limit=3", "GET /users"),
        ("users", "GET /users"),
        ("/v1:batch", "GET /v1:batch"),
        ("/", "GET /"),
    ],
)
def test_the_key_ignores_names_of_parameters(path: str, key: str) -> None:
    assert ENDPOINTS.key({"method": "GET", "path": path}) == key


def test_one_method_and_path_in_two_designs_clash() -> None:
    one, other = {"method": "GET", "path": "/users/{id}"}, {"method": "GET", "path": "/users/{user}"}
    assert exclude_each_other(ENDPOINTS, one, other) == ["GET /users/{}"]
    assert exclude_each_other(ENDPOINTS, {"path": "/users"}, {"path": "/users"}) == []
    undecided = {"method": "GET", "path": "/api/_TBD_"}
    assert exclude_each_other(ENDPOINTS, undecided, undecided) == []


@pytest.mark.parametrize(
    ("role", "typed", "sentence"),
    [
        ("path", "/api/users/{id}", None),
        ("path", "`/api/users`", None),
        ("path", "", None),
        ("path", "_TBD_", None),
        ("path", "api/users", "A path starts with “/”."),
        ("path", "/api/my users", "A path has no blanks."),
        ("path", "/api/{id", "A parameter in a path stands between “{” and “}”."),
        ("method", "get", None),
        ("method", "GET, POST", None),
        ("method", "FETCH", "A method is one of GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS."),
    ],
)
def test_rules_say_what_is_wrong_with_a_typed_cell(role: str, typed: str, sentence: str | None) -> None:
    rule = rule_for("endpoints", role)
    assert rule is not None
    assert rule(typed) == sentence
