"""The project FEAT, so that a fresh server can make its first design.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

project = sa.table(
    "project",
    sa.column("id"),
    sa.column("key", sa.String),
    sa.column("name", sa.String),
    sa.column("template", sa.Text),
    sa.column("next_number", sa.Integer),
    sa.column("created_at", sa.DateTime),
    sa.column("updated_at", sa.DateTime),
    sa.column("version", sa.Integer),
)
design = sa.table("design", sa.column("project_id"))


def upgrade() -> None:
    """Make FEAT, unless there are projects already."""
    bind = op.get_bind()
    if bind.execute(sa.select(project.c.id).limit(1)).first() is None:
        now = datetime.now(UTC).replace(tzinfo=None)
        values = {"next_number": 1, "created_at": now, "updated_at": now, "version": 1}
        bind.execute(sa.insert(project).values(key="FEAT", name="Features", **values))


def downgrade() -> None:
    """Take FEAT away as long as nobody has used or changed it."""
    untouched = sa.and_(
        project.c.key == "FEAT",
        project.c.name == "Features",
        project.c.template.is_(None),
        project.c.next_number == 1,
        ~sa.exists().where(design.c.project_id == project.c.id),
    )
    op.get_bind().execute(sa.delete(project).where(untouched))
