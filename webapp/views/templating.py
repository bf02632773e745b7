"""How templates are loaded and compiled, so that partials and plain words cost a page nothing.

For every `{% include %}` that it comes to, Jinja looks a template up and makes a context; a page comes
to hundreds of rows and cells, and would take longer for that than for drawing them. Here an include
that names its file is replaced by what the file says, before anything is compiled. A partial stays a
template of its own: drawn alone it gives the same bytes, and knows the same names.

What is put out is escaped as everywhere in Jinja, but a page puts out 2,000 words, and most hold no sign that
means something in HTML: those go as they are, without being wrapped as safe first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment as FlaskEnvironment
from jinja2 import BaseLoader, nodes
from jinja2 import Environment as JinjaEnvironment
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

# Only what names one file for certain; a name that is worked out is looked up while drawing.
_INCLUDE = re.compile(r'\{% include "(?P<name>[^"]+)" %\}')
_IMPORTS = re.compile(r'(?:\{% from "[^"]+" import [\w, ]+ %\}\n)*')
# What indents a template is for who reads the template; a page of rows would send it hundreds of times. One
# blank stays, since it may be all that parts two attributes.
_INDENT = re.compile(r"^[ \t]{2,}", re.MULTILINE)
_SIGNS = re.compile("[&<>'\"]")

COMPILED = 2
"""Moves with what templates are compiled to; what is kept on the disk is of one of them."""


def escaped(value: object) -> str:
    """The value as HTML shows it: what `markupsafe.escape` gives, as plain text where it is the same."""
    if type(value) is str:
        return value if _SIGNS.search(value) is None else escape(value)
    return value if type(value) is Markup else escape(value)


class Generator(CodeGenerator):
    """Jinja's, which calls `escape` for whatever stands in {{ }}; this one calls `escaped`."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class Environment(FlaskEnvironment):
    """Flask's, with partials in place, and one plain dict of the names that all templates know.

    Jinja gives each template a chain of dicts, and compares two of them name by name whenever a macro
    is imported; plain dicts it compares in a moment.
    """

    code_generator_class = Generator
    escaped = staticmethod(escaped)

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.loader = InliningLoader(app.create_global_jinja_loader())

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows: what all know, beside what only this one is to know."""
        return {**self.globals, **d} if d else self.globals


class InliningLoader(BaseLoader):
    """Gives the templates of another loader, each with its partials in place.

    What is kept of a template (compiled, on disk) goes by the text that this gives: it is stale as
    soon as one of the partials changes.
    """

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: JinjaEnvironment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The template's text, its file, and whether that and all its partials are as they were."""
        source, filename, is_fresh = self._loader.get_source(environment, template)
        page = _Page(self._loader, environment, [is_fresh])
        body = page.put_in_place(source, (template,))
        if template.endswith(".html"):
            body = _INDENT.sub(" ", body)
        return "".join(page.imports) + body, filename, page.is_fresh

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return self._loader.list_templates()


@dataclass
class _Page:
    """A template while its partials are put in place; what they import is imported once, before anything."""

    loader: BaseLoader
    environment: JinjaEnvironment
    checks: list[Callable[[], bool] | None]
    imports: dict[str, None] = field(default_factory=dict)

    def put_in_place(self, source: str, around: tuple[str, ...]) -> str:
        """`source` with its partials; `around` names the files that hold it."""
        return _INCLUDE.sub(lambda found: self._partial(found, around), source)

    def _partial(self, found: re.Match[str], around: tuple[str, ...]) -> str:
        name = found["name"]
        if name in around:  # a tree, whose depth only drawing knows
            return found[0]
        text, _, is_fresh = self.loader.get_source(self.environment, name)
        self.checks.append(is_fresh)
        head = _IMPORTS.match(text)
        start = head.end() if head else 0
        self.imports.update(dict.fromkeys(text[:start].splitlines(keepends=True)))
        body = self.put_in_place(text[start:].removesuffix("\n"), (*around, name))
        # What a partial sets is its own.
        return f"{{% with %}}{body}{{% endwith %}}"

    def is_fresh(self) -> bool:
        """Whether no file has changed; Jinja asks where templates are reloaded."""
        return all(check is None or check() for check in self.checks)
