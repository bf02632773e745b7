"""The wheel: built from the checkout, it carries templates, static files and migrations, and serves."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.serving import START_SECONDS, run, running_server

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed wheel in it; its dependencies are those of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True
    )
    wheel = next(folder.glob("designbook-*.whl"))
    python = sys._base_executable  # type: ignore[attr-defined]  # the tests' environment has no pip
    pip = [python, "-m", "pip", "--python", sys.executable, "--disable-pip-version-check"]
    options = ["install", "-q", "--no-index", "--no-deps", "--target", folder / "installed"]
    subprocess.run([*pip, *options, wheel], check=True)
    return folder / "installed"


def test_an_installed_wheel_serves_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    with running_server(tmp_path / "data", PYTHONPATH=str(installed)) as server:
        assert server.setup_link
        for path in ("/healthz", "/login", server.setup_link.removeprefix(server.url)):
            with urllib.request.urlopen(server.url + path, timeout=START_SECONDS) as answer:  # noqa: S310
                assert answer.status == 200
                body = answer.read().decode()
        assert "The first account" in body
        stylesheet = body.partition('rel="stylesheet" href="')[2].partition('"')[0]
        with urllib.request.urlopen(server.url + stylesheet, timeout=START_SECONDS) as answer:  # noqa: S310
            assert "@layer" in answer.read().decode()


def test_without_a_checkout_data_lies_in_the_users_data_folder(installed: Path, tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "doctor",
        DESIGNBOOK_DATA="",
        XDG_DATA_HOME=str(tmp_path / "share"),
        PYTHONPATH=str(installed),
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "share" / "designbook" / "designbook.db") in done.stdout


def test_the_wheel_carries_the_sample(installed: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "data", "sample", PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stderr
    assert "LIB is loaded: 8 designs" in done.stdout


def test_the_wheel_has_a_command_and_carries_no_tests(installed: Path) -> None:
    points = next(installed.glob("designbook-*.dist-info")).joinpath("entry_points.txt").read_text()
    assert "designbook = webapp.cli:main" in points
    assert (installed / "webapp" / "templates" / "design.md").read_bytes() == (
        ROOT / "templates" / "design.md"
    ).read_bytes()
    assert not (installed / "tests").exists()
