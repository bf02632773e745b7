"""Templates are compiled once for all starts; a folder that cannot be used costs time, and nothing else."""

from __future__ import annotations

import errno
import stat
import urllib.request
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import bc_magic

from tests.serving import START_SECONDS, running_server
from webapp import create_app
from webapp.cli import prepared
from webapp.cli.prepared import FOLDER, PreparedTemplates, keep_templates
from webapp.config import Settings


def served_app(data: Path) -> Flask:
    app = create_app(Settings.from_environment({"data": str(data)}))
    keep_templates(app)
    return app


def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the templates that are compiled from now on."""
    compiled: list[str | None] = []
    original = Environment.compile

    def compile_and_note(self: Environment, source: str, name: str | None = None, *more: object) -> object:
        compiled.append(name)
        return original(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", compile_and_note)
    return compiled


def test_what_one_start_compiled_the_next_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compilations(monkeypatch)
    served_app(tmp_path).jinja_env.get_template("accounts/login.html")
    assert compiled == ["accounts/login.html"]
    served_app(tmp_path).jinja_env.get_template("accounts/login.html")
    assert compiled == ["accounts/login.html"]


def test_a_template_that_changed_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compilations(monkeypatch)
    for app in (served_app(tmp_path), served_app(tmp_path)):
        loader = app.jinja_env.loader
        assert loader is not None
        monkeypatch.setattr(
            loader, "get_source", lambda environment, name: (f"{len(compiled)}", name, lambda: True)
        )
        assert app.jinja_env.get_template("accounts/login.html").render() == str(len(compiled) - 1)
    assert len(compiled) == 2


@pytest.mark.parametrize("name", ["version", "__version__"])
def test_what_another_version_compiled_is_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    compiled = compilations(monkeypatch)
    served_app(tmp_path).jinja_env.get_template("accounts/login.html")
    found = getattr(prepared, name)
    monkeypatch.setattr(prepared, name, (lambda package: "0.0") if callable(found) else "0.0")
    served_app(tmp_path).jinja_env.get_template("accounts/login.html")
    assert compiled == ["accounts/login.html"] * 2


@pytest.mark.parametrize("left", [0, 1, 10, 40, 200])
def test_what_a_power_cut_left_half_written_is_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    compiled = compilations(monkeypatch)
    served_app(tmp_path).jinja_env.get_template("accounts/login.html")
    for kept in (tmp_path / FOLDER).iterdir():
        kept.write_bytes(kept.read_bytes()[: len(bc_magic) + left])
    served_app(tmp_path).jinja_env.get_template("accounts/login.html")
    assert compiled == ["accounts/login.html"] * 2


def test_nobody_else_can_put_a_template_there(tmp_path: Path) -> None:
    served_app(tmp_path)
    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700


@pytest.mark.parametrize("method", ["load_bytecode", "dump_bytecode"])
def test_a_full_or_broken_disk_leaves_the_page_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def fail(self: FileSystemBytecodeCache, bucket: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemBytecodeCache, method, fail)
    app = served_app(tmp_path)
    assert isinstance(app.jinja_env.bytecode_cache, PreparedTemplates)
    assert app.test_client().get("/login").status_code == 200


def test_where_the_folder_cannot_be_made_templates_are_compiled_as_ever(tmp_path: Path) -> None:
    (tmp_path / FOLDER.parts[0]).write_text("a file in its place")
    app = served_app(tmp_path)
    assert app.jinja_env.bytecode_cache is None
    assert app.test_client().get("/login").status_code == 200


def test_a_server_keeps_what_it_compiled(tmp_path: Path) -> None:
    with (
        running_server(tmp_path / "data") as server,
        urllib.request.urlopen(f"{server.url}/login", timeout=START_SECONDS) as answer,  # noqa: S310
    ):
        assert answer.status == 200
    assert list((tmp_path / "data" / FOLDER).iterdir())
