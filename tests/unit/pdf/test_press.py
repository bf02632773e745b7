"""The press: one child at a time, which ends in time whatever it does."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import pytest

from tests.work import NEVER, ending
from webapp.pdf import child, diagnosis, libraries, press
from webapp.pdf.press import Job, PressFailed
from webapp.services.errors import Busy, TooLarge, TooSlow

JOB = Job(
    html='<!DOCTYPE html><html lang="en"><title>T</title><h1>One</h1>',
    address="http://designs.example.org/print",
    styles={},
    title="FEAT-001 Log in",
    author="",
    at="",
)
CHILD = Path(child.__file__)
Replace = Callable[[str], None]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy this machine is."""
    monkeypatch.setattr(press, "SECONDS", NEVER)


@pytest.fixture
def replace_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Replace:
    """Puts another program in the child's place."""

    def replace(code: str) -> None:
        (tmp_path / "child.py").write_text(code)
        monkeypatch.setattr(press, "_HERE", tmp_path)

    return replace


def test_a_page_becomes_a_pdf_and_the_same_page_the_same_bytes() -> None:
    first = press.press(JOB)
    assert first.startswith(b"%PDF-1.7")
    assert press.press(JOB) == first


def test_a_second_pdf_is_refused_while_one_is_made() -> None:
    with press._turn, pytest.raises(Busy, match=r"Another PDF is being made .* Try again in a few seconds\."):
        press.press(JOB)
    assert press.press(JOB)


def test_a_failure_ends_the_turn(replace_child: Replace) -> None:
    replace_child("raise SystemExit(1)")
    for _ in range(2):
        with pytest.raises(PressFailed):
            press.press(JOB)


def test_a_child_without_an_end_is_killed_with_what_it_started(
    replace_child: Replace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock, started = tmp_path / "lock", tmp_path / "started"
    replace_child(
        f"""
import fcntl, os, pathlib, time
held = open({str(lock)!r}, "w")
fcntl.flock(held, fcntl.LOCK_EX)
if not os.fork():
    pathlib.Path({str(started)!r}).touch()
while True:
    time.sleep(1)
"""
    )

    def time_is_over(child: subprocess.Popen[bytes], job: bytes, timeout: int) -> NoReturn:
        while not started.exists():
            time.sleep(0.01)
        raise subprocess.TimeoutExpired("child", timeout)

    monkeypatch.setattr(subprocess.Popen, "communicate", time_is_over)
    with pytest.raises(TooSlow, match="Choose fewer documents or sections, or print from the browser"):
        press.press(JOB)
    with ending(), lock.open() as free:
        fcntl.flock(free, fcntl.LOCK_EX)  # both held it, so neither lives


def test_a_real_child_out_of_time_is_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Job(**{**vars(JOB), "html": "<p>word " * 300_000})
    monkeypatch.setattr(press, "SECONDS", 1)
    with pytest.raises(TooSlow, match="longer than 55 seconds"):
        press.press(long)


def test_a_child_that_works_too_long_is_ended_by_the_kernel_without_the_press(replace_child: Replace) -> None:
    replace_child("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)")
    with pytest.raises(TooSlow):
        press.press(JOB)


def test_a_real_child_out_of_memory_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Job(**{**vars(JOB), "html": "x" * 60_000_000})
    monkeypatch.setattr(press, "MEMORY", 150_000_000)
    with pytest.raises(TooLarge, match=r"more memory .* Choose fewer documents or sections, or print from"):
        press.press(long)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_a_library_that_gets_no_memory_ends_in_its_own_way(
    replace_child: Replace, number: signal.Signals
) -> None:
    replace_child(f"import os; os.kill(os.getpid(), {int(number)})")
    with pytest.raises(TooLarge):
        press.press(JOB)


@pytest.mark.parametrize("said", ["", "print('<html>')"])
def test_a_child_that_breaks_down_is_a_fault_with_its_last_words(replace_child: Replace, said: str) -> None:
    replace_child(f"import sys; {said or 'pass'}; sys.exit('no font at all')")
    with pytest.raises(PressFailed, match="no font at all"):
        press.press(JOB)


def test_what_is_no_pdf_is_a_fault(replace_child: Replace) -> None:
    replace_child("print('<html>')")
    with pytest.raises(PressFailed):
        press.press(JOB)


def test_the_child_learns_no_setting_and_holds_no_file_of_the_server(
    replace_child: Replace, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_child(
        """
import json, os, sys
print("%PDF-" + json.dumps({
    "environment": dict(os.environ), "files": sorted(os.listdir("/proc/self/fd")),
    "leads": os.getsid(0) == os.getpid(), "folder": os.getcwd(), "limits": sys.argv[1:],
    "job": json.load(sys.stdin),
}))
"""
    )
    monkeypatch.setenv("DESIGNBOOK_SECRET_KEY", "x" * 32)
    monkeypatch.setenv("HOME", "/home/somebody")
    held = os.open("/dev/null", os.O_RDONLY)
    os.set_inheritable(held, True)
    try:
        said = json.loads(press.press(JOB).removeprefix(b"%PDF-"))
    finally:
        os.close(held)
    assert set(said["environment"]) <= {*press._PASSED_ON, "LANG", "PYTHONHASHSEED", "LC_CTYPE"}
    assert said["environment"]["HOME"] == "/home/somebody"
    assert said["files"] == ["0", "1", "2", "3"]  # the last one is the folder that is listed
    assert said["leads"]
    assert said["folder"] == "/"
    assert said["limits"] == [str(press.SECONDS), str(press.MEMORY)]
    assert said["job"] == vars(JOB)


def test_pdfs_can_be_made_where_the_extra_and_its_libraries_are(monkeypatch: pytest.MonkeyPatch) -> None:
    able = press.available.__wrapped__
    assert able()
    monkeypatch.setattr(press, "missing_packages", lambda: ["libpango-1.0-0"])
    assert not able()
    monkeypatch.setattr(press, "missing_packages", list)
    assert able()
    monkeypatch.setattr(press, "has_extra", lambda: False)
    assert not able()


def test_nothing_is_missing_here() -> None:
    assert press.has_extra()
    assert press.missing_packages() == libraries.missing() == []


@pytest.mark.parametrize(
    ("code", "packages"),
    [
        ("", []),
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
            [*libraries.LIBRARIES, *libraries.FONTS],
        ),
    ],
)
def test_libraries_that_crash_are_as_good_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, packages: list[str]
) -> None:
    (tmp_path / "libraries.py").write_text(code)
    monkeypatch.setattr(press, "_HERE", tmp_path)
    assert press.missing_packages() == packages
    assert press.wanted_fonts() == []
    assert press.available.__wrapped__() is (not packages)


