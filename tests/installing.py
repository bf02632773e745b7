"""Debian packages that the tests need, installed where this account may. Only the standard library."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

LIBRARIES = Path(__file__).parent.parent / "webapp" / "pdf" / "libraries.py"


class NoLibraries(Exception):
    """What PDFs need of the system is not there and cannot be installed, or nobody can say whether it is.

    The message says what to do.
    """


def find_or_install_libraries(python: str) -> None:
    """See to it that PDFs can be made by the interpreter `python`. Raises NoLibraries."""
    if (packages := _missing(python)) and apt_install(packages):
        packages = _missing(python)
    if packages:
        raise NoLibraries(f"The tests make PDFs. On Debian: apt-get install {' '.join(packages)}")


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages as root or with a sudo that asks no password; whether that worked."""
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        prefix = ["sudo", "-n"]
    else:
        return False
    if shutil.which("apt-get") is None:
        return False
    print(f"Installing {' '.join(packages)} with apt-get …", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run([*apt, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def _missing(python: str) -> list[str]:
    done = subprocess.run([python, str(LIBRARIES)], capture_output=True, text=True)
    if done.returncode:
        raise NoLibraries(
            f"The tests make PDFs, and the look at what these need ended with status {done.returncode}. "
            f"To see why: {python} {LIBRARIES}"
        )
    return done.stdout.split()
