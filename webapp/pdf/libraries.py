"""What a PDF needs of the system: libraries and fonts, each named by the Debian package that brings it.

    python libraries.py           prints what is missing
    python libraries.py fonts     prints what could be added: fonts for signs that no font has

Only the standard library, and nothing of this package: it runs in a short process of its own, so that a
server does not load what it never uses, and the `designbook` script asks it before the tests.
"""

from __future__ import annotations

import ctypes
import sys

# For each package its library, as Linux and as macOS name it; what these need comes along with them.
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}
FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib")

# For each package of fonts some signs that it has: letters, and the frames of drawings.
FONTS = {"fonts-dejavu-core": "Aя│└"}
MORE_FONTS = {"fonts-noto-color-emoji": "🚀", "fonts-noto-cjk": "語", "fonts-noto-core": "नไ"}


def missing() -> list[str]:
    """The packages without which there is no PDF. Loads the libraries that are there."""
    packages = [package for package, names in LIBRARIES.items() if _load(names) is None]
    return packages + _without_font(FONTS)


def wanted_fonts() -> list[str]:
    """The packages that would bring fonts for emoji and for more scripts; without them boxes are drawn."""
    return _without_font(MORE_FONTS)


def _without_font(signs: dict[str, str]) -> list[str]:
    library = _load(FONTCONFIG)
    if library is None:
        return list(signs)
    return [
        package for package, needed in signs.items() if not all(_has_font(library, each) for each in needed)
    ]


def _has_font(fontconfig: ctypes.CDLL, sign: str) -> bool:
    """Whether a font has this sign, by a pattern such as `:charset=1f680` in fontconfig's own language."""
    for name in ("FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(fontconfig, name).restype = ctypes.c_void_p
    pattern = ctypes.c_void_p(fontconfig.FcNameParse(f":charset={ord(sign):x}".encode()))
    told = ctypes.c_void_p(fontconfig.FcObjectSetCreate())
    fontconfig.FcObjectSetAdd(told, b"family")
    found = fontconfig.FcFontList(None, pattern, told)
    # The first number of a set of fonts says how many they are. Nothing is freed: the process ends soon.
    return bool(found) and ctypes.c_int.from_address(found).value > 0


def _load(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


if __name__ == "__main__":
    print(*(wanted_fonts() if sys.argv[1:] == ["fonts"] else missing()), sep="\n")
