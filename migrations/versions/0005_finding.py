"""What is found: lines with their full-text index, grams, words; findings, clashes, dismissals; saved views.

Entries get their design, what their register is ordered by, and whether a template states them. All of
this but dismissals and views is derived: every document is marked as drawn by another version, so that
the next start derives it.

Going down sets aside what people wrote, in tables named `archived_…`, and the next way up takes it back.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ARCHIVED = "archived_"
WRITTEN = ("dismissal", "saved_view")
"""The tables that hold what people wrote."""
DERIVED = ("clash_side", "clash", "finding", "search_word", "search_gram", "search_line")

# SQLite numbers rows by itself in INTEGER columns only.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, or take up those that were set aside; have every document read again."""
    widen_entries()
    create_search()
    create_findings()
    for name, create in ((WRITTEN[0], create_dismissals), (WRITTEN[1], create_views)):
        if sa.inspect(op.get_bind()).has_table(ARCHIVED + name):
            op.rename_table(ARCHIVED + name, name)
        else:
            create()
    document = sa.table("document", sa.column("renderer"))
    op.execute(sa.update(document).values(renderer=""))


def downgrade() -> None:
    """Set aside what people wrote, drop what can be derived, and make entries as narrow as they were."""
    for name in WRITTEN:
        if op.get_bind().execute(sa.text(f"SELECT 1 FROM {name} LIMIT 1")).first():  # noqa: S608
            op.rename_table(name, ARCHIVED + name)
        else:
            op.drop_table(name)
    if on_sqlite():
        op.execute("DROP TABLE search_line_fts")
    for name in DERIVED:
        op.drop_table(name)
    narrow_entries()


def on_sqlite() -> bool:
    """Whether this is SQLite."""
    return op.get_bind().dialect.name == "sqlite"


