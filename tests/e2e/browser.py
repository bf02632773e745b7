"""Which browser the tests drive: found, or for `./designbook test` installed.

Only the standard library: the designbook script uses this before the tests run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.installing import apt_install

ON_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
DEBIAN_BROWSER = ("chromium", "fonts-dejavu-core")
# Playwright’s driver is a Node.js that is linked against this library.
DEBIAN_DRIVER = ("libatomic1",)

# A browser asks its maker for updates, field trials and the like; tests talk to loopback only.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(Exception):
    """There is no browser, and none can be installed; the message says what to do."""


def options() -> list[str]:
    """What it is started with. As root Chromium cannot build its sandbox."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find(python: str) -> str | None:
    """The browser's path: $DESIGNBOOK_BROWSER, Playwright's own, or the first on PATH; None without one.

    `python` is the interpreter whose Playwright is asked. Raises NoBrowser when $DESIGNBOOK_BROWSER
    names nothing that can be run.
    """
    named = os.environ.get("DESIGNBOOK_BROWSER")
    if named:
        path = shutil.which(named)
        if path is None:
            raise NoBrowser(f"DESIGNBOOK_BROWSER is {named!r}, which is no program that can be run.")
        return path
    on_path = (shutil.which(name) for name in ON_PATH)
    return _playwrights_own(python) or next((path for path in on_path if path), None)


def find_or_install(python: str) -> str:
    """The browser's path, after installing what is missing. Raises NoBrowser when that fails too."""
    missing = _missing(python)
    if missing and not apt_install(missing) and "chromium" in missing and _driver_runs(python):
        subprocess.run([python, "-m", "playwright", "install", "chromium"])
    if missing := _missing(python):
        raise NoBrowser(
            f"The tests drive a browser. On Debian: apt-get install {' '.join(missing)}. "
            "Or name a Chromium, Chrome or Edge in DESIGNBOOK_BROWSER."
        )
    browser = find(python)
    assert browser is not None
    return browser


def _missing(python: str) -> list[str]:
    """The Debian packages that bring what is not there."""
    return [*(() if find(python) else DEBIAN_BROWSER), *(() if _driver_runs(python) else DEBIAN_DRIVER)]


def _playwrights_own(python: str) -> str | None:
    """The Chromium that `playwright install` downloaded, of the revision that this Playwright drives."""
    manifest = _driver(python) / "package" / "browsers.json"
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    if not manifest.is_file():
        return None
    listed = json.loads(manifest.read_text())["browsers"]
    revision = next(entry["revision"] for entry in listed if entry["name"] == "chromium")
    found = sorted(Path(folder, f"chromium-{revision}").glob("chrome-*/chrome"))
    return str(found[0]) if found else None


def _driver_runs(python: str) -> bool:
    node = _driver(python) / "node"
    return node.is_file() and subprocess.run([node, "--version"], capture_output=True).returncode == 0


def _driver(python: str) -> Path:
    lib = Path(python).parent.parent / "lib"
    found = sorted(lib.glob("python3.*/site-packages/playwright/driver"))
    return found[0] if found else lib / "playwright"
