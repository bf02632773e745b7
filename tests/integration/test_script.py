"""The designbook script: the environment it makes, and what it says when it cannot.

Each test has a checkout of its own with an empty lock, so that nothing is downloaded.
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT, RUN_SECONDS

# The environment that runs the tests has no pip; the interpreter that it was made from has.
PYTHON = sys._base_executable  # type: ignore[attr-defined]

ECHO = """
import os, sys
print("ran with", sys.argv[1:], "in", os.getcwd(), "by", sys.prefix)
"""
SMALL_PACKAGE = "six==1.17.0 --hash=sha256:" + "0" * 64


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The script, an empty lock, and a command that says how it was called."""
    folder = tmp_path / "check out"
    (folder / "webapp" / "cli").mkdir(parents=True)
    (folder / "webapp" / "__init__.py").touch()
    (folder / "webapp" / "cli" / "__init__.py").touch()
    (folder / "webapp" / "cli" / "__main__.py").write_text(ECHO)
    (folder / "requirements.lock").touch()
    shutil.copy(ROOT / "designbook", folder)
    return folder


def call(
    script: Path, *arguments: str, python: str = PYTHON, **options: str
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [python, str(script), *arguments],
        cwd=script.parent.parent,
        env=environment | options,
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
    )


def test_the_first_call_makes_the_environment_and_the_second_only_runs(checkout: Path) -> None:
    first = call(checkout / "designbook", "one", "two words")
    assert first.returncode == 0, first.stderr
    assert first.stdout == (f"ran with ['one', 'two words'] in {checkout.parent} by {checkout / '.venv'}\n")
    assert "Setting up Designbook" in first.stderr
    second = call(checkout / "designbook", "one")
    assert second.returncode == 0
    assert second.stderr == ""


def test_it_works_through_a_symbolic_link(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    link = tmp_path / "bin" / "designbook"
    link.symlink_to(checkout / "designbook")
    done = call(link, "one")
    assert done.returncode == 0, done.stderr
    assert str(checkout / ".venv") in done.stdout


def test_a_half_made_environment_is_made_anew(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").write_text("half")
    done = call(checkout / "designbook", "one")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ran with")


def test_another_lock_makes_it_anew(checkout: Path) -> None:
    assert call(checkout / "designbook").returncode == 0
    (checkout / ".venv" / "left-over").touch()
    (checkout / "requirements.lock").write_text("# changed\n")
    done = call(checkout / "designbook")
    assert done.returncode == 0, done.stderr
    assert "Setting up" in done.stderr
    assert not (checkout / ".venv" / "left-over").exists()
    assert not (checkout / ".venv.before").exists()


def test_two_first_calls_at_once_make_one_environment(checkout: Path) -> None:
    both = [
        subprocess.Popen(
            [PYTHON, str(checkout / "designbook"), str(number)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    said = [process.communicate(timeout=RUN_SECONDS) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum(errors.count("Setting up Designbook") for _, errors in said) == 1


def test_without_pip_it_says_so_in_one_line(checkout: Path, tmp_path: Path) -> None:
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    done = call(checkout / "designbook", python=str(tmp_path / "bare" / "bin" / "python"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("pip is missing for")
    assert "apt-get install python3-pip" in done.stderr
    assert not (checkout / ".venv").exists()


def test_without_a_network_it_says_so_in_one_line_and_keeps_what_worked(checkout: Path) -> None:
    assert call(checkout / "designbook").returncode == 0
    (checkout / "requirements.lock").write_text(SMALL_PACKAGE)
    offline = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "1",
        "PIP_NO_CACHE_DIR": "1",
    }
    done = call(checkout / "designbook", **offline)
    assert done.returncode == 1
    assert "pip reaches no package index" in done.stderr.splitlines()[-1]
    assert str(checkout / ".venv.log") in done.stderr.splitlines()[-1]
    (checkout / "requirements.lock").write_text("")
    again = call(checkout / "designbook")
    assert again.stderr == ""
    assert again.stdout.startswith("ran with")


def test_an_old_python_is_told_so_in_one_line(checkout: Path) -> None:
    old = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (old)'; "
        f"sys.argv = ['designbook']; runpy.run_path({str(checkout / 'designbook')!r}, run_name='__main__')"
    )
    done = subprocess.run([PYTHON, "-c", old], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == f"Designbook needs Python 3.11 or newer; {PYTHON} is 3.9.2.\n"


def test_what_the_tests_ask_of_the_environment_reaches_them_and_nothing_else() -> None:
    asked = re.compile(r'environ(?:\.get\(|\[)"(DESIGNBOOK_\w+)"')
    files = (ROOT / "tests").rglob("*.py")
    names = {name for file in files for name in asked.findall(file.read_text("utf-8"))}
    script = runpy.run_path(str(ROOT / "designbook"), run_name="designbook")
    assert sorted(names) == sorted(script["FOR_TESTS"])


PYTEST = """
import os, sys
print("pytest", *sys.argv[1:], "DESIGNBOOK_DATA" in os.environ, "PYTHONDONTWRITEBYTECODE" in os.environ)
sys.exit(os.environ["BROKEN"] in sys.argv)
"""
STUBS = {
    "tests/__init__.py": "",
    "tests/installing.py": "NoLibraries = type('NoLibraries', (Exception,), {})\n"
    "def find_or_install_libraries(python): pass\n",
    "tests/e2e/__init__.py": "",
    "tests/e2e/browser.py": "NoBrowser = type('NoBrowser', (Exception,), {})\n"
    "def find_or_install(python): return 'a browser'\n",
    "pytest/__init__.py": "",
    "pytest/__main__.py": PYTEST,
}


@pytest.fixture
def tested(checkout: Path) -> Path:
    """The script in a checkout with a pytest that says how it was called, and fails where it is told to."""
    for name, text in STUBS.items():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text(text)
    return checkout / "designbook"


def test_a_whole_test_run_has_two_parts_and_fails_with_either(tested: Path) -> None:
    settings = {"DESIGNBOOK_DATA": "a server’s", "PYTHONDONTWRITEBYTECODE": "1"}
    for broken, status in (("", 0), ("--cov", 1), ("tests/e2e", 1)):
        done = call(tested, "test", BROKEN=broken, **settings)
        assert done.returncode == status, done.stderr
        measured, unmeasured = done.stdout.splitlines()
        assert "--cov --ignore=tests/e2e --ignore=tests/security False False" in measured
        assert unmeasured.endswith("tests/e2e tests/security False False")


def test_chosen_tests_are_run_at_once_without_a_threshold(tested: Path) -> None:
    for broken, status in (("", 0), ("tests/unit", 1)):
        done = call(tested, "test", "tests/unit", "-x", BROKEN=broken)
        assert done.returncode == status, done.stderr
        assert done.stdout.startswith("pytest --cov --cov-fail-under=0 tests/unit -x ")
        assert len(done.stdout.splitlines()) == 1
