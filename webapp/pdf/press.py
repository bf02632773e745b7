"""The press: gives a page to a child process and waits for its PDF, one at a time."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from webapp.pdf.child import OUT_OF_MEMORY
from webapp.pdf.libraries import FONTS, LIBRARIES
from webapp.services.errors import Busy, TooLarge, TooSlow

SECONDS = 55
"""How long a PDF may take: most proxies give up waiting after 60 seconds, and then nobody reads why."""

MEMORY = 1_500_000_000
"""How many bytes of addresses the child may have; 500 sheets need five sixths of it."""

INSTEAD = "Choose fewer documents or sections, or print from the browser and save as PDF there."
TOO_SLOW = f"This PDF takes longer than {SECONDS} seconds, so it was given up. {INSTEAD}"
TOO_LARGE = f"This PDF takes more memory than a PDF may have, so it was given up. {INSTEAD}"
BUSY = "Another PDF is being made at this moment. Try again in a few seconds."

_HERE = Path(__file__).parent
# What the child may know of this process: where its home, its libraries and its fonts are. No setting of
# ours, since a key or a password may stand in it.
_PASSED_ON = (
    "HOME",
    "XDG_CACHE_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "LD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "PYTHONPATH",
)
_TOLD = 2_000

# Whoever waits for a turn keeps a thread of the server from answering others, so nobody waits: who comes
# second is asked to come again.
_turn = threading.Lock()


class PressFailed(Exception):
    """The child broke down: a fault of ours. The message is the end of what it said."""


@dataclass(frozen=True)
class Job:
    """A page and what its PDF says of itself.

    `styles` are the texts of the style sheets by the address that the page gives them; links are
    read from `address`. `at` is a moment such as 2026-11-22T14:02:00Z.
    """

    html: str
    address: str
    styles: Mapping[str, str]
    title: str
    author: str
    at: str


def press(job: Job) -> bytes:
    """The PDF of a page; the same bytes for the same job.

    Raises Busy while this process makes another one, TooSlow, TooLarge, and PressFailed.
    """
    if not _turn.acquire(blocking=False):
        raise Busy(BUSY)
    try:
        return _run(json.dumps(asdict(job)).encode())
    finally:
        _turn.release()


@cache
def available() -> bool:
    """Whether PDFs can be made here: the extra `pdf` is installed, and the libraries it needs.

    A short process looks for the libraries, once: the server itself shall not load them.
    """
    return has_extra() and not missing_packages()


def has_extra() -> bool:
    """Whether WeasyPrint is installed."""
    return importlib.util.find_spec("weasyprint") is not None


def missing_packages() -> list[str]:
    """The Debian packages whose libraries or fonts are not there; their names are clear elsewhere, too.

    All of them where the look at them breaks down: a library that crashes is worth no more than none.
    """
    packages = _packages()
    return [*LIBRARIES, *FONTS] if packages is None else packages


def wanted_fonts() -> list[str]:
    """The Debian packages with fonts for signs that no font here has: where one is used a box is drawn."""
    return _packages("fonts") or []


def _packages(*arguments: str) -> list[str] | None:
    """What libraries.py prints; None where it ends by a crash."""
    done = subprocess.run(  # noqa: S603 - our own file
        [sys.executable, str(_HERE / "libraries.py"), *arguments],
        env=_environment(),
        capture_output=True,
        text=True,
    )
    return None if done.returncode else done.stdout.split()


def _run(job: bytes) -> bytes:
    child = subprocess.Popen(  # noqa: S603 - our own file
        [sys.executable, str(_HERE / "child.py"), str(SECONDS), str(MEMORY)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        cwd="/",
        start_new_session=True,
    )
    try:
        pdf, said = child.communicate(job, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise TooSlow(TOO_SLOW) from None
    finally:
        _end(child)
    if child.returncode in {-signal.SIGALRM, -signal.SIGXCPU}:
        raise TooSlow(TOO_SLOW)
    # The libraries in C end a process that gets no more memory, each in its own way; so does the kernel.
    if child.returncode == OUT_OF_MEMORY or child.returncode < 0:
        raise TooLarge(TOO_LARGE)
    if child.returncode or not pdf.startswith(b"%PDF-"):
        raise PressFailed(said[-_TOLD:].decode(errors="replace"))
    return pdf


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the child and whatever it started."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    with child:  # closes its pipes and takes its status
        pass


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
