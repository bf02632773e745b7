"""How htmx is set up, and what no template may hold (RELIABILITY S17, HTMX.md)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import html5lib
import pytest

from tests.browser import Browser
from webapp.config import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

GONE = (
    "hx-(?:ext|vars|params|request|inherit|disinherit|history|history-elt|disabled-elt|prompt|validate)"
    "|sse-(?:connect|swap)|ws-(?:connect|send)"
)
FORBIDDEN = {
    "an attribute that htmx 4 dropped": rf"\b(?:data-)?(?:{GONE})\s*=",
    "a bare hx-disable, which is hx-ignore now": r"\bhx-disable(?!\s*=\s*[\"'][^\"'])\b(?!-)",
    "script in an attribute": r"\b(?:data-)?hx-on\b|\bjs:|\bjavascript:|(?<![\w-])on[a-z]{3,}\s*=\s*[\"'{]",
    "a filter in a trigger": r"\bhx-trigger\s*=\s*\"[^\"]*\[|\bhx-trigger\s*=\s*'[^']*\[",
    "a style attribute": r"(?<![\w-])style\s*=",
    "a style element": r"<style\b",
    "a script without a file": r"<script(?![^>]*\bsrc=)",
    "a script or style from elsewhere": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
    "text that is not escaped": r"\|\s*(?:safe|drawn)\b|\{%-?\s*autoescape|\bMarkup\(",
    "an extension's morph": r"hx-swap\s*=\s*[\"']morph",
    "hx-pending, which throws after an error": r"\bhx-pending\b",
}
# What our own renderer made and sanitised is stored under this name, and nothing else is.
RENDERED = r"\{\{\s*\w+(?:\.\w+)*(?:\.html|\[\"html\"\])(?:\.\w+|\[\w+\]|\[\"\w+\"\])?\s*\|\s*drawn\s*\}\}"
# htmx 4 writes its events with colons throughout: htmx:after:swap.
FORBIDDEN_IN_SCRIPTS = {
    "an event of htmx 2": r"htmx:(?:[a-z]+[A-Z]\w*|load)\b",
    "text run as script": r"\beval\(|\bnew Function\(|setTimeout\(\s*[\"'`]",
    "HTML built from text": r"\.(?:innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write",
}


def found(text: str, forbidden: dict[str, str]) -> list[str]:
    """What of the forbidden stands in this text."""
    text = re.sub(RENDERED, "", re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL))
    return [name for name, pattern in forbidden.items() if re.search(pattern, text)]


def in_files(files: list[Path], forbidden: dict[str, str]) -> dict[str, list[str]]:
    return {
        str(file.relative_to(ROOT)): names for file in files if (names := found(file.read_text(), forbidden))
    }


def test_no_template_holds_what_htmx_or_the_policy_forbids() -> None:
    assert len(TEMPLATES) > 10
    assert in_files(TEMPLATES, FORBIDDEN) == {}


def test_no_script_of_ours_does() -> None:
    assert len(SCRIPTS) > 3
    assert in_files(SCRIPTS, FORBIDDEN_IN_SCRIPTS) == {}


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ('<div hx-ext="sse">', "an attribute that htmx 4 dropped"),
        ('<button hx-disabled-elt="this">', "an attribute that htmx 4 dropped"),
        ('<div data-hx-params="*">', "an attribute that htmx 4 dropped"),
        ("<div hx-disable>", "a bare hx-disable, which is hx-ignore now"),
        ('<div hx-disable="">', "a bare hx-disable, which is hx-ignore now"),
        ('<p hx-on:click="x()">', "script in an attribute"),
        ("<p hx-on='x()'>", "script in an attribute"),
        ("<p hx-vals='js:{a: 1}'>", "script in an attribute"),
        ('<img onerror="x()">', "script in an attribute"),
        ('<a href="javascript:x()">', "script in an attribute"),
        ('<p hx-trigger="keyup[key==1]">', "a filter in a trigger"),
        ('<p style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a style element"),
        ("<script>x()</script>", "a script without a file"),
        ('<script src="https://cdn.example/x.js"></script>', "a script or style from elsewhere"),
        ('<link href="//cdn.example/x.css">', "a script or style from elsewhere"),
        ("{{ name|safe }}", "text that is not escaped"),
        ("{{ block.html|safe }}", "text that is not escaped"),
        ("{{ person.name|drawn }}", "text that is not escaped"),
        ("{{ html|drawn }}", "text that is not escaped"),
        ('{{ column["name"]|drawn }}', "text that is not escaped"),
        ('{{ row.html["text"] ~ row.cells["text"]|drawn }}', "text that is not escaped"),
        ("{{ block.html ~ person.name|drawn }}", "text that is not escaped"),
        ("{% autoescape false %}", "text that is not escaped"),
        ('<p hx-swap="morph:outerHTML">', "an extension's morph"),
        ("<p hx-pending>", "hx-pending, which throws after an error"),
    ],
)
def test_the_search_finds_what_is_planted(planted: str, name: str) -> None:
    assert found(planted, FORBIDDEN) == [name]


@pytest.mark.parametrize(
    "allowed",
    [
        '<form hx-disable="find button" hx-post="/x" hx-trigger="input changed delay:80ms">',
        '<a href="/designs" data-one="1" class="style">',
        '<script src="/static/app.js" defer></script>',
        "{{ 'once = twice' }} <input name=\"safe\">",
        '<body hx-boost:inherited="swap:outerSync" hx-headers:inherited=\'{"a": "b"}\'>',
        "{{ block.html|drawn }} {{ row.html[id]|drawn }} {{ shown.section.html|drawn }}",
        '{{ column["html"]|drawn }} {{ row.html["text"]|drawn }} {{ row.html.rest|drawn }}',
        '<div hx-ignore hx-status:409="target:#dialog">',
    ],
)
def test_the_search_lets_through_what_is_right(allowed: str) -> None:
    assert found(allowed, FORBIDDEN) == []


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ('document.addEventListener("htmx:afterSwap", f)', "an event of htmx 2"),
        ('document.addEventListener("htmx:load", f)', "an event of htmx 2"),
        ("eval(text)", "text run as script"),
        ("box.innerHTML = text", "HTML built from text"),
    ],
)
def test_the_search_in_scripts_finds_what_is_planted(planted: str, name: str) -> None:
    assert found(planted, FORBIDDEN_IN_SCRIPTS) == [name]
    assert found('document.addEventListener("htmx:after:swap", f)', FORBIDDEN_IN_SCRIPTS) == []


@pytest.mark.parametrize("path", ["/login", "/account", "/nowhere"])
def test_the_served_configuration_is_safe(as_owner: Browser, as_stranger: Browser, path: str) -> None:
    page = (as_stranger if path == "/login" else as_owner).get(path).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (meta,) = [element for element in tree.iter("meta") if element.get("name") == "htmx-config"]
    config = json.loads(meta.get("content"))
    assert config["includeIndicatorCSS"] is False  # a style element, which the policy forbids
    assert 0 < config["defaultTimeout"] <= 60_000
    assert config.get("mode", "same-origin") == "same-origin"
    assert set(config) <= {"includeIndicatorCSS", "defaultTimeout", "mode", "extensions", "noSwap"}
    assert not {400, 401, 403, 404, 409, 422, 500} & set(config.get("noSwap", []))


def test_every_script_of_a_page_is_ours_and_pinned(as_owner: Browser) -> None:
    tree = html5lib.parse(as_owner.get("/account").text, namespaceHTMLElements=False)
    scripts = list(tree.iter("script"))
    assert scripts
    for script in scripts:
        assert script.get("src", "").startswith("/static/")
        assert script.get("integrity", "").startswith("sha384-")
        assert not script.text
