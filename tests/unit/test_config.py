"""Settings: what may be set, and one clear line for what cannot be used (RELIABILITY D9)."""

from __future__ import annotations

import logging
import os
import stat
import threading
from pathlib import Path

import pytest

from webapp.config import BadSetting, Settings
from webapp.secret import own_secret


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing set but a data folder."""
    for name in [name for name in os.environ if name.startswith("DESIGNBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DESIGNBOOK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_without_settings_there_is_a_database_in_the_data_folder(environment: Path) -> None:
    settings = Settings.from_environment()
    config = settings.flask_config()
    assert settings.data == environment
    assert config["SQLALCHEMY_DATABASE_URI"].database == str(environment / "designbook.db")
    assert config["SESSION_COOKIE_NAME"] == "designbook"
    assert not config["SESSION_COOKIE_SECURE"]
    assert config["PERMANENT_SESSION_LIFETIME"].days == 30


def test_a_data_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a ?b=c%20&d#e ñ"
    config = Settings.from_environment({"data": str(folder)}).flask_config()
    assert config["SQLALCHEMY_DATABASE_URI"].database == str(folder / "designbook.db")


def test_https_makes_the_cookie_secure_and_the_hosts_own() -> None:
    config = Settings.from_environment({"public_url": "https://designs.example.org/"}).flask_config()
    assert config["SESSION_COOKIE_NAME"] == "__Host-designbook"
    assert config["SESSION_COOKIE_SECURE"]
    assert config["SESSION_COOKIE_PATH"] == "/"
    assert config["SESSION_COOKIE_HTTPONLY"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "https://designs.example.org"),
        ("PUBLIC_URL", "http://localhost:8000"),
        ("PUBLIC_URL", "https://[::1]:8443"),
        ("DATABASE_URL", "postgresql://name:pass%40word@host:5432/designs"),
        ("DATABASE_URL", "postgresql+psycopg:///designs?host=/run/postgresql"),
        ("DATABASE_URL", "sqlite:////srv/designs.db"),
        ("SECRET_KEY", "x" * 32),
        ("SESSION_DAYS", "1"),
        ("SESSION_DAYS", "365"),
        ("PROXIES", "0"),
        ("PROXIES", "2"),
    ],
)
def test_a_good_value_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"DESIGNBOOK_{name}", value)
    assert str(getattr(Settings.from_environment(), name.lower())) == value


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PUBLIC_URL", "designs.example.org", "it should look like https://designs.example.org"),
        ("PUBLIC_URL", "ftp://designs.example.org", "it should look like"),
        ("PUBLIC_URL", "https://", "it should look like"),
        ("PUBLIC_URL", "https://[::1", "it should look like"),
        ("PUBLIC_URL", "https://host:99999", "it should look like"),
        ("PUBLIC_URL", "https://a b", "it should look like"),
        ("PUBLIC_URL", "https://me:secret@host", "it should look like"),
        ("PUBLIC_URL", "https://host/designs", "Designbook needs a host of its own"),
        ("PUBLIC_URL", "https://host?a=b", "Designbook needs a host of its own"),
        ("DATABASE_URL", "mysql://host/designs", "should start with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "postgresql://me:hunter2@host:port/x", "cannot be read"),
        ("SECRET_KEY", "x" * 31, "has 31 characters; it needs at least 32"),
        ("SESSION_DAYS", "0", "a number from 1 to 365"),
        ("SESSION_DAYS", "366", "a number from 1 to 365"),
        ("SESSION_DAYS", "-1", "a number from 1 to 365"),
        ("SESSION_DAYS", "1.5", "a number from 1 to 365"),
        ("SESSION_DAYS", "٣", "a number from 1 to 365"),
        ("SESSION_DAYS", "1_0", "a number from 1 to 365"),
        ("SESSION_DAYS", "9" * 5000, "a number from 1 to 365"),
        ("PROXIES", "yes", "a number from 0 to 9"),
    ],
)
def test_a_bad_value_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"DESIGNBOOK_{name}", value)
    with pytest.raises(BadSetting) as refused:
        Settings.from_environment()
    assert str(refused.value).startswith(f"DESIGNBOOK_{name} ")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_secret_is_not_shown_by_repr() -> None:
    assert "x" * 32 not in repr(Settings.from_environment({"secret_key": "x" * 32}))


def test_the_first_start_writes_a_random_key_for_its_owner_alone(environment: Path) -> None:
    first = Settings.from_environment().flask_config()["SECRET_KEY"]
    assert len(first) >= 64
    assert Settings.from_environment().flask_config()["SECRET_KEY"] == first
    assert mode(environment / "secret_key") == 0o600
    assert mode(environment) == 0o700
    assert [file.name for file in environment.iterdir()] == ["secret_key"]


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    assert own_secret(tmp_path / "a") != own_secret(tmp_path / "b")


def test_a_configured_key_is_used_and_none_is_written(environment: Path) -> None:
    settings = Settings.from_environment({"secret_key": "x" * 32})
    assert settings.flask_config()["SECRET_KEY"] == "x" * 32
    assert not (environment / "secret_key").exists()


def test_many_first_starts_agree_on_one_whole_key(environment: Path) -> None:
    start, read = threading.Barrier(16), []

    def first_start() -> None:
        start.wait()
        read.append(own_secret(environment))

    threads = [threading.Thread(target=first_start) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read) == 16
    assert len(set(read)) == 1
    assert [file.name for file in environment.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe"])
def test_a_damaged_key_stops_the_start(environment: Path, content: bytes) -> None:
    environment.mkdir()
    (environment / "secret_key").write_bytes(content)
    with pytest.raises(BadSetting, match=r"secret_key holds no key of 32 characters; delete it"):
        Settings.from_environment().flask_config()
    assert (environment / "secret_key").read_bytes() == content


def test_a_key_that_others_can_read_is_warned_of(environment: Path, caplog: pytest.LogCaptureFixture) -> None:
    key = own_secret(environment)
    assert caplog.messages == []
    (environment / "secret_key").chmod(0o644)
    assert own_secret(environment) == key
    (said,) = caplog.messages
    assert "can be read by others (mode 644): run chmod 600" in said
    assert caplog.records[0].levelno == logging.WARNING


def test_a_data_folder_that_is_a_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in ("file", "file/below"):
        with pytest.raises(BadSetting, match=r"The data folder .* cannot be used"):
            Settings.from_environment({"data": str(tmp_path / folder)}).flask_config()
