"""What the state of an object is called that has neither version nor revision: a digest of what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from webapp.api.answers import in_json

LETTERS = 32


def state_of(body: Mapping[str, Any]) -> str:
    """The name of the state that this body tells."""
    return hashlib.sha256(in_json(body)).hexdigest()[:LETTERS]
