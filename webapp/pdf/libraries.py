"""Which libraries of the system a PDF needs. Run as a file it prints the Debian packages that are missing.

Only the standard library, and nothing of this package: it runs in a short process of its own, and the
`designbook` script calls it before the tests.
"""

from __future__ import annotations

import ctypes

# For each Debian package its library, as Linux and as macOS name it; the others come along with these.
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}

FONTS = ("fonts-dejavu-core", "fonts-noto-color-emoji")
"""Debian packages of fonts: letters of many scripts, frames of drawings, and emoji."""


def missing() -> list[str]:
    """The packages whose library cannot be loaded. Loads those that can."""
    return [package for package, names in LIBRARIES.items() if not any(map(_loads, names))]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    print(*missing(), sep="\n")
