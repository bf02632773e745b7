"""Partials put in place when a template is compiled, so that drawing one costs a page nothing.

For every `{% include %}` that it comes to, Jinja looks a template up and makes a context; a page comes
to hundreds of rows and cells, and would take longer for that than for drawing them. Here an include
that names its file is replaced by what the file says, before anything is compiled. A partial stays a
template of its own: drawn alone it gives the same bytes, and knows the same names.
"""

from __future__ import annotations

import re

from jinja2 import Environment
from jinja2.ext import Extension

# Only what names one file for certain; a name that is worked out is looked up while drawing.
_INCLUDE = re.compile(r'\{% include "(?P<name>[^"]+)" %\}')
_IMPORTS = re.compile(r'(?:\{% from "[^"]+" import [\w, ]+ %\}\n)*')


class Inlining(Extension):
    """The extension of Jinja that does it.

    Where templates are reloaded when they change every partial is left alone: Jinja would not notice
    that one has changed.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template with its partials in place; what they import is imported once, before anything."""
        if self.environment.auto_reload or not _INCLUDE.search(source):
            return source
        imports: dict[str, None] = {}
        body = _put_in_place(self.environment, source, imports, (name or "",))
        return "".join(imports) + body


def _put_in_place(
    environment: Environment, source: str, imports: dict[str, None], around: tuple[str, ...]
) -> str:
    """`imports` gathers the import lines of partials; `around` names the files that hold this one."""

    def partial(found: re.Match[str]) -> str:
        name = found["name"]
        if name in around or environment.loader is None:
            return found[0]
        text = environment.loader.get_source(environment, name)[0]
        head = _IMPORTS.match(text)
        start = head.end() if head else 0
        imports.update(dict.fromkeys(text[:start].splitlines(keepends=True)))
        body = _put_in_place(environment, text[start:].removesuffix("\n"), imports, (*around, name))
        # What a partial sets is its own.
        return f"{{% with %}}{body}{{% endwith %}}"

    return _INCLUDE.sub(partial, source)
