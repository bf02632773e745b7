"""The key that signs cookies, where the operator gives none: random, written at the first start."""

from __future__ import annotations

import logging
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

SECRET_MIN = 32

log = logging.getLogger(__name__)


def own_secret(data: Path) -> str:
    """The key in the file `secret_key` of the data folder, which is made where it is missing.

    Raises ValueError where the file holds no usable key, OSError where it cannot be read or made.
    """
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_first(path)
    secret = path.read_text(errors="replace").strip()
    if len(secret) < SECRET_MIN:
        raise ValueError(
            f"{path} holds no key of {SECRET_MIN} characters; delete it and start again: "
            "a new one is made, and everybody signs in anew"
        )
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        log.warning("%s can be read by others (mode %o): run chmod 600 %s", path, mode, path)
    return secret


def _write_first(path: Path) -> None:
    """Write the whole key aside (mode 0600) and link it: of two starts one wins, and none reads half."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
