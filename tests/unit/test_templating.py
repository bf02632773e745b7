"""Templates give Jinja’s own bytes, with partials in place and plain words put out as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment, FileSystemBytecodeCache, Undefined
from markupsafe import Markup, escape

from webapp import create_app
from webapp.views.templating import Environment as OurEnvironment
from webapp.views.templating import InliningLoader, escaped

TEMPLATES = {
    "page.html": '<ul>\n  {% for row in rows %}\n    {% include "_row.html" %}\n  {% endfor %}\n</ul>\n',
    "_row.html": '{% from "words.html" import loud %}\n<li>{{ loud(row) }}{% include "_mark.html" %}</li>\n',
    "_mark.html": "{# Says what it is. #}\n{% set mark = row|length %}\n<b>{{ mark }}</b>\n",
    "words.html": "{% macro loud(word) -%}\n  {{ word|upper }}\n{%- endmacro %}\n",
}


class _Drawn:
    """Something that says itself how it is drawn."""

    def __html__(self) -> str:
        return "<em>mine</em>"


class _Told(str):
    """A text of a kind of its own."""


def environment(templates: dict[str, str], *, inlining: bool = True) -> Environment:
    loader = DictLoader(templates)
    made = Environment(
        loader=InliningLoader(loader) if inlining else loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    looked_up = made.get_template
    made.globals["looked_up"] = names = []

    def get_template(name: str, *rest: object, **others: object) -> object:
        names.append(name)
        return looked_up(name, *rest, **others)  # type: ignore[arg-type]

    made.get_template = get_template  # type: ignore[method-assign, assignment]
    return made


def draw(templates: dict[str, str], *, inlining: bool = True, **context: object) -> str:
    return environment(templates, inlining=inlining).get_template("page.html").render(context)


def test_a_page_has_the_same_bytes_as_with_includes() -> None:
    drawn = draw(TEMPLATES, rows=["a", "<b>"])
    assert drawn == draw(TEMPLATES, inlining=False, rows=["a", "<b>"])
    assert "<li>&lt;B&gt;" in drawn


def test_a_partial_is_still_a_template_of_its_own() -> None:
    alone = environment(TEMPLATES).get_template("_row.html").render(row="a")
    assert alone in draw(TEMPLATES, rows=["a"])


@pytest.mark.parametrize(("inlining", "times"), [(True, 1), (False, 20)])
def test_what_a_partial_imports_is_imported_once(inlining: bool, times: int) -> None:
    made = environment(TEMPLATES, inlining=inlining)
    made.get_template("page.html").render(rows=["a"] * 20)
    assert made.globals["looked_up"].count("words.html") == times
    assert made.globals["looked_up"].count("_mark.html") == (0 if inlining else 20)


def test_what_a_partial_sets_is_its_own() -> None:
    page = '{% set mark = "mine" %}{% include "_mark.html" %} {{ mark }}'
    assert draw({**TEMPLATES, "page.html": page}, row="abc") == "<b>3</b> mine"


def test_the_partials_of_a_page_that_extends_another_are_put_in_place_too() -> None:
    templates = {
        **TEMPLATES,
        "layout.html": "<main>{% block main %}{% endblock %}</main>",
        "page.html": '{% extends "layout.html" %}\n{% block main %}{% include "_row.html" %}{% endblock %}',
    }
    assert draw(templates, row="a") == draw(templates, inlining=False, row="a")
    assert draw(templates, row="a").startswith("<main><li>A")


def test_a_name_that_is_worked_out_is_looked_up() -> None:
    page = '{% include "_" ~ kind ~ ".html" %}'
    assert draw({**TEMPLATES, "page.html": page}, kind="mark", row="ab") == "<b>2</b>"


def test_a_partial_may_hold_itself() -> None:
    tree = '{{ tree.name }}{% for tree in tree.under %}({% include "page.html" %}){% endfor %}'
    deep = {"name": "a", "under": [{"name": "b", "under": [{"name": "c", "under": []}]}]}
    assert draw({"page.html": tree}, tree=deep) == "a(b(c))"


def test_a_partial_that_changes_changes_the_page_where_templates_are_reloaded() -> None:
    templates = dict(TEMPLATES)
    made = environment(templates)
    assert "<b>1</b>" in made.get_template("page.html").render(rows=["a"])
    templates["_mark.html"] = "<i>changed</i>"
    assert "<i>changed</i>" in made.get_template("page.html").render(rows=["a"])


def test_what_is_kept_of_a_page_is_not_used_when_a_partial_has_changed(tmp_path: Path) -> None:
    templates = dict(TEMPLATES)
    for mark in ("<b>old</b>", "<i>new</i>"):
        templates["_mark.html"] = mark
        made = environment(templates)
        made.bytecode_cache = FileSystemBytecodeCache(str(tmp_path))
        assert mark in made.get_template("page.html").render(rows=["a"])


def test_all_templates_share_one_plain_dict_of_names() -> None:
    shared = create_app().jinja_env
    assert shared.get_template("shared/csrf.html").globals is shared.globals
    own = shared.from_string("{{ mine }}{{ csrf_token is defined }}", globals={"mine": 1})
    assert own.render() == "1True"
    assert "mine" not in shared.globals


def test_every_template_is_listed() -> None:
    assert environment(TEMPLATES).list_templates() == sorted(TEMPLATES)


def test_what_indents_a_template_is_sent_as_one_blank() -> None:
    pages = {
        "page.html": '<p\n    id="a"\n      class="b">\n        {{ word }}\n    </p>\n',
        "page.css": "a {\n  b: c;\n}\n",
    }
    made = environment(pages)
    assert made.get_template("page.html").render(word="a    b") == '<p\n id="a"\n class="b">\n a    b\n </p>'
    assert made.get_template("page.css").render() == "a {\n  b: c;\n}"


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        "",
        "a < b & \"c\" > 'd'",
        Markup("<b>drawn</b>"),
        12,
        None,
        True,
        Undefined(),
        _Drawn(),
        _Told("<i>"),
    ],
)
def test_what_is_put_out_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == escape(value)
    made = OurEnvironment(Flask(__name__), autoescape=True)
    assert made.from_string("<i>{{ value }}</i>").render(value=value) == f"<i>{escape(value)}</i>"


def test_what_a_template_keeps_is_safe_and_not_escaped_again() -> None:
    made = OurEnvironment(Flask(__name__), autoescape=True)
    macro = "{% macro said(x) %}{{ x }}{% endmacro %}{{ said(x) }}"
    kept = "{% set kept %}{{ x }}{% endset %}{{ kept }}"
    assert made.from_string(macro + kept).render(x="<b>") == "&lt;b&gt;&lt;b&gt;"


def test_a_template_without_escaping_puts_text_out_as_it_is() -> None:
    made = OurEnvironment(Flask(__name__), autoescape=False)
    text = "{{ x }}{% autoescape true %}{{ x }}{% endautoescape %}"
    assert made.from_string(text).render(x="<b>") == "<b>&lt;b&gt;"
