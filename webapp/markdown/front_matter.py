"""Front matter: the YAML between two `---` lines at the top, which Markdown itself does not know.

To a Markdown parser it is a divider and a heading, so it is cut off by hand before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_KEY = re.compile(r"[\w\"'][\w .\-/\"']*:(?:[ \t\r\n]|$)")


def front_matter_end(lines: Sequence[str]) -> int:
    """Give how many lines front matter takes at the start of a text, its fences included; 0 for none."""
    if len(lines) < 3 or lines[0].rstrip(" \t\r\n") != "---" or not _KEY.match(lines[1]):
        return 0
    for number in range(2, len(lines)):
        if lines[number].rstrip(" \t\r\n") in ("---", "..."):
            return number + 1
    return 0
