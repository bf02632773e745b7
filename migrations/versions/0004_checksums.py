"""The checksum of every document that there is already.

The version before this one knows no document without a revision, so going down works out those that are
missing.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# As the application had it when this migration was written.
MODULUS = 2**62

ID = sa.BigInteger()
document = sa.table("document", sa.column("id", ID), sa.column("checksum", ID), sa.column("revision"))
section = sa.table(
    "section",
    sa.column("id", ID),
    sa.column("document_id", ID),
    sa.column("position"),
    sa.column("source"),
    sa.column("tail"),
    sa.column("deleted_at"),
)
block = sa.table(
    "block",
    sa.column("id", ID),
    sa.column("document_id", ID),
    sa.column("section_id", ID),
    sa.column("position"),
    sa.column("source"),
    sa.column("tail"),
    sa.column("deleted_at"),
)
row = sa.table(
    "row",
    sa.column("id", ID),
    sa.column("document_id", ID),
    sa.column("block_id", ID),
    sa.column("position"),
    sa.column("source"),
    sa.column("deleted_at"),
)

Piece = tuple[int, int, str, str, str]
"""Its id, its parent's, its position, source and tail."""


def upgrade() -> None:
    """Work out every checksum."""
    bind = op.get_bind()
    for (document_id,) in bind.execute(sa.select(document.c.id)).all():
        checksum = sum(
            digest(what, piece) for what, pieces in load(bind, document_id).items() for piece in pieces
        )
        bind.execute(
            sa.update(document).where(document.c.id == document_id).values(checksum=checksum % MODULUS)
        )


def downgrade() -> None:
    """Work out the revisions that are not stored; the checksums go with their column."""
    bind = op.get_bind()
    for (document_id,) in bind.execute(sa.select(document.c.id).where(document.c.revision == "")).all():
        text = "".join(sources(load(bind, document_id)))
        bind.execute(
            sa.update(document)
            .where(document.c.id == document_id)
            .values(revision=hashlib.sha256(text.encode()).hexdigest())
        )


def load(bind: Connection, document_id: int) -> dict[str, list[Piece]]:
    """The living pieces of a document, of each kind in the order of their positions."""
    columns = {
        "section": (section, section.c.document_id, section.c.tail),
        "block": (block, block.c.section_id, block.c.tail),
        "row": (row, row.c.block_id, sa.literal("")),
    }
    return {
        what: [
            tuple(piece)
            for piece in bind.execute(
                sa.select(table.c.id, parent, table.c.position, table.c.source, tail)
                .where(table.c.document_id == document_id, table.c.deleted_at.is_(None))
                .order_by(table.c.position, table.c.id)
            )
        ]
        for what, (table, parent, tail) in columns.items()
    }


def digest(what: str, piece: Piece) -> int:
    """What a piece adds to the checksum of its document."""
    piece_id, parent, position, source, tail = piece
    text = f"{what}\0{piece_id}\0{parent}\0{position}\0{source}\0{tail}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") % MODULUS


def sources(pieces: dict[str, list[Piece]]) -> Iterator[str]:
    """What makes up the text, in its order."""
    for section_id, _, _, section_source, section_tail in pieces["section"]:
        yield section_source + section_tail
        for block_id, of_section, _, block_source, block_tail in pieces["block"]:
            if of_section == section_id:
                yield block_source
                yield from (source for _, of_block, _, source, _ in pieces["row"] if of_block == block_id)
                yield block_tail
