"""The header that carries an API token (RFC 6750, section 2.1)."""

from __future__ import annotations

SCHEME = "bearer"


def bearer_text(header: str | None) -> str | None:
    """The token in an Authorization header; None where there is none of this scheme.

    `header` is the header's value. A scheme without a token gives the empty text, which is nobody's.
    """
    scheme, _, text = (header or "").strip().partition(" ")
    return text.strip() if scheme.lower() == SCHEME else None
