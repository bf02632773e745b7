"""The settings: one typed class, read from DESIGNBOOK_* in the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Config
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from webapp.secret import SECRET_MIN, own_secret

PACKAGE = Path(__file__).resolve().parent
# A wheel carries templates, static and migrations inside the package; a checkout has them beside it.
ROOT = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent

UPLOAD_BYTES_MAX = 50_000_000
UPLOAD_FILES_MAX = 2_000
FORM_FIELDS_MAX = 50
FORM_BYTES_MAX = 12_000_000
"""Of the fields of a form together: a whole document twice, each byte of it written as three."""
READS_PER_MINUTE = 1_200
WRITES_PER_MINUTE = 300
STORE_SECONDS = 1
STORES = ("redis://", "rediss://", "redis+unix://")


class BadSetting(Exception):
    """A setting cannot be used; the message names it and says what it should be."""


@dataclass(frozen=True)
class Settings:
    """What an operator may choose. A bad value stops the start with one line.

    Raises BadSetting when a value cannot be used.
    """

    data: Path
    database_url: str = field(default="", repr=False)  # it may hold a password
    public_url: str = ""
    secret_key: str = field(default="", repr=False)
    session_days: int = 30
    proxies: int = 0
    limits: bool = True
    limits_store: str = field(default="", repr=False)  # as may this
    reads_per_minute: int = READS_PER_MINUTE
    writes_per_minute: int = WRITES_PER_MINUTE

    @classmethod
    def from_environment(cls, overrides: dict[str, Any] | None = None) -> Settings:
        """Read DESIGNBOOK_DATA, _DATABASE_URL and the others: docs/deploy.md lists them."""
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
            "SECRET_KEY": self.secret_key or _kept_secret(self.data),
            "SQLALCHEMY_DATABASE_URI": self.database_url
            or URL.create("sqlite", database=str(self.data / "designbook.db")),
            "SQLALCHEMY_ENGINE_OPTIONS": self._engine_options(),
            "MAX_CONTENT_LENGTH": UPLOAD_BYTES_MAX,
            "MAX_FORM_MEMORY_SIZE": FORM_BYTES_MAX,
            "MAX_FORM_PARTS": UPLOAD_FILES_MAX + FORM_FIELDS_MAX,
            "SESSION_COOKIE_NAME": f"{prefix}designbook",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=self.session_days),
            "SESSION_REFRESH_EACH_REQUEST": False,
            "SESSION_PROTECTION": None,  # the session's row says whether it is open, nothing else
            "WTF_CSRF_TIME_LIMIT": None,
            "RATELIMIT_STORAGE_URI": self.limits_store or "memory://",
            "RATELIMIT_STORAGE_OPTIONS": _store_options(self.limits_store),
            "RATELIMIT_STRATEGY": "moving-window",
            "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": bool(self.limits_store),
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_BR_LEVEL": 4,
            "DESIGNBOOK": self,
        }

    def _engine_options(self) -> dict[str, Any]:
        options = {"hide_parameters": True}  # no password hash in a log
        if not self.database_url.startswith("postgresql"):
            return options
        # A page reads a document in several statements: they must see one moment, as on SQLite.
        return options | {"isolation_level": "REPEATABLE READ"}


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    checked: dict[str, Any] = {
        "data": Path(given.get("data") or _default_data()).expanduser().absolute(),
        "database_url": _database_url(str(given.get("database_url", ""))),
        "public_url": _public_url(str(given.get("public_url", "")).rstrip("/")),
        "secret_key": _secret_key(str(given.get("secret_key", ""))),
        "session_days": _number("SESSION_DAYS", given.get("session_days", 30), 1, 365),
        "proxies": _number("PROXIES", given.get("proxies", 0), 0, 9),
        "limits": _on("LIMITS", str(given.get("limits", "on"))),
        "limits_store": _limits_store(str(given.get("limits_store", ""))),
        "reads_per_minute": _number(
            "READS_PER_MINUTE", given.get("reads_per_minute", READS_PER_MINUTE), 1, 99_999
        ),
        "writes_per_minute": _number(
            "WRITES_PER_MINUTE", given.get("writes_per_minute", WRITES_PER_MINUTE), 1, 99_999
        ),
    }
    if not checked["limits"] and (checked["proxies"] or checked["public_url"].startswith("https://")):
        raise BadSetting(LIMITS_STAY)
    return checked


LIMITS_STAY = (
    "DESIGNBOOK_LIMITS=off is for tests and benchmarks on one machine; this server can be reached from "
    "others. Leave it out, or listen at 127.0.0.1 without DESIGNBOOK_PROXIES and an https address"
)


def _on(name: str, said: str) -> bool:
    if said not in {"on", "off"}:
        raise BadSetting(f"DESIGNBOOK_{name} is {said!r}; it should be on or off")
    return said == "on"


def _limits_store(url: str) -> str:
    """The messages leave the address out, as those about a database do."""
    if not url:
        return ""
    if not url.startswith(STORES):
        raise BadSetting(
            f"DESIGNBOOK_LIMITS_STORE should start with {', '.join(STORES[:-1])} or {STORES[-1]}"
        )
    if find_spec("redis") is None:
        raise BadSetting(
            "DESIGNBOOK_LIMITS_STORE needs a package that is missing; install it: pip install redis"
        )
    return url


def _store_options(url: str) -> dict[str, Any]:
    """Of a store that does not answer it is known after a second, and it is told from a fault of ours."""
    waits = {"socket_connect_timeout": STORE_SECONDS, "socket_timeout": STORE_SECONDS} if url else {}
    return {"wrap_exceptions": True} | waits


def _database_url(url: str) -> str:
    """The messages leave the address out: a password may stand in it."""
    if not url:
        return ""
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise BadSetting("DESIGNBOOK_DATABASE_URL should start with sqlite:/// or postgresql://")
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadSetting(
            "DESIGNBOOK_DATABASE_URL cannot be read; it should look like "
            "postgresql://name:password@host/database, with %40 for an @ in the password"
        ) from error
    return url


def _public_url(url: str) -> str:
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isprintable() or " " in url or parts.username is not None or "\\" in url:
        raise BadSetting(f"DESIGNBOOK_PUBLIC_URL is {url!r}; it should look like https://designs.example.org")
    if parts.path or parts.query or parts.fragment:
        raise BadSetting(
            f"DESIGNBOOK_PUBLIC_URL is {url!r}; it should end after the host, "
            f"like {parts.scheme}://{parts.netloc}: Designbook needs a host of its own"
        )
    return url


def _secret_key(key: str) -> str:
    if key and len(key) < SECRET_MIN:
        raise BadSetting(
            f"DESIGNBOOK_SECRET_KEY has {len(key)} characters; it needs at least {SECRET_MIN}, "
            "or none at all: then a random one is kept in the data folder"
        )
    return key


def _number(name: str, given: object, least: int, most: int) -> int:
    said = str(given)
    if not (said.isascii() and said.isdigit() and len(said) < 6 and least <= int(said) <= most):
        raise BadSetting(f"DESIGNBOOK_{name} is {said!r}; it should be a number from {least} to {most}")
    return int(said)


def _default_data() -> Path:
    if ROOT != PACKAGE:
        return ROOT / "instance"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "designbook"


def _kept_secret(data: Path) -> str:
    try:
        return own_secret(data)
    except ValueError as error:
        raise BadSetting(str(error)) from error
    except OSError as error:
        raise BadSetting(f"The data folder {data} cannot be used: {error.strerror}") from error
