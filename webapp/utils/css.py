"""Text inside a style sheet."""

from __future__ import annotations


def css_string(text: str) -> str:
    """The text as a string of CSS, in ASCII, quotes included.

    Everything but letters, digits and blanks is escaped by its number, so that nothing in it can end
    the string, the rule or the sheet. The blank after a number belongs to the escape.
    """
    return '"' + "".join(char if _is_plain(char) else f"\\{ord(char):x} " for char in text) + '"'


def _is_plain(char: str) -> bool:
    return char == " " or (char.isascii() and char.isalnum())
