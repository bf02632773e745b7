"""The checksum of a document: whether what is stored of it is what was saved. Pure.

It adds up a number for each living piece, so that a writer who knows a piece before and after can bring
it along without reading the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from webapp.services.pieces import Pieces

MODULUS = 2**62
"""Sums wrap here: two of them together still fit the 63 bits that a column holds."""


def checksum(pieces: Pieces) -> int:
    """The checksum of a document that has these living pieces."""
    return total(_digests(pieces))


def total(digests: Iterable[int]) -> int:
    """The checksum of a document whose living pieces add these."""
    return sum(digests) % MODULUS


def section_digest(section: Any) -> int:
    """What a section adds to the checksum of its document."""
    return digest("section", section.id, section.document_id, section.position, section.source, section.tail)


def block_digest(block: Any) -> int:
    """What a block adds."""
    return digest("block", block.id, block.section_id, block.position, block.source, block.tail)


def row_digest(row: Any) -> int:
    """What a row adds."""
    return digest("row", row.id, row.block_id, row.position, row.source)


def digest(
    what: str,
    piece_id: int,
    parent_id: int,
    position: str,
    source: str,
    tail: str = "",
) -> int:
    """What a "section", "block" or "row" adds to the checksum of its document, from 0 to MODULUS - 1.

    A piece that is moved adds another number, as one with other characters does.
    """
    text = f"{what}\0{piece_id}\0{parent_id}\0{position}\0{source}\0{tail}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") % MODULUS


def _digests(pieces: Pieces) -> Iterator[int]:
    for section, blocks, block_rows in zip(pieces.sections, pieces.blocks, pieces.rows, strict=True):
        yield section_digest(section)
        for block, rows in zip(blocks, block_rows, strict=True):
            yield block_digest(block)
            yield from map(row_digest, rows)
