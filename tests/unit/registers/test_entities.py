"""Entities: from SQL, Python classes, tables of fields and lists."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import entries_of, exclude_each_other, keys_of, register_of, values_of
from webapp.registers import REGISTERS, rule_for

ENTITIES = REGISTERS["entities"]


def test_sql_states_its_tables_wherever_they_are_created() -> None:
    text = (
        "## Notes\n\n```sql\n-- new\nCREATE TABLE users (\n  id UUID PRIMARY KEY,\n"
        "  name VARCHAR(255) NOT NULL,\n"
        "  UNIQUE (name)\n);\nCREATE INDEX i ON users(name);\n\n"
        "CREATE TABLE IF NOT EXISTS app.orders (id SERIAL);\n```\n"
    )
    found = entries_of(text, "entities")
    assert [(entry.key, entry.line, entry.values) for entry in found] == [
        ("users", 2, {
            "entity": "users", "kind": "table", "fields": "id: UUID\nname: VARCHAR(255)",
            "constraints": "PRIMARY KEY (id)",
        }),
        ("app.orders", 9, {"entity": "app.orders", "kind": "table", "fields": "id: SERIAL"}),
    ]  # fmt: skip


def test_a_fence_without_a_language_is_read_when_it_creates_a_table() -> None:
    assert keys_of("```\ncreate table t (a int);\n```\n", "entities") == ["t"]


def test_what_sql_cannot_be_read_is_left_alone_and_hides_nothing() -> None:
    text = (
        "```sql\nCREATE TABLE broken (\n  id UUID,\n  ...\n);\nCREATE TABLE fine (id INT);\nSELECT 1;\n```\n"
    )
    assert keys_of(text, "entities") == ["fine"]
    assert entries_of("```sql\nSELECT * FROM users WHERE (1 = 1);\n```\n") == []


def test_other_dialects_are_read(caplog: pytest.LogCaptureFixture) -> None:
    text = (
        "```mysql\nCREATE TABLE `a` (`id` INT AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB;\n"
        "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT);\n"
        "CREATE TABLE [c] ([id] INT IDENTITY(1,1));\n```\n"
    )
    assert keys_of(text, "entities") == ["a", "b", "c"]
    assert caplog.records == []


def test_a_table_that_is_commented_out_is_not_created() -> None:
    assert entries_of("```sql\n-- CREATE TABLE old (id INT);\n```\n") == []


def test_python_classes_with_fields_under_a_heading_about_data() -> None:
    code = (
        "```python\nclass User:\n    id: int\n    name: str = 'x'\n"
        "    parent_id: Optional[int]\n\n    def f(self): ...\n```\n"
    )
    assert values_of(f"## Data Model\n\n{code}", "entities") == [
        {"entity": "User", "kind": "class", "fields": "id: int\nname: str\nparent_id: Optional[int]"}
    ]
    assert values_of(f"## Modelo de datos\n\n### Entidades\n\n{code}", "entities")[0]["entity"] == "User"
    assert entries_of(f"## Architecture\n\n{code}") == []


def test_orm_classes_are_entities_anywhere_and_called_by_their_table() -> None:
    text = (
        "## Implementation\n\n```python\nclass User(Base):\n    __tablename__ = 'users'\n"
        "    id = Column(Integer, primary_key=True)\n"
        "    email: Mapped[str] = mapped_column(String(255))\n    orders = relationship('Order')\n"
        "    items: Mapped[list['Item']] = relationship()\n```\n"
    )
    assert values_of(text, "entities") == [
        {
            "entity": "users", "kind": "class", "fields": "id: Integer\nemail: str",
            "constraints": "PRIMARY KEY (id)",
        }
    ]  # fmt: skip


def test_python_that_does_not_parse_is_read_line_by_line() -> None:
    text = (
        "## Entities\n\n```python\nclass Order(BaseModel):\n    id: int\n"
        "    total: Decimal = 0  # money\n    ...more fields\n```\n"
    )
    assert values_of(text, "entities") == [
        {"entity": "Order", "kind": "class", "fields": "id: int\ntotal: Decimal"}
    ]


@pytest.mark.parametrize(
    "code",
    [
        "class NotFound(Exception):\n    code: int = 404",
        "class Color(Enum):\n    RED: int = 1",
        "class Mailer:\n    def send(self): ...",
        "users = [User(id=1)]",
    ],
)
def test_exceptions_enumerations_and_classes_without_fields_are_no_entities(code: str) -> None:
    assert entries_of(f"## Data model\n\n```python\n{code}\n```\n") == []


def test_a_table_of_fields_belongs_to_the_entity_in_the_title() -> None:
    text = (
        "## Data Model\n\n### Table `users`\n\n| Field | Type | Description |\n|-|-|-|\n"
        "| `id` | uuid | key |\n| email | text | |\n"
    )
    assert keys_of(text, "entities") == ["users", "users"]
    assert values_of(text, "entities")[0] == {
        "entity": "users", "field": "id", "type": "uuid", "description": "key"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2. Order", "order"),
        ("Tabla usuarios", "usuarios"),
        ("NavigationItem (conceptual)", "navigationitem"),
        ("The User model", "user"),
    ],
)
def test_titles_name_their_entity(title: str, name: str) -> None:
    text = f"## Modelo de datos\n\n### {title}\n\n| Campo | Tipo |\n|-|-|\n| id | entero |\n"
    assert keys_of(text, "entities") == [name]


def test_a_table_of_entities() -> None:
    text = "## Entidades\n\n| Entidad | Descripción |\n|-|-|\n| `Pedido` | Lo que se compra |\n"
    assert values_of(text, "entities") == [{"entity": "Pedido", "description": "Lo que se compra"}]
    assert keys_of("| Entity | Field | Type |\n|-|-|-|\n| User | id | int |\n", "entities") == ["user"]


def test_list_items_state_fields_under_the_entitys_own_title() -> None:
    text = (
        "## Entities\n\n### NavigationItem\n\n- id: string (generated)\n"
        "- children: NavigationItem[] (optional)\n- label must be set\n"
    )
    assert [(one["field"], one["type"]) for one in values_of(text, "entities")] == [
        ("id", "string"),
        ("children", "NavigationItem[]"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Overview\n\n| Field | Value |\n|-|-|\n| ID | 1 |\n",
        "## Request\n\n| Field | Type |\n|-|-|\n| id | int |\n",
        "## Data Model\n\n- it is small\n- users: we have many\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert register_of(text) is None


def test_a_table_is_created_once() -> None:
    table = {"entity": "users", "kind": "table", "fields": "id: INT"}
    klass = {"entity": "Users", "kind": "class", "fields": "id: int"}
    assert ENTITIES.key(table) == ENTITIES.key(klass) == "users"
    assert exclude_each_other(ENTITIES, table, klass) == ["users"]
    assert exclude_each_other(ENTITIES, table, klass | {"action": "modify"}) == []
    assert exclude_each_other(ENTITIES, table, {"entity": "users", "field": "id", "type": "int"}) == ["users"]
    assert exclude_each_other(ENTITIES, table, {"entity": "users", "field": "email"}) == []


def test_a_column_has_one_type() -> None:
    table = {"entity": "users", "kind": "table", "fields": "email: VARCHAR(255)\nage: INT"}
    row = {"entity": "Users", "field": "email", "type": "varchar(255)"}
    assert exclude_each_other(ENTITIES, table, row) == []
    assert exclude_each_other(ENTITIES, table, row | {"type": "integer"}) == ["users.email"]
    assert exclude_each_other(ENTITIES, table, row | {"field": "phone", "type": "integer"}) == []
    assert exclude_each_other(ENTITIES, table, row | {"type": "_TBD_"}) == []


@pytest.mark.parametrize(
    ("title", "action"),
    [("User", None), ("Existing `User`", "modify"), ("Extend User", "modify"), ("New or updated User", None)],
)
def test_a_title_says_that_an_entity_is_there_already(title: str, action: str | None) -> None:
    text = f"# T\n\n## Data Model\n\n### {title}\n\n```python\nclass User:\n    id: int\n```\n"
    [values] = values_of(text, "entities")
    assert values.get("action") == action


def test_a_class_that_leaves_out_what_is_there_creates_nothing() -> None:
    code = "class User(Base):\n    # existing fields\n    phone: str\n"
    [values] = values_of(f"# T\n\n## Data Model\n\n```python\n{code}```\n", "entities")
    assert values["action"] == "modify"


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("```sql\nCREATE TABLE t (id INT PRIMARY KEY, a INT);\n```", "PRIMARY KEY (id)"),
        ("```sql\nCREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b));\n```", "PRIMARY KEY (a, b)"),
        ("```sql\nCREATE TABLE t (a INT);\n```", None),
        ("```python\nclass T(Base):\n    a = Column(Integer, primary_key=True)\n```", "PRIMARY KEY (a)"),
        (
            "```python\nclass T(Base):\n    a: Mapped[int] = mapped_column(primary_key=True)\n```",
            "PRIMARY KEY (a)",
        ),
    ],
)
def test_code_says_what_identifies_an_entity(code: str, key: str | None) -> None:
    [values] = values_of(f"# T\n\n## Data Model\n\n{code}\n", "entities")
    assert values.get("constraints") == key


def test_a_fields_name_is_an_identifier() -> None:
    rule = rule_for("entities", "field")
    assert rule is not None
    assert rule("`created_at`") is None
    assert rule("created at") == "A field’s name has only letters, digits and “_”."
