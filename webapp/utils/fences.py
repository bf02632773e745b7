"""What stands after the backticks that open a code fence: CommonMark's info string (spec 0.31.2, 4.5)."""

from __future__ import annotations

import re

# Pandoc and others put it in braces: `{.python}`, `{#id .python}`, `{r, echo=FALSE}`.
_LANGUAGE = re.compile(r"\s*(?:\{\s*(?:#[^\s{}]*\s*)?)?\.?([^\s,:{}]*)")


def language(info: str) -> str:
    """The language that an info string names, in lower case: `python` from `Python title="x"` or `{.python}`.

    '' where it names none.
    """
    match = _LANGUAGE.match(info)
    return match[1].casefold() if match else ""