def test_a_library_that_cannot_be_loaded_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(libraries.LIBRARIES, "libnothing0", ("libnothing.so.0", "libnothing.0.dylib"))
    assert libraries.missing() == ["libnothing0"]


def test_a_sign_that_no_font_has_names_a_package_that_brings_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for signs, packages in (
        (libraries.FONTS, libraries.missing),
        (libraries.MORE_FONTS, libraries.wanted_fonts),
    ):
        before = packages()
        monkeypatch.setitem(signs, "fonts-nobody", "A\U0010fffd")  # a letter, and what is for private use
        assert packages() == [*before, "fonts-nobody"]


def test_without_fontconfig_there_is_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "FONTCONFIG", ("libnothing.so.0",))
    assert libraries.missing() == [*libraries.FONTS]
    assert libraries.wanted_fonts() == [*libraries.MORE_FONTS]


def test_the_doctor_says_whether_pdfs_are_made_and_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "wanted_fonts", lambda: ["fonts-noto-cjk"])
    facts, warnings = diagnosis.examine()
    assert facts == [
        ("PDF", f"WeasyPrint {version('weasyprint')}"),
        ("fonts for more signs", "fonts-noto-cjk"),
    ]
    assert warnings == []

    monkeypatch.setattr(press, "missing_packages", lambda: ["libpango-1.0-0", "libharfbuzz-subset0"])
    assert diagnosis.examine()[1] == [
        "No PDF can be made until its libraries are there. "
        "On Debian: apt-get install libpango-1.0-0 libharfbuzz-subset0"
    ]

    monkeypatch.setattr(press, "has_extra", lambda: False)
    assert diagnosis.examine() == (
        [("PDF", "not made: WeasyPrint, the extra pdf, is not installed")],
        [],
    )


def test_a_child_does_not_outlive_the_server_that_started_it(tmp_path: Path) -> None:
    lock, started = tmp_path / "lock", tmp_path / "started"
    code = f"""
import fcntl, pathlib, runpy, time
runpy.run_path({str(CHILD)!r})["shut_in"]({NEVER}, 2_000_000_000)
held = open({str(lock)!r}, "w")
fcntl.flock(held, fcntl.LOCK_EX)
pathlib.Path({str(started)!r}).touch()
while True:
    time.sleep(1)
"""
    start = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], start_new_session=True)"
    )
    with subprocess.Popen([sys.executable, "-c", start, code]) as server, ending():
        while not started.exists():
            time.sleep(0.01)
        server.kill()
    with ending(), lock.open() as free:
        fcntl.flock(free, fcntl.LOCK_EX)
