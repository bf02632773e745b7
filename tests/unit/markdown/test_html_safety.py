"""Whatever a person writes, only listed tags, attributes, classes and addresses come out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

from tests.unit.markdown.html_allowlist import violations
from webapp.markdown import html
from webapp.markdown.outline import Block

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//example.org/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<a href='javascript:alert(1)'>x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<b style='position:fixed'>x</b>",
    "<kbd class=bar id=main>x</kbd>",
    "<b/onclick=alert(1)>x</b>",
    "<br onclick=alert(1)>",
    "<br\x00onclick=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//example.org><input name=q><button>Go</button></form>",
    "<button form=f hx-post='/designs' hx-trigger=load>x</button>",
    "<p hx-get=/logout hx-trigger='load'>x</p>",
    "<p data-hx-get=/logout data-dismiss>x</p>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//example.org/x.css>",
    "<meta http-equiv=refresh content='0;url=//example.org'>",
    "<base href=//example.org>",
    "<object data=x></object><embed src=x>",
    "<details open ontoggle=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<!DOCTYPE html><script>alert(1)</script>",
    "</p></td></tr></table><script>alert(1)</script>",
    "</span></code></pre><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//example.org)",
    '[x]("onclick=alert(1)")',
    '[x](/a "title\\" onclick=alert(1) x=\\"")',
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '<https://example.org/"onmouseover="alert(1)>',
    "![x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '!["><script>alert(1)</script>](x.png "\'><script>alert(1)</script>")',
    "![a ![b](javascript:alert(1)) <img src=x onerror=alert(1)>](c)",
    "[![x](y)](javascript:alert(1))",
    "`<script>alert(1)</script>`",
    "`` ` <img src=x onerror=alert(1)> ``",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "```python class=\"bar\" onclick=alert(1)\nx = '</pre><script>alert(1)</script>'\n```",
    "```\n│ </pre><script>alert(1)</script> [new_model]\n```",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "> | a |\n> |:-:|\n> | <img src=x onerror=alert(1)> |",
    "- <script>alert(1)</script>\n\n  <iframe>\n",
    "# <script>alert(1)</script>",
    "_[<script>alert(1)</script>]_",
    "[<img src=x onerror=alert(1)>]",
    "FEAT-001<script>",
    "✅<script>alert(1)</script>",
    "<b>✅ FEAT-001 [new_model]",
    "<b><i></b></i><sub><sup></sub>",
    "</b></i></kbd>",
    "<b>" * 2_000,
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\u202e<script>alert(1)</script>",
    "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
    "\ufeff<script>alert(1)</script>",
]


def drawings(text: str) -> list[str]:
    """The text everywhere that a document may hold it."""
    renderer = html.Renderer(frozenset({"FEAT"}), {})
    return [
        renderer.inline(text),
        renderer.rest(f"- a\n\n  {text}\n"),
        *(renderer.block(Block(kind, text)) for kind in ("prose", "raw", "divider")),
        renderer.block(Block("code", "".join(f"    {line}\n" for line in text.split("\n")))),
        renderer.block(Block("code", f"```html\n{text}\n```\n")),
        renderer.block(Block("prose", f"> {text}\n")),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_comes_out_as_text(payload: str) -> None:
    assert [violations(drawn) for drawn in drawings(payload) if violations(drawn)] == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PAYLOADS, "\n", "\n\n", " ", "*", "`", "[", "](", ")", "|", "> ", "<", "a"]),
        max_size=6,
    )
)
def test_payloads_in_any_company_come_out_as_text(pieces: list[str]) -> None:
    assert [wrong for drawn in drawings("".join(pieces)) for wrong in violations(drawn)] == []


def test_the_renderer_without_its_belt_still_makes_nothing_that_the_belt_would_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        html, "sanitise", lambda fragment: fragment.replace("<a ", '<a rel="noopener noreferrer" ')
    )
    balanced = [payload for payload in PAYLOADS if not payload.startswith(("<b>", "<b><i>"))]
    assert [wrong for text in balanced for drawn in drawings(text) for wrong in violations(drawn)] == []


def test_a_renderer_that_lets_html_through_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "sanitise", lambda fragment: fragment)
    monkeypatch.setattr("webapp.markdown.inline._tag_html", lambda source, opened: source)
    caught = [payload for payload in PAYLOADS if any(map(violations, drawings(payload)))]
    assert "<img src=x onerror=alert(1)>" in caught
    assert "<b onmouseover=alert(1)>x</b>" in caught
    assert len(caught) > 20


def test_the_belt_alone_holds_when_the_renderer_lets_html_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.markdown.inline._tag_html", lambda source, opened: source)
    assert [wrong for text in PAYLOADS for drawn in drawings(text) for wrong in violations(drawn)] == []


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "[a](",
        "[a][",
        "*a_ ",
        "<b>",
        "<![CDATA[",
        "`` `",
        "> ",
        "- ",
        "|a",
        "[\n",
        "#\n",
        "&#",
        "~~a~",
    ],
)
def test_the_worst_text_that_a_document_may_hold_is_drawn_in_bounded_steps(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """markdown-it looks again at what follows each bracket: its looks are what grows with the square."""
    looks = 0
    look = ParserInline.skipToken

    def counted(parser: ParserInline, state: StateInline) -> None:
        nonlocal looks
        looks += 1
        look(parser, state)

    monkeypatch.setattr(ParserInline, "skipToken", counted)
    drawings(piece * (html.TEXT_MAX // len(piece)))
    assert looks < 25 * html.TEXT_MAX
