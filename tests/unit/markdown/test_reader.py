"""What a text is cut into: sections, kinds of blocks, gaps, and what cannot be read at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.unit.markdown.desk import blocks, items, kinds
from tests.work import calls_of
from webapp.markdown import reader
from webapp.markdown.errors import Unreadable
from webapp.markdown.outline import Section
from webapp.markdown.parser import MAX_QUOTES, parse


def titles(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in reader.read(text).sections[1:]]


def test_an_empty_text_is_one_empty_section() -> None:
    assert reader.read("").sections == [Section(0, "", "")]


def test_lines_end_with_cr_lf_or_both_and_with_nothing_else() -> None:
    for separator in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":
        text = f"- a{separator}# b\n- c\n"
        assert items(text) == [(0, f"a{separator}# b"), (0, "c")]
    assert items("- a\r- b\r\n- c\n") == [(0, "a"), (0, "b"), (0, "c")]


def test_each_construct_has_its_kind() -> None:
    text = (
        "para\n\n> quote\n\n| a |\n|---|\n\n- [ ] box\n\npara\n\n- dot\n\n1. step\n\n```py\nx\n```\n\n"
        "    indented\n\n---\n\n<div>\n"
    )
    assert kinds(text) == [
        *("prose", "prose", "table", "checklist", "prose", "bullets", "steps", "code", "code"),
        *("divider", "raw"),
    ]


def test_a_fence_keeps_its_info_as_written() -> None:
    assert [block.info for block in blocks('``` python  title="a\\_b" \nx\n```\n\n    indented\n')] == [
        'python  title="a\\_b"',
        "",
    ]


def test_blank_lines_belong_to_what_stands_before_them() -> None:
    section = reader.read("\n\n# T\n\n\npara\n \n\t\n- a\n\n").sections
    assert (section[0].tail, section[1].tail) == ("\n\n", "\n\n")
    assert [block.tail for block in section[1].blocks] == [" \n\t\n", "\n"]


def test_a_line_of_a_no_break_space_is_not_blank() -> None:
    assert [block.source for block in blocks("a\n\n\u00a0\n\nb\n")] == ["a\n", "\u00a0\n", "b\n"]


def test_front_matter_is_one_raw_block() -> None:
    for text in ("---\na: 1\nb: 2\n---\n\n# T\n", "---\na: 1\nb: 2\n...\n\n# T\n", "---\na: 1\nb: 2\n---"):
        front = blocks(text)[0]
        assert (front.kind, front.reason) == ("raw", "front matter")
        assert front.source.startswith("---\na: 1\nb: 2\n")


@pytest.mark.parametrize(
    "text",
    ["---\nnot a key\n---\n", "---\n\na: 1\n---\n", "---\na: 1\n\nnever closed\n", "x\n---\na: 1\n---\n"],
)
def test_what_only_looks_like_front_matter_is_read_as_markdown(text: str) -> None:
    assert all(block.reason != "front matter" for block in blocks(text))


def test_a_byte_order_mark_is_the_source_of_the_first_section() -> None:
    outline = reader.read("\ufeff# T\n")
    assert [(s.source, s.title) for s in outline.sections] == [("\ufeff", ""), ("# T\n", "T")]
    assert blocks("\ufeff---\na: 1\n---\n")[0].reason == "front matter"
    assert reader.read("\ufeff").sections == [Section(0, "", "\ufeff")]


def test_a_byte_order_mark_survives_decoding() -> None:
    assert reader.decode(b"\xef\xbb\xbf# T") == "\ufeff# T"


def test_definitions_between_blocks_are_kept_as_raw_blocks() -> None:
    found = blocks("para\n\n[foo]: /url\n[bar]: /url\n  'title'\n\n[^2]: https://a.b\n\n[^1]: two words\n")
    assert [(block.kind, block.reason) for block in found] == [
        ("prose", ""),
        ("raw", "definitions"),
        ("raw", "definitions"),
        ("prose", ""),
    ]
    assert found[1].source == "[foo]: /url\n[bar]: /url\n  'title'\n"


def test_details_are_raw_tags_around_ordinary_blocks() -> None:
    text = "<details>\n\n| a |\n|---|\n\n</details>\n\n<div>\n| a |\n|---|\n</div>\n"
    assert kinds(text) == ["raw", "table", "raw", "raw"]
    assert {block.reason for block in blocks(text) if block.kind == "raw"} == {"HTML"}


def test_a_comment_runs_over_headings_to_its_end() -> None:
    assert titles("<!--\n# no\n\n# no\n-->\n# yes\n") == [(1, "yes")]


def test_math_and_containers_are_prose_and_a_list_swallows_them() -> None:
    assert kinds("$$\nx\n$$\n\n:::note\nx\n:::\n") == ["prose", "prose"]
    assert items("- a\n:::\n") == [(0, "a\n:::")]


def test_an_unclosed_fence_or_comment_keeps_its_trailing_blank_lines() -> None:
    for text in ("```\ncode\n\n# x\n\n", "<!-- open\n\n# x\n\n"):
        assert [(block.source, block.tail) for block in blocks(text)] == [(text, "")]


def test_titles_are_the_text_of_headings_as_written() -> None:
    assert titles("# A *b* #\n\nLong\n  title\n---\n\n####### x\n\n#\n\n### C#\n\n> # q\n\n- a\n  # i\n") == [
        (1, "A *b*"),
        (2, "Long\n  title"),
        (1, ""),
        (3, "C#"),
    ]


def test_a_setext_title_with_pipes_may_be_a_table() -> None:
    assert kinds("a\\|b\n------\n") == ["table"]
    assert titles("a | b\n------\n") == [(2, "a | b")]


def test_quotes_in_quotes_are_looked_into_only_so_far() -> None:
    text = "> " * 90 + "a\nlazy\n"
    assert kinds(text) == ["prose"]
    assert sum(token.type == "blockquote_open" for token in parse(text)) == MAX_QUOTES


def test_deep_nesting_is_raw_and_never_a_recursion_error() -> None:
    deep = "".join("  " * depth + "- a\n" for depth in range(1200))
    assert [(block.kind, block.reason) for block in blocks(deep)] == [("raw", "nested too deeply")]
    assert [depth for depth, _ in items("".join("  " * depth + "- a\n" for depth in range(30)))] == list(
        range(30)
    )
    assert reader.read("> " * 1200 + "a").text == "> " * 1200 + "a"


def test_a_nul_is_refused_with_its_line() -> None:
    for reading in (reader.read, lambda text: reader.decode(text.encode())):
        with pytest.raises(Unreadable) as refusal:
            reading("a\r\nb\rc\0\n")
        assert refusal.value.line == 3
    with pytest.raises(Unreadable):
        reader.read_section("\0", "")


def test_what_is_not_utf8_is_refused_with_its_line() -> None:
    with pytest.raises(Unreadable) as refusal:
        reader.decode(b"a\n\xff\n")
    assert (refusal.value.line, refusal.value.message) == (
        2,
        "this is not UTF-8 text; save the file as UTF-8",
    )
    assert reader.decode("ä\n".encode()) == "ä\n"


@pytest.mark.parametrize(
    "opening", ["```", "~~~~", "<!--", "<script>", "<pre>", "<?php", "<style>", "<![CDATA["]
)
def test_what_is_left_open_makes_a_section_unreadable_alone(opening: str) -> None:
    assert reader.read_section(f"# A\n\n{opening}\n", "# B\n") is None
    assert reader.read_section(f"# A\n\n{opening}\n", "") is not None


def test_a_title_that_would_be_swallowed_makes_a_section_unreadable_alone() -> None:
    assert reader.read_section("# A\n\npara\n", "B\n=\n") is None
    assert reader.read_section("# A\n\n- a\n\n", "B\n=\n") is not None


def test_a_section_in_the_middle_has_no_front_matter_and_no_mark() -> None:
    middle = reader.read_section("\ufeff---\na: 1\n---\n", "# B\n")
    assert middle is not None
    assert all(block.reason != "front matter" for section in middle for block in section.blocks)


def test_same_shape_looks_past_blank_lines_numbers_and_padding() -> None:
    one = reader.read("# T\n\n1. a\n2. b\n\n| a |\n|---|\n| x |\n").sections
    other = reader.read("#  T #\n1. a\n\n1. b\n\n\n|a|\n|-|\n|x|\n").sections
    assert reader.same_shape(one, other)


@pytest.mark.parametrize(
    "changed",
    [
        "# T\n\n- [ ] a\n  - b\n\npara\n",
        "# U\n\n- [x] a\n  - b\n\npara\n",
        "## T\n\n- [x] a\n  - b\n\npara\n",
        "# T\n\n- [x] a\n- b\n\npara\n",
        "# T\n\n- [x] a\n  - c\n\npara\n",
        "# T\n\n- [x] a\n  - b\n\nother\n",
        "# T\n\n- [x] a\n  - b\n",
    ],
)
def test_same_shape_sees_what_is_said(changed: str) -> None:
    text = "# T\n\n- [x] a\n  - b\n\npara\n"
    assert not reader.same_shape(reader.read(text).sections, reader.read(changed).sections)
    assert reader.same_shape(reader.read(text).sections, reader.read(text.replace("\n", "\r\n")).sections)


@pytest.mark.parametrize(
    "grown",
    [
        lambda n: "x\n" * n,
        lambda n: "- a\n" * n,
        lambda n: "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * n,
        lambda n: "|" + " a |" * 100 + "\n|" + "---|" * 100 + "\n" + "|x|\n" * (n // 4),
        lambda n: "".join("  " * (depth % 600) + "- a\n" for depth in range(n)),
        lambda n: "> " * (n // 48) + "a\n" + "b\n" * n,
        lambda n: "[a]: /u 'x\n" + "y\n" * n,
        lambda n: "\n" * (10 * n),
    ],
    ids=["lines", "items", "rows", "columns", "depths", "quotes", "definition", "blanks"],
)
def test_twice_the_text_takes_about_twice_the_work(grown: Callable[[int], str]) -> None:
    small, large = (calls_of(partial(reader.read, grown(n))) for n in (1_200, 2_400))
    assert large < 3 * small


def test_a_table_ends_where_filling_up_its_rows_would_explode() -> None:
    text = "|" + " a |" * 500 + "\n|" + "---|" * 500 + "\n" + "|x|\n" * 200
    assert kinds(text) == ["table", "prose"]
