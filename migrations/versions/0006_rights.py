"""Who may do what: roles in projects, locks, suspended people, API tokens, the audit.

Projects that are there already are open with the role author: what everybody could do until now.

Going down refuses where it would open to everybody what was closed; tokens and the audit are set aside in
tables named `archived_…`, and the next way up takes them back.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ARCHIVED = "archived_"
# SQLite numbers rows by itself in INTEGER columns only.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WALK = "ix_design_updated_at_id_project_id"
"""Designs from the last change on, with what tells which of them somebody may read."""
IN_ORDER = "ix_entry_register_sort"
IN_ORDER_BEFORE = ["register", "sort", "document_id"]
"""A register in its order; which designs its entries are in is read along with it from now on."""
NEW_COLUMNS = {
    "person": ("updated_at", "suspended_at"),
    "project": ("open_role", "archived_at"),
    "design": ("locked_at",),
}
CLOSED = {
    "somebody is a member of a project": "SELECT 1 FROM member LIMIT 1",
    "a project is not open to authors": (
        "SELECT 1 FROM project WHERE open_role IS NULL OR open_role <> 'author' LIMIT 1"
    ),
    "a project is archived": "SELECT 1 FROM project WHERE archived_at IS NOT NULL",
    "somebody is suspended": "SELECT 1 FROM person WHERE suspended_at IS NOT NULL",
    "a design is locked": "SELECT 1 FROM design WHERE locked_at IS NOT NULL",
}
"""What the schema before this one cannot say, and how it is found."""


def upgrade() -> None:
    """Add the columns, and make the tables or take up those that were set aside."""
    add_columns()
    op.create_index(WALK, "design", ["updated_at", "id", "project_id"])
    op.drop_index("ix_design_updated_at", "design")
    op.drop_index(IN_ORDER, "entry")
    op.create_index(IN_ORDER, "entry", [*IN_ORDER_BEFORE, "design_id"])
    create_members()
    create_given_answers()
    for name, create in (("api_token", create_tokens), ("audit_event", create_audit)):
        if sa.inspect(op.get_bind()).has_table(ARCHIVED + name):
            op.rename_table(ARCHIVED + name, name)
        else:
            create()


def downgrade() -> None:
    """Refuse to open what is closed; set tokens and the audit aside, and drop the rest."""
    for said, query in CLOSED.items():
        if op.get_bind().execute(sa.text(query)).first():
            raise RuntimeError(
                f"The schema cannot go back to 0005: {said}, and everybody could change it then. "
                "Undo that first, or restore a backup of that time."
            )
    for name in ("audit_event", "api_token"):
        if op.get_bind().execute(sa.text(f"SELECT 1 FROM {name} LIMIT 1")).first():  # noqa: S608
            op.rename_table(name, ARCHIVED + name)
        else:
            op.drop_table(name)
    if not on_sqlite() and not sa.inspect(op.get_bind()).has_table(ARCHIVED + "audit_event"):
        op.execute("DROP FUNCTION audit_event_is_written_once()")
    op.drop_table("given_answer")
    op.drop_table("member")
    op.create_index("ix_design_updated_at", "design", ["updated_at"])
    op.drop_index(WALK, "design")
    op.drop_index(IN_ORDER, "entry")
    op.create_index(IN_ORDER, "entry", IN_ORDER_BEFORE)
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)


def on_sqlite() -> bool:
    """Whether this is SQLite."""
    return op.get_bind().dialect.name == "sqlite"


def add_columns() -> None:
    """Add what people, projects and designs get. Whoever has an account changed last when they got it."""
    op.add_column("person", sa.Column("updated_at", sa.DateTime()))
    op.execute("UPDATE person SET updated_at = created_at")
    op.add_column("person", sa.Column("suspended_at", sa.DateTime()))
    op.add_column("project", sa.Column("open_role", sa.String(12)))
    op.execute("UPDATE project SET open_role = 'author'")
    op.add_column("project", sa.Column("archived_at", sa.DateTime()))
    op.add_column("design", sa.Column("locked_at", sa.DateTime()))


def create_members() -> None:
    """Make the table of the roles that people have in projects."""
    op.create_table(
        "member",
        sa.Column("project_id", ID, sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_member_person_id", "member", ["person_id"])


def create_given_answers() -> None:
    """Make the table of what requests with a name were answered."""
    op.create_table(
        "given_answer",
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_given_answer_at", "given_answer", ["at"])


def create_tokens() -> None:
    """Make the table of API tokens."""
    op.create_table(
        "api_token",
        sa.Column("id", ID, primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("project_id", ID, sa.ForeignKey("project.id")),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("hint", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime()),
        sa.Column("last_used_at", sa.DateTime()),
        sa.Column("revoked_at", sa.DateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_api_token_person_id", "api_token", ["person_id"])


def create_audit() -> None:
    """Make the audit, and see to it that nobody changes or deletes a row of it."""
    op.create_table(
        "audit_event",
        sa.Column("id", ID, primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("person.id")),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("result", sa.String(10), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("filter_text", FOLDED, nullable=False),
        sqlite_autoincrement=True,
    )
    for column in ("at", "person_id", "verb"):
        op.create_index(f"ix_audit_event_{column}", "audit_event", [column])
    for statement in written_once():
        op.execute(statement)


def written_once() -> tuple[str, ...]:
    """What forbids to change a row of the audit."""
    if on_sqlite():
        return tuple(
            f"CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
            "BEGIN SELECT RAISE(ABORT, 'the audit is written once'); END"
            for verb in ("UPDATE", "DELETE")
        )
    return (
        "CREATE OR REPLACE FUNCTION audit_event_is_written_once() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is written once'; END $$",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_is_written_once()",
    )
