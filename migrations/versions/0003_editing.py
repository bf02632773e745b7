"""What editing in place needs: keys of requests, actions over several designs, checksums of documents.

The rows around a row are found by an index of their block's positions.

Going down sets aside what older tables have no room for, in tables named `archived_…`, and the next way
up takes it back, so that down and up again loses nothing.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ARCHIVED_KEYS = "archived_batch_keys"
ARCHIVED_CHOICES = "archived_person_choices"

# SQLite numbers rows by itself in INTEGER columns only.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and their indexes, then what a downgrade set aside."""
    op.add_column("batch", sa.Column("key", sa.String(64)))
    op.add_column("batch", sa.Column("fingerprint", sa.String(64)))
    add_group()
    op.add_column("person", sa.Column("single_keys", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("document", sa.Column("checksum", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("ix_batch_group_id", "batch", ["group_id"])
    op.create_index("ix_change_what_piece_id", "change", ["what", "piece_id"])
    op.create_index("ix_row_block_position", "row", ["block_id", "position"])
    op.drop_index("ix_row_block_id", "row")
    with_key = sa.text("key IS NOT NULL")
    op.create_index(
        "uq_batch_person_key",
        "batch",
        ["person_id", "key"],
        unique=True,
        sqlite_where=with_key,
        postgresql_where=with_key,
    )
    take_back()


def downgrade() -> None:
    """Set aside what differs from what a fresh column holds, and drop the columns."""
    set_aside()
    op.create_index("ix_row_block_id", "row", ["block_id"])
    op.drop_index("ix_row_block_position", "row")
    op.drop_index("uq_batch_person_key", "batch")
    op.drop_index("ix_change_what_piece_id", "change")
    op.drop_index("ix_batch_group_id", "batch")
    op.drop_column("document", "checksum")
    op.drop_column("person", "single_keys")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_batch_group_id", "batch")
    for name in ("group_id", "fingerprint", "key"):
        op.drop_column("batch", name)


def add_group() -> None:
    """Add the column that refers to a batch.

    Alembic would copy the whole table on SQLite, and the copy would forget which ids were given.
    """
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE batch ADD COLUMN group_id INTEGER CONSTRAINT fk_batch_group_id REFERENCES batch (id)"
        )
    else:
        op.add_column("batch", sa.Column("group_id", ID))
        op.create_foreign_key("fk_batch_group_id", "batch", "batch", ["group_id"], ["id"])


batch = sa.table("batch", *map(sa.column, ("id", "key", "fingerprint", "group_id")))
person = sa.table("person", sa.column("id"), sa.column("single_keys", sa.Boolean))
kept_batch = sa.table(ARCHIVED_KEYS, *map(sa.column, ("id", "key", "fingerprint", "group_id")))
kept_person = sa.table(ARCHIVED_CHOICES, sa.column("id"))


def set_aside() -> None:
    """Keep keys, groups and choices of people where there are any."""
    bind = op.get_bind()
    keys = sa.select(batch).where(batch.c.key.is_not(None) | batch.c.group_id.is_not(None))
    if bind.execute(keys).first():
        op.create_table(
            ARCHIVED_KEYS,
            sa.Column("id", ID, primary_key=True),
            sa.Column("key", sa.String(64)),
            sa.Column("fingerprint", sa.String(64)),
            sa.Column("group_id", ID),
        )
        bind.execute(sa.insert(kept_batch).from_select(kept_batch.c.keys(), keys))
    choices = sa.select(person.c.id).where(~person.c.single_keys)
    if bind.execute(choices).first():
        op.create_table(ARCHIVED_CHOICES, sa.Column("id", ID, primary_key=True))
        bind.execute(sa.insert(kept_person).from_select(["id"], choices))


def take_back() -> None:
    """Give batches and people what a downgrade set aside."""
    bind = op.get_bind()
    tables = sa.inspect(bind)
    if tables.has_table(ARCHIVED_KEYS):
        values = {name: kept_batch.c[name] for name in ("key", "fingerprint", "group_id")}
        bind.execute(sa.update(batch).where(batch.c.id == kept_batch.c.id).values(values))
        op.drop_table(ARCHIVED_KEYS)
    if tables.has_table(ARCHIVED_CHOICES):
        chose = person.c.id.in_(sa.select(kept_person.c.id))
        bind.execute(sa.update(person).where(chose).values(single_keys=False))
        op.drop_table(ARCHIVED_CHOICES)
