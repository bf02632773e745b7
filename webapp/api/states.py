"""What the state of an object is called, by which a request says that it means this one (see `etags`)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from webapp.api.answers import in_json

_LETTERS, _BEHIND_VERSION = 32, 16


def state_of(body: Mapping[str, Any], *, version: object = None) -> str:
    """The name of the state that a body tells: a digest of it, `0c5b2f…`.

    An object with a `version` (or a revision) of its own that moves with less than its body tells has both,
    `7-0c5b2f…`, and a request may name the version alone.
    """
    digest = hashlib.sha256(in_json(body)).hexdigest()
    return digest[:_LETTERS] if version is None else f"{version}-{digest[:_BEHIND_VERSION]}"
