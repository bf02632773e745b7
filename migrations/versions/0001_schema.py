"""The tables of people, projects, designs, their documents and their history.

Going down drops them only while they are empty. Otherwise they are set aside as they are, named
`archived_…`, and the next way up takes them back, so that down and up again loses nothing.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ARCHIVED = "archived_"

# SQLite numbers rows by itself in INTEGER columns only.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
POSITION = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Take up the tables that a downgrade set aside, or make new ones."""
    if sa.inspect(op.get_bind()).has_table(ARCHIVED + TABLES[0]):
        for name in TABLES:
            op.rename_table(ARCHIVED + name, name)
        return
    create_people()
    create_designs()
    create_documents()
    create_history()


def downgrade() -> None:
    """Drop empty tables; set tables with data aside."""
    if any(holds_data(name) for name in TABLES):
        for name in TABLES:
            op.rename_table(name, ARCHIVED + name)
        return
    for name in reversed(TABLES):
        op.drop_table(name)


# In the order in which they are made: each refers only to those before it, or to itself.
TABLES = (
    "person",
    "login_session",
    "one_time_link",
    "project",
    "design",
    "design_contributor",
    "document",
    "section",
    "block",
    "row",
    "entry",
    "batch",
    "change",
)


def holds_data(table: str) -> bool:
    """Whether the table has a row."""
    return (
        op.get_bind().execute(sa.select(sa.literal(1)).select_from(sa.table(table)).limit(1)).first()
        is not None
    )


def create_people() -> None:
    """People, their sessions and the links that let them in."""
    op.create_table(
        "person",
        sa.Column("id", ID, primary_key=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("filter_name", FOLDED, nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("email"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "login_session",
        sa.Column("id", ID, primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("agent", sa.String(300), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.UniqueConstraint("token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "one_time_link",
        sa.Column("id", ID, primary_key=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), index=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime()),
        sa.UniqueConstraint("token_hash"),
        sqlite_autoincrement=True,
    )


def create_designs() -> None:
    """Projects, and the designs they number."""
    op.create_table(
        "project",
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("template", sa.Text()),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "design",
        sa.Column("id", ID, primary_key=True),
        sa.Column("project_id", ID, sa.ForeignKey("project.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("filter_text", FOLDED, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("priority", sa.String(2), nullable=False),
        sa.Column("owner_id", ID, sa.ForeignKey("person.id"), index=True),
        sa.Column("parent_id", ID, sa.ForeignKey("design.id"), index=True),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.Column("tasks_done", sa.Integer(), nullable=False),
        sa.Column("open_questions", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False, index=True),
        sa.Column("deleted_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("project_id", "number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "design_contributor",
        sa.Column("design_id", ID, sa.ForeignKey("design.id"), primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), primary_key=True, index=True),
    )


def create_documents() -> None:
    """Documents cut into sections, blocks and rows, and the entries that these state."""
    op.create_table(
        "document",
        sa.Column("id", ID, primary_key=True),
        sa.Column("design_id", ID, sa.ForeignKey("design.id"), nullable=False, index=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.Column("revision", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("renderer", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    living = sa.text("deleted_at IS NULL")
    op.create_index(
        "uq_document_living_name",
        "document",
        ["design_id", "name"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )
    op.create_table(
        "section",
        sa.Column("id", ID, primary_key=True),
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("deleted_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "block",
        sa.Column("id", ID, primary_key=True),
        sa.Column("section_id", ID, sa.ForeignKey("section.id"), nullable=False, index=True),
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("info", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("column_seq", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(20)),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("deleted_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "row",
        sa.Column("id", ID, primary_key=True),
        sa.Column("block_id", ID, sa.ForeignKey("block.id"), nullable=False, index=True),
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("marker", sa.String(20), nullable=False),
        sa.Column("done", sa.Boolean()),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("html", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    for table in ("section", "block", "row"):
        op.create_index(f"ix_{table}_document_position", table, ["document_id", "position"])
    op.create_table(
        "entry",
        sa.Column("id", ID, primary_key=True),
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), nullable=False, index=True),
        sa.Column("block_id", ID, sa.ForeignKey("block.id"), nullable=False, index=True),
        sa.Column("row_id", ID, sa.ForeignKey("row.id"), index=True),
        sa.Column("line", sa.Integer()),
        sa.Column("register", sa.String(20), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_register_key", "entry", ["register", "key"])


def create_history() -> None:
    """Batches and their changes."""
    op.create_table(
        "batch",
        sa.Column("id", ID, primary_key=True),
        sa.Column("design_id", ID, sa.ForeignKey("design.id"), nullable=False, index=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), index=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("undoes_id", ID, sa.ForeignKey("batch.id")),
        sa.Column("undone_by_id", ID, sa.ForeignKey("batch.id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "change",
        sa.Column("id", ID, primary_key=True),
        sa.Column("batch_id", ID, sa.ForeignKey("batch.id"), nullable=False, index=True),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("piece_id", ID, nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sqlite_autoincrement=True,
    )
