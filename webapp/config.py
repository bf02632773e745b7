"""The settings: one typed class, read from DESIGNBOOK_* in the environment."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Config

PACKAGE = Path(__file__).resolve().parent
# A wheel carries templates, static and migrations inside the package; a checkout has them beside it.
ROOT = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent

SECRET_MIN = 32
UPLOAD_BYTES_MAX = 50_000_000


class BadSetting(Exception):
    """A setting cannot be used; the message names it and says what it should be."""


@dataclass(frozen=True)
class Settings:
    """What an operator may choose. A bad value stops the start with one line.

    Raises BadSetting when a value cannot be used.
    """

    data: Path
    database_url: str = ""
    public_url: str = ""
    secret_key: str = field(default="", repr=False)
    session_days: int = 30

    @classmethod
    def from_environment(cls, overrides: dict[str, Any] | None = None) -> Settings:
        """Read DESIGNBOOK_DATA, _DATABASE_URL, _PUBLIC_URL, _SECRET_KEY and _SESSION_DAYS."""
        environment = Config(PACKAGE)
        environment.from_prefixed_env("DESIGNBOOK", loads=str)
        given = {name.lower(): value for name, value in environment.items()}
        return cls(**_checked(given | (overrides or {})))

    @property
    def https(self) -> bool:
        """Whether people reach this server by https; then cookies are Secure and __Host-."""
        return self.public_url.startswith("https://")

    def flask_config(self) -> dict[str, Any]:
        """The settings as Flask and its extensions want them."""
        prefix = "__Host-" if self.https else ""
        return {
            "SECRET_KEY": self.secret_key or _own_secret(self.data),
            "SQLALCHEMY_DATABASE_URI": self.database_url or f"sqlite:///{self.data / 'designbook.db'}",
            "MAX_CONTENT_LENGTH": UPLOAD_BYTES_MAX,
            "MAX_FORM_MEMORY_SIZE": 4_000_000,
            "MAX_FORM_PARTS": 2_000,
            "SESSION_COOKIE_NAME": f"{prefix}designbook",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=self.session_days),
            "SESSION_REFRESH_EACH_REQUEST": False,
            "WTF_CSRF_TIME_LIMIT": None,
            "RATELIMIT_STORAGE_URI": "memory://",
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_BR_LEVEL": 4,
            "DESIGNBOOK": self,
        }


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    data = Path(given.get("data") or _default_data()).expanduser().absolute()
    public_url = str(given.get("public_url", "")).rstrip("/")
    if public_url and (
        urlsplit(public_url).scheme not in {"http", "https"} or not urlsplit(public_url).netloc
    ):
        raise BadSetting(
            f"DESIGNBOOK_PUBLIC_URL is {public_url!r}; it should look like https://designs.example.org"
        )
    database_url = str(given.get("database_url", ""))
    if database_url and not database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise BadSetting("DESIGNBOOK_DATABASE_URL should start with sqlite:/// or postgresql://")
    secret_key = str(given.get("secret_key", ""))
    if secret_key and len(secret_key) < SECRET_MIN:
        raise BadSetting(
            f"DESIGNBOOK_SECRET_KEY has {len(secret_key)} characters; it needs at least {SECRET_MIN}, "
            "or none at all: then a random one is kept in the data folder"
        )
    days = str(given.get("session_days", 30))
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= 365):
        raise BadSetting(f"DESIGNBOOK_SESSION_DAYS is {days!r}; it should be a number from 1 to 365")
    return {
        "data": data,
        "database_url": database_url,
        "public_url": public_url,
        "secret_key": secret_key,
        "session_days": int(days),
    }


def _default_data() -> Path:
    if ROOT != PACKAGE:
        return ROOT / "instance"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "designbook"


def _own_secret(data: Path) -> str:
    """The key that the first start wrote to the data folder, readable by its owner only."""
    path = data / "secret_key"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _write_secret(path)
    secret = path.read_text(errors="replace").strip()
    if len(secret) < SECRET_MIN:
        raise BadSetting(f"{path} holds no key of {SECRET_MIN} characters; delete it and a new one is made")
    return secret


def _write_secret(path: Path) -> None:
    """Written beside its place and then linked there: two starts at once agree, and none reads half."""
    draft = path.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
