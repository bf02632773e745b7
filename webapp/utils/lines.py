"""One line of text that a person typed: a name, an e-mail address."""

from __future__ import annotations

import unicodedata

# Control characters, lone surrogates, and the separators that end a line in some programs.
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})
# A name of joiners and blanks alone would be an empty place on every page: L, N, P and S can be seen.
_VISIBLE = frozenset("LNPS")


def one_line(text: str) -> str:
    """The text in Unicode's composed form (NFC), without blanks around it.

    Raises ValueError, with words for the person, for what cannot be shown on one line.
    """
    text = unicodedata.normalize("NFC", text.strip(" \t\r\n"))
    if any(unicodedata.category(character) in _REFUSED for character in text):
        raise ValueError("This holds a line break or a control character; type it without.")
    if not any(unicodedata.category(character)[0] in _VISIBLE for character in text):
        raise ValueError("This is needed.")
    return text
