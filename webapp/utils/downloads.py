"""What a file is called that somebody saves."""

from __future__ import annotations

import re

# What parts the names in a path, what no system takes in a name, and what turns the letters around: a name
# that ends with `fdp.exe` must not read `exe.pdf`.
_UNWANTED = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]')


def download_name(text: str) -> str:
    """`text` as the name of a file: each sign that does not belong into one becomes a hyphen."""
    return _UNWANTED.sub("-", text).lstrip(".").replace("..", "-")
