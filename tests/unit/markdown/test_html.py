"""How Markdown is drawn: texts, blocks, and what is added to plain CommonMark."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest

from tests.unit.markdown.html_allowlist import violations
from webapp.markdown import html, reader
from webapp.markdown.addresses import anchors
from webapp.markdown.outline import Block

TESTS = Path(__file__).parents[2]
DOCUMENTS = [
    TESTS.parent / "templates" / "design.md",
    *sorted(Path(os.environ.get("DESIGNBOOK_CORPUS") or TESTS / "samples").rglob("*.md")),
]
DRAWING = "┌───┐\n│ a │\n└───┘\n"


@pytest.fixture
def renderer() -> html.Renderer:
    return html.Renderer(frozenset({"FEAT"}), {})


def text_of(fragment: str) -> str:
    return "".join(html5lib.parseFragment(fragment, namespaceHTMLElements=False).itertext())


@pytest.mark.parametrize(
    ("markdown", "drawn"),
    [
        ("a & b < c", "a &amp; b &lt; c"),
        ("**a** *b* `c|d` ~~e~~", "<strong>a</strong> <em>b</em> <code>c|d</code> <s>e</s>"),
        ("a<br>b<BR/>c", "a<br>b<br>c"),
        ("<kbd>Ctrl</kbd> H<sub>2</sub>O", "<kbd>Ctrl</kbd> H<sub>2</sub>O"),
        ("<b>a", "<b>a</b>"),
        ("a</b>", "a&lt;/b&gt;"),
        ("<b>a</B></b>", "<b>a</b>&lt;/b&gt;"),
        ("<b class=x>a</b>", "&lt;b class=x&gt;a&lt;/b&gt;"),
        ("<name> and <br onclick=x>", "&lt;name&gt; and &lt;br onclick=x&gt;"),
        ("a\nb", "a\nb"),
        ("a\\\nb", "a<br>\nb"),
        ("a  \nb", "a<br>\nb"),
        ("", ""),
    ],
)
def test_inline_text_is_drawn(renderer: html.Renderer, markdown: str, drawn: str) -> None:
    assert renderer.inline(markdown) == drawn


def test_links_never_tell_where_a_reader_came_from(renderer: html.Renderer) -> None:
    assert renderer.inline('[a](https://example.org/b "c")') == (
        '<a href="https://example.org/b" title="c" rel="noopener noreferrer">a</a>'
    )
    assert 'href="mailto:a@example.org"' in renderer.inline("<a@example.org>")


def test_an_address_of_another_scheme_stays_text(renderer: html.Renderer) -> None:
    assert renderer.inline("[a](ftp://example.org)") == "[a](ftp://example.org)"
    assert "<a" in renderer.inline("[a](http://example.org)")


@pytest.mark.parametrize(
    ("markdown", "href"),
    [
        ("see FEAT-012.", "/designs/FEAT-012"),
        ("FEAT-12", "/designs/FEAT-012"),
        ("**FEAT-1234**", "/designs/FEAT-1234"),
        ("(FEAT-007)", "/designs/FEAT-007"),
    ],
)
def test_a_key_of_an_existing_project_is_a_link(renderer: html.Renderer, markdown: str, href: str) -> None:
    assert f'<a href="{href}" class="key" rel="noopener noreferrer">FEAT-' in renderer.inline(markdown)


@pytest.mark.parametrize(
    "markdown",
    ["`FEAT-012`", "OTHER-012", "AFEAT-012", "FEAT-012-auth", "x/FEAT-012", "feat-012", "FEAT-XXX"],
)
def test_what_only_looks_like_a_key_is_no_link(renderer: html.Renderer, markdown: str) -> None:
    assert "<a" not in renderer.inline(markdown)


def test_a_key_inside_a_link_leaves_that_link_alone(renderer: html.Renderer) -> None:
    drawn = renderer.inline("[see FEAT-012](https://example.org) and FEAT-013")
    assert re.findall('href="([^"]+)"', drawn) == ["https://example.org", "/designs/FEAT-013"]


@pytest.mark.parametrize(
    "markdown", ["_[Why and **how**]_", "[new_model]", "TBD", "{date}", "Question 1?", "FEAT-XXX"]
)
def test_a_placeholder_is_a_hint(renderer: html.Renderer, markdown: str) -> None:
    drawn = renderer.inline(markdown)
    assert drawn.startswith('<span class="placeholder">')
    assert drawn.endswith("</span>")


def test_a_defined_name_in_brackets_is_a_link_and_no_placeholder() -> None:
    references = html.references(reader.read("[the docs]: https://example.org\n\nText\n"))
    drawn = html.Renderer(frozenset(), references).inline("[the docs]")
    assert drawn == '<a href="https://example.org" rel="noopener noreferrer">the docs</a>'
    assert "placeholder" in html.Renderer(frozenset(), {}).inline("[the docs]")


def test_definitions_are_gathered_from_the_whole_document_and_the_first_counts() -> None:
    outline = reader.read("[a]: /one\n\n# H\n\n[A]: /two\n[b]: /three 'Three'\ntext\n")
    found = html.references(outline)
    assert {name: (value["href"], value["title"]) for name, value in found.items()} == {
        "A": ("/one", ""),
        "B": ("/three", "Three"),
    }


@pytest.mark.parametrize(
    ("emoji", "name", "word"),
    [
        ("✅", "yes", "yes"),
        ("❌", "no", "no"),
        ("⬜", "open", "open"),
        ("✔️", "yes", "yes"),
        ("🟡", "yellow", "yellow"),
    ],
)
def test_a_sign_says_its_word_and_keeps_its_character(
    renderer: html.Renderer, emoji: str, name: str, word: str
) -> None:
    drawn = renderer.inline(f"{emoji} done")
    assert f'<span class="sign sign--{name}" role="img" title="{word}">' in drawn
    assert text_of(drawn) == f"{emoji} done"


def test_a_sign_that_is_all_there_is_says_so(renderer: html.Renderer) -> None:
    assert "sign--alone" in renderer.inline("✅")
    assert "sign--alone" not in renderer.inline("✅ done")


def test_a_link_to_a_heading_or_a_design_leads_there(renderer: html.Renderer) -> None:
    assert 'href="#h-api-design"' in renderer.inline("[API](#API-Design)")
    assert 'href="#h-größe"' in unquote(renderer.inline("[Size](#gr%C3%B6%C3%9Fe)"))
    assert 'href="/designs/FEAT-002"' in renderer.inline("[b](/designs/FEAT-002)")


@pytest.mark.parametrize("address", ["../spec.md", "spec.md#x", "/docs/a%20b.md", "?q=1"])
def test_a_link_to_a_file_beside_the_document_says_the_file(renderer: html.Renderer, address: str) -> None:
    assert renderer.inline(f"[**a** b]({address}) [c](https://example.org)") == (
        f'<span class="elsewhere" title="{unquote(address)}"><strong>a</strong> b</span> '
        '<a href="https://example.org" rel="noopener noreferrer">c</a>'
    )


def test_headings_are_reached_by_the_names_that_hosts_of_markdown_give_them() -> None:
    titles = ["<code>API</code> Design", "Goals &amp; Non-Goals", "Goals", "Goals", "1.1 Größe?", ""]
    assert anchors(titles) == ["api-design", "goals--non-goals", "goals", "goals-1", "11-größe", ""]


def test_an_image_is_a_link_with_its_description(renderer: html.Renderer) -> None:
    assert renderer.inline('![The flow](https://example.org/flow.png "Flow")') == (
        '<a href="https://example.org/flow.png" class="image" title="Flow" rel="noopener noreferrer">'
        "The flow</a>"
    )
    assert ">flow 1.png</a>" in renderer.inline("![](https://example.org/img/flow%201.png)")


def test_an_image_beside_the_document_says_the_file(renderer: html.Renderer) -> None:
    assert renderer.inline("![The flow](img/flow%201.png)") == (
        '<span class="elsewhere image" title="img/flow 1.png">The flow</span>'
    )
    assert renderer.inline('![The flow](flow.png "Figure 1")') == (
        '<span class="elsewhere image" title="Figure 1: flow.png">The flow</span>'
    )


def test_an_image_inside_a_link_is_its_description(renderer: html.Renderer) -> None:
    drawn = renderer.inline("[![build](https://example.org/b.svg)](https://example.org)")
    assert drawn.count("<a ") == 1
    assert '<span class="image">build</span></a>' in drawn


def test_a_text_beyond_the_limit_is_plain(renderer: html.Renderer) -> None:
    long = "**a** " * 5_000
    assert renderer.inline(long) == long
    assert renderer.inline("[**a**" * 501) == "[**a**" * 501
    assert "<strong>" in renderer.inline("**a** " * 1_000)
    assert renderer.block(Block("prose", long)).startswith('<p class="plain">**a**')


def test_a_quote_is_drawn_whole(renderer: html.Renderer) -> None:
    drawn = renderer.block(Block("prose", "> # Title\n> a\n>\n> | b |\n> |--:|\n> | c |\n"))
    assert '<p class="heading">Title</p>' in drawn
    assert '<td class="align-right">c</td>' in drawn


def test_a_divider_is_a_rule(renderer: html.Renderer) -> None:
    assert renderer.block(Block("divider", "***\n")) == "<hr>"


def test_a_raw_block_is_shown_as_it_stands(renderer: html.Renderer) -> None:
    drawn = renderer.block(Block("raw", "\n<div>\r\n  *a*\r\n</div>\r\n"))
    assert drawn == '<pre class="raw" tabindex="0"><code>\n&lt;div&gt;\n  *a*\n&lt;/div&gt;\n</code></pre>'


def test_code_is_highlighted_with_classes_only(renderer: html.Renderer) -> None:
    drawn = renderer.block(Block("code", "```python\ndef f(x):\n    return '<' + x\n```\n"))
    assert '<span class="hl-keyword">def</span>' in drawn
    assert "style=" not in drawn
    assert text_of(drawn).strip() == "def f(x):\n    return '<' + x"


@pytest.mark.parametrize("info", ["", "text", "nosuchlanguage", "mermaid"])
def test_code_in_no_known_language_is_plain(renderer: html.Renderer, info: str) -> None:
    drawn = renderer.block(Block("code", f"```{info}\ndef f(x):\n```\n", info=info))
    assert drawn.strip() == '<pre class="code" tabindex="0"><code>def f(x):\n</code></pre>'


@pytest.mark.parametrize("info", ["python", "Python", "{.python}", "python title=a", "py,ignore"])
def test_the_language_is_the_first_word_of_the_info(renderer: html.Renderer, info: str) -> None:
    assert "hl-keyword" in renderer.block(Block("code", f"```{info}\ndef f(x):\n```\n"))


@pytest.mark.parametrize(
    "code",
    ["x = 1\n" * 2_000, "x = " + "1 + " * 100 + "1\n", "x = 1" + "\n" * 300 + "x = 2\n"],
    ids=["many lines", "a long line", "many blank lines"],
)
def test_code_that_would_cost_too_much_is_plain(renderer: html.Renderer, code: str) -> None:
    drawn = renderer.block(Block("code", f"```python\n{code}```\n"))
    assert "hl-" not in drawn
    assert text_of(drawn).strip() == code.strip()


def test_a_drawing_is_marked_so_that_its_lines_join(renderer: html.Renderer) -> None:
    drawn = renderer.block(Block("code", f"```\n{DRAWING}```\n"))
    assert '<pre class="code drawing"' in drawn
    assert text_of(drawn).strip() == DRAWING.strip()
    assert "drawing" not in renderer.block(Block("code", f"```python\n# {DRAWING}```\n"))


def test_a_file_tree_shows_what_is_to_be_named(renderer: html.Renderer) -> None:
    drawn = renderer.block(Block("code", "```\n├── [new_model].py\n└── base.py\n```\n"))
    assert '<span class="placeholder">[new_model]</span>.py' in drawn
    assert drawn.count("placeholder") == 1


def test_indented_code_is_code(renderer: html.Renderer) -> None:
    assert "<code>x = 1\n</code>" in renderer.block(Block("code", "    x = 1\n"))


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        ("- a\n", ""),
        ("- a\n  b\nlazy\n", ""),
        ("- [x] a\n\n", ""),
        ("- a\n\n  b\n", "<p>b</p>"),
        ("    - a\n\n      b\n", "<p>b</p>"),
        ("\t- a\n\n\t  b\n", "<p>b</p>"),
        ("12. a\r\n\r\n    b\r\n", "<p>b</p>"),
        ("- a\n  > b\n", "<blockquote>\n<p>b</p>\n</blockquote>"),
    ],
)
def test_the_rest_of_an_item_is_what_follows_its_first_paragraph(
    renderer: html.Renderer, source: str, rest: str
) -> None:
    assert renderer.rest(source).strip() == rest


def test_the_rest_of_an_item_may_hold_code(renderer: html.Renderer) -> None:
    drawn = renderer.rest("1. Run\n   ```sh\n   make\n   ```\n\n   then wait\n")
    assert drawn.startswith('<pre class="code"')
    assert drawn.strip().endswith("<p>then wait</p>")
    assert "Run" not in drawn


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_text_of_every_document_is_drawn_safely(document: Path) -> None:
    outline = reader.read(reader.decode(document.read_bytes()))
    renderer = html.Renderer(frozenset({"FEAT"}), html.references(outline))
    drawn = [renderer.inline(section.title) for section in outline.sections]
    for section in outline.sections:
        for block in section.blocks:
            texts = [*block.columns, *(cell for row in block.rows for cell in row.cells)]
            drawn += [renderer.inline(text) for text in texts]
            drawn += [renderer.rest(row.source) for row in block.rows if row.marker]
            drawn += [renderer.block(block)] if not block.rows and block.kind != "table" else []
    assert violations("\n".join(drawn)) == []


def test_code_that_takes_too_long_is_plain_and_after_a_few_nothing_is_tried(
    renderer: html.Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = Block("code", "```python\ndef f(x):\n```\n")
    assert "hl-keyword" in renderer.block(block)
    monkeypatch.setattr("webapp.markdown.highlight.SECONDS_MAX", -1)
    for _ in range(2):
        assert "<code>def f(x):\n</code>" in renderer.block(block)
    monkeypatch.undo()
    assert "hl-keyword" not in renderer.block(block)
    assert "hl-keyword" in html.Renderer(frozenset(), {}).block(block)


def test_an_item_beyond_the_limit_is_shown_as_it_is_written(renderer: html.Renderer) -> None:
    long = "- a\n\n" + "  **b**\n" * 4_000
    assert renderer.rest(long).startswith('<pre class="raw"')
    assert "<strong>" in renderer.rest(long[:800])