def old_columns() -> list[sa.Column]:
    """The columns that an entry had before."""
    return [
        sa.Column("id", ID, primary_key=True),
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("block_id", ID, sa.ForeignKey("block.id"), nullable=False),
        sa.Column("row_id", ID, sa.ForeignKey("row.id")),
        sa.Column("line", sa.Integer()),
        sa.Column("register", sa.String(20), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
    ]


def new_columns() -> list[sa.Column]:
    """Those that it gets."""
    return [
        sa.Column("design_id", ID, sa.ForeignKey("design.id"), nullable=False),
        sa.Column("sort", FOLDED, nullable=False),
        sa.Column("from_template", sa.Boolean(), nullable=False),
    ]


OLD_INDEXES = {
    "ix_entry_document_id": ["document_id"],
    "ix_entry_block_id": ["block_id"],
    "ix_entry_row_id": ["row_id"],
}
OLD_BY_KEY = {"ix_entry_register_key": ["register", "key"]}
NEW_INDEXES = {
    "ix_entry_register_key": ["register", "key", "from_template"],
    "ix_entry_register_sort": ["register", "sort", "document_id"],
    "ix_entry_design_id_register": ["design_id", "register"],
}
FILLED = {
    "design_id": "(SELECT design_id FROM document WHERE document.id = entry.document_id)",
    "sort": "''",
    "from_template": "false",
}
"""What the new columns hold until the documents are read again."""


def widen_entries() -> None:
    """Give entries their new columns and indexes; each knows its design at once."""
    if on_sqlite():
        # A column that refers to another table and holds no NULL cannot be added there.
        remake_entries([*old_columns(), *new_columns()], FILLED)
        create_indexes(OLD_INDEXES)
    else:
        op.drop_index("ix_entry_register_key", "entry")
        for column in new_columns():
            op.add_column("entry", sa.Column(column.name, column.type))
        op.execute(f"UPDATE entry SET {', '.join(f'{name} = {value}' for name, value in FILLED.items())}")  # noqa: S608
        for name in FILLED:
            op.alter_column("entry", name, nullable=False)
        op.create_foreign_key("entry_design_id_fkey", "entry", "design", ["design_id"], ["id"])
    create_indexes(NEW_INDEXES)


def narrow_entries() -> None:
    """Take the new columns and indexes away."""
    if on_sqlite():
        remake_entries(old_columns(), {})
        create_indexes(OLD_INDEXES | OLD_BY_KEY)
        return
    for name in NEW_INDEXES:
        op.drop_index(name, "entry")
    for name in FILLED:
        op.drop_column("entry", name)
    create_indexes(OLD_BY_KEY)


def remake_entries(columns: list[sa.Column], filled: dict[str, str]) -> None:
    """Make the table anew with these columns, some of them filled; no id is given again that was given."""
    op.create_table("entry_anew", *columns, sqlite_autoincrement=True)
    same = {f'"{column.name}"': f'"{column.name}"' for column in old_columns()} | filled
    into, what = ", ".join(same), ", ".join(same.values())
    op.execute(f"INSERT INTO entry_anew ({into}) SELECT {what} FROM entry")  # noqa: S608
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'entry_anew'")
    op.execute(
        "INSERT INTO sqlite_sequence SELECT 'entry_anew', seq FROM sqlite_sequence WHERE name = 'entry'"
    )
    op.drop_table("entry")
    op.rename_table("entry_anew", "entry")


def create_indexes(indexes: dict[str, list[str]]) -> None:
    """Make these indexes of entries."""
    for name, columns in indexes.items():
        op.create_index(name, "entry", columns)


def create_search() -> None:
    """Lines with what finds three characters and more in them; grams and words."""
    op.create_table(
        "search_line",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("document_id", ID),
        sa.Column("section_id", ID),
        sa.Column("block_id", ID),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("piece_id", ID, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(20)),
        sa.Column("undecided", sa.Boolean(), nullable=False),
        sa.Column("text", FOLDED, nullable=False),
    )
    op.create_index("ix_search_line_piece_id_what", "search_line", ["piece_id", "what"])
    undecided = sa.text("undecided")
    op.create_index(
        "ix_search_line_undecided",
        "search_line",
        ["id"],
        sqlite_where=undecided,
        postgresql_where=undecided,
    )
    op.create_table(
        "search_gram",
        sa.Column("gram", FOLDED, primary_key=True),
        sa.Column("kind", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("design_id", ID, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table("search_word", sa.Column("word", FOLDED, primary_key=True), sqlite_with_rowid=False)
    if on_sqlite():
        op.execute(
            "CREATE VIRTUAL TABLE search_line_fts USING fts5("
            "text, content='search_line', content_rowid='id', tokenize='trigram case_sensitive 1')"
        )
    else:
        create_trigrams()


def create_trigrams() -> None:
    """The index of trigrams, wherever this database has the extension."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    namespace = op.get_bind().scalar(
        sa.text(
            "SELECT quote_ident(n.nspname) FROM pg_extension e "
            "JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'"
        )
    )
    op.execute(
        f"CREATE INDEX ix_search_line_text_trgm ON search_line USING gin (text {namespace}.gin_trgm_ops)"
    )


def create_findings() -> None:
    """What checks say of one place, and of several designs."""
    op.create_table(
        "finding",
        sa.Column("id", ID, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("design_id", ID, sa.ForeignKey("design.id"), nullable=False),
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), nullable=False, index=True),
        sa.Column("section_id", ID, nullable=False),
        sa.Column("block_id", ID),
        sa.Column("row_id", ID, index=True),
        sa.Column("line", sa.Integer()),
        sa.Column("register", sa.String(20)),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_finding_design_id_code", "finding", ["design_id", "code"])
    op.create_index("ix_finding_code_design_id", "finding", ["code", "design_id"])
    op.create_table(
        "clash",
        sa.Column("id", ID, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("register", sa.String(20), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("code", "register", "key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "clash_side",
        sa.Column("clash_id", ID, sa.ForeignKey("clash.id"), primary_key=True),
        sa.Column("entry_id", ID, primary_key=True, autoincrement=False),
        sa.Column("design_id", ID, sa.ForeignKey("design.id"), nullable=False),
    )
    op.create_index("ix_clash_side_design_id", "clash_side", ["design_id"])
    op.create_index("ix_clash_side_entry_id", "clash_side", ["entry_id"])


def create_dismissals() -> None:
    """Why a finding is no problem."""
    op.create_table(
        "dismissal",
        sa.Column("id", ID, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("code", "subject"),
        sqlite_autoincrement=True,
    )


def create_views() -> None:
    """Lists as somebody wants to see them again."""
    op.create_table(
        "saved_view",
        sa.Column("id", ID, primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("project_id", ID, sa.ForeignKey("project.id")),
        sa.Column("list", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_view_list", "saved_view", ["list"])
