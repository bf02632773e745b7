"""Drawn HTML made ready for paper."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.markdown.html import Renderer
from webapp.markdown.on_paper import SHORT, Addresses, apart, fit_drawings, in_lines
from webapp.markdown.outline import Block

RENDERER = Renderer(frozenset({"FEAT"}), {})


def drawn_code(code: str, info: str = "") -> str:
    fence = "`" * 60
    return RENDERER.block(Block(kind="code", source=f"{fence}{info}\n{code}\n{fence}\n", info=info))


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_an_address_is_told_after_the_first_link_that_leads_there() -> None:
    addresses = Addresses()
    first = addresses.tell(RENDERER.inline("[a](https://a.org/x?b=1&c=2), [b](https://a.org/x?b=1&c=2)"))
    assert words(first) == "a (https://a.org/x?b=1&c=2), b"
    again = RENDERER.inline("[c](https://a.org/x?b=1&c=2)")
    assert addresses.tell(again) == again


@pytest.mark.parametrize(
    "markdown",
    [
        "<https://a.org>",
        "[a.org](https://a.org/)",
        "[me@a.org](mailto:me@a.org)",
        "[here](#goals)",
        "[it](/designs/FEAT-001)",
        "FEAT-001",
        "plain ✅ text",
    ],
)
def test_no_address_is_told_of_what_says_it_itself_or_stays_inside(markdown: str) -> None:
    html = RENDERER.inline(markdown)
    assert Addresses().tell(html) == html


def test_an_address_that_was_written_out_is_told_by_that() -> None:
    told = Addresses().tell(RENDERER.inline("<https://a.org/> and [there](https://a.org)"))
    assert words(told) == "https://a.org/ and there"


@pytest.mark.parametrize(
    ("markdown", "told"),
    [
        ("[spec](./spec.md)", "spec (./spec.md)"),
        ("![plan](plan.png)", "plan (plan.png)"),
        ('![plan](plan.png "Figure 1")', "plan (Figure 1: plan.png)"),
        ('![plan](https://a.org/plan.png "Figure 1")', "plan (https://a.org/plan.png)"),
        ('[![plan](https://a.org/plan.png "Figure 1")](https://a.org/b)', "plan (https://a.org/b)"),
        ("![plan](http://127.0.0.1:9/plan.png)", "plan (http://127.0.0.1:9/plan.png)"),
        ("[mail](mailto:me@a.org)", "mail (mailto:me@a.org)"),
        ("[**bold** `code`](https://a.org/b)", "bold code (https://a.org/b)"),
    ],
)
def test_addresses_of_every_kind_are_told(markdown: str, told: str) -> None:
    html = Addresses().tell(RENDERER.inline(markdown))
    assert words(html) == told
    assert html.count('<span class="address">') == 1


@pytest.mark.parametrize(
    "markdown", ["[a](./x%3Cimg%20src=y%3E)", "![a](./x%3Cimg%20src=y%3E)", '![a](x "<img src=y>")']
)
def test_an_address_is_told_as_text_whatever_is_in_it(markdown: str) -> None:
    html = RENDERER.inline(markdown)
    # An attribute may hold these as they are.
    for drawn in (html, html.replace("&lt;", "<").replace("&gt;", ">")):
        told = Addresses().tell(drawn).partition('<span class="address">')[2]
        assert "<img" not in told
        assert "&lt;img src=y&gt;" in told


def test_links_to_headings_stay_in_their_own_document() -> None:
    html = RENDERER.inline("[here](#goals) and [there](https://a.org/#h-goals)")
    assert 'href="#h-2-goals"' in apart(html, "2-")
    assert 'href="https://a.org/#h-goals"' in apart(html, "2-")


def test_each_line_of_code_stands_by_itself() -> None:
    html = in_lines(drawn_code('a = """x\n\ny"""\nb', "python"))
    lines = re.findall(r'<span class="line">(.*?\n?)</span>(?=<span class="line">|</code>)', html, re.DOTALL)
    assert [words(line) for line in lines] == ['a = """x\n', "\n", 'y"""\n', "b\n"]
    assert all(line.count("<span") == line.count("</span") for line in lines)


@settings(max_examples=100)
@given(
    st.text(alphabet="ab \n\t<&#\"'=(){}", max_size=80),
    st.sampled_from(["", "python", "json", "html", "diff"]),
)
def test_code_in_lines_is_the_same_code(code: str, info: str) -> None:
    html = drawn_code(code, info)
    lined = in_lines(html)
    assert words(lined) == words(html)
    assert lined.count("<span") == lined.count("</span")


def test_short_code_is_marked() -> None:
    assert 'class="code short"' in in_lines(drawn_code("\n".join("x" * SHORT)))
    assert "short" not in in_lines(drawn_code("\n".join("x" * (SHORT + 1))))


def test_prose_has_no_lines() -> None:
    html = "<p>one\ntwo</p>"
    assert in_lines(html) == html
    assert fit_drawings(html) == (html, False)


def test_a_drawing_says_in_which_size_it_fits() -> None:
    html, turned = fit_drawings(drawn_code("┌" + "─" * 20 + "┐"))
    assert '<pre class="code drawing drawing--0" tabindex="0">' in html
    assert not turned
    html, turned = fit_drawings(drawn_code("┌" + "─" * 200 + "┐"))
    assert "drawing--3" in html
    assert turned
