"""Whatever a document holds: no register raises, and each comes to an end."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sections import left_of
from tests.work import calls_of, ending
from webapp.markdown.outline import Block, Row
from webapp.markdown.reader import read
from webapp.registers import REGISTERS, Entry, counters, entries, entries_of_block, rule_for
from webapp.registers.headings import TITLE_MAX

HEADINGS = [
    "API Design", "Files", "Data Model", "Dependencies", "Service Layer", "Error Handling", "Security",
    "Performance", "Testing", "Implementation Order", "Open Questions", "References",
]  # fmt: skip
CELLS = {
    "brackets": "[" * 10_000,
    "links": "[a](" * 5_000,
    "images": "![](x " * 5_000,
    "stars": "*" * 10_000,
    "stars apart": "*a " * 5_000,
    "lines": "_a" * 5_000,
    "ticks": "`" * 10_000,
    "growing ticks": " ".join("`" * n for n in range(1, 140)),
    "tags": "<b " * 5_000,
    "escapes": "\\" * 10_000,
    "entities": "&#" * 5_000,
    "blanks": " " * 10_000,
    "methods": "GET /" * 4_000,
    "braces": "/{" * 5_000,
    "digits": "1." * 10_000,
    "dashes": "a-" * 10_000,
    "words": "create " * 3_000,
    "huge": "ñ" * 500_000,
}

CODE = {
    "a deep tree": "\n".join("│   " * n + "├── a/" for n in range(1_000)),
    "a long tree": "src/\n" + "\n".join(f"├── file_{n}.py  # {n}" for n in range(5_000)),
    "a wide line": "├── " + "a/" * 50_000,
    "indentation": "\n".join(" " * n + "a/" for n in range(2_000)),
    "open brackets": "class A:\n    x: int = " + "(" * 5_000,
    "a long sum": "class A:\n    x: int = " + "+".join("1" * 5_000),
    "nested classes": "\n".join("    " * n + "class A:" for n in range(200)),
    "attributes": "class A:\n    x: " + "a." * 5_000 + "b",
    "lambdas": "class A:\n    x: int = " + "lambda: " * 3_000 + "1",
    "not python": "class A(:\n    x int\n\tdef (:\n\x0c\x00class",
    "signs": "class A:\n    x: " + "-" * 20_000 + "1",
    "open sql": "CREATE TABLE a (" * 3_000,
    "nested sql": "CREATE TABLE a (x INT DEFAULT " + "(" * 3_000 + ")" * 3_000 + ")",
    "comments": "CREATE TABLE a (" + "/*" * 8_000,
    "quotes": "CREATE TABLE a (" + "'" * 15_001,
    "many columns": "CREATE TABLE a (" + ", ".join(f"c{n} INT" for n in range(3_000)) + ");",
    "many tables": "\n".join(f"CREATE TABLE t{n} (id INT);" for n in range(3_000)),
    "a lone command": "CREATE TABLE a (x INT) SOMETHING NOBODY KNOWS (1);\nCREATE TABLE b (x !!! y);",
    "requests": "\n".join("GET /a" + "<a>" * 150 for _ in range(2_000)),
    "requirements": "\n".join("a" * 400 + "." * 90 for _ in range(1_000)),
    "blank lines": "\n" * 100_000,
}  # fmt: skip


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    with ending():
        yield


@pytest.fixture(autouse=True)
def no_warnings_on_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()


def entries_everywhere(block: Block) -> list[Entry]:
    found: list[Entry] = []
    for heading in HEADINGS:
        found += entries_of_block(["A design", heading, "Files to create"], block, 1, 0)
        found += entries_of_block(["A design", heading], block, 1, 0)
    return found


@pytest.mark.parametrize("name", CELLS)
def test_no_cell_is_too_much(name: str, caplog: pytest.LogCaptureFixture) -> None:
    cell = CELLS[name]
    for register in REGISTERS.values():
        columns = [column.names[0] for column in register.columns]
        table = Block("table", "", rows=[Row("", [cell] * len(columns))], columns=columns)
        for entry in entries_of_block([register.headings[0]], table, 0, 0):
            assert len(entry.key) <= 300
            assert all(len(text) <= 5_000 for text in entry.values.values())
        for column in register.columns:
            rule = rule_for(register.name, column.role)
            assert rule is None or rule(cell) is None or isinstance(rule(cell), str)
    items = [Row("", [cell], marker="-", done=None), Row("", [cell], depth=1, marker="1.", done=True)]
    entries_everywhere(Block("checklist", "", rows=items))
    entries_of_block([cell, cell], Block("table", "", rows=[Row("", [cell])], columns=[cell]), 0, 0)
    assert caplog.records == []


@pytest.mark.parametrize("name", CODE)
@pytest.mark.parametrize("info", ["", "python", "sql", "text", "bash"])
def test_no_code_is_too_much(name: str, info: str, caplog: pytest.LogCaptureFixture) -> None:
    block = Block("code", f"```{info}\n{CODE[name]}\n```\n", info=info)
    found = entries_of_block(
        ["A design", "Data Model and Files of the API Service", "Dependencies"], block, 0, 0
    )
    assert all(entry.line is not None and len(entry.key) <= 300 for entry in found)
    assert caplog.records == []


def test_a_long_tree_is_read_whole_up_to_the_bound() -> None:
    block = Block("code", f"```\n{CODE['a long tree']}\n```\n")
    assert len(entries_of_block(["Files"], block, 0, 0)) == 5_000


def test_deep_and_long_lists_are_read() -> None:
    deep = [Row("", [f"item {n}"], depth=n, marker="-", done=bool(n % 2)) for n in range(3_000)]
    flat = [Row("", [f"item {n}"], depth=n % 5, marker="1.") for n in range(20_000)]
    for rows in (deep, flat):
        assert entries_of_block(["Plan", "Implementation Plan"], Block("checklist", "", rows=rows), 0, 0)


def test_twice_the_rows_take_about_twice_the_work() -> None:
    def read_list(length: int) -> list[Entry]:
        rows = [Row("", [f"item {n}"], depth=n % 300, marker="1.") for n in range(length)]
        return entries_of_block(["Plan", "Implementation Plan"], Block("checklist", "", rows=rows), 0, 0)

    small, large = (calls_of(partial(read_list, length)) for length in (1_000, 2_000))
    assert large < 3 * small


def test_a_table_with_as_many_columns_as_there_may_be() -> None:
    columns = [f"Method {n}" for n in range(200)] + ["Method", "Path"]
    table = Block("table", "", rows=[Row("", ["x"] * 202)] * 2_000, columns=columns)
    assert entries_of_block(["API"], table, 0, 0) == []


MARKDOWN = st.lists(
    st.sampled_from(
        [f"## {heading}\n\n" for heading in HEADINGS]
        + [
            "- [ ] ",
            "- ",
            "1. ",
            "  - [x] ",
            "| Method | Path |\n|-|-|\n",
            "| ID | Task | Status |\n|-|-|-|\n",
            "| ",
        ]
        + [
            " | ",
            " |\n",
            "\n",
            "\n\n",
            "```\n",
            "```sql\n",
            "```python\n",
            "CREATE TABLE a (",
            "class A:\n    ",
            "id: int\n",
        ]
        + [
            "src/\n├── a.py\n",
            "└── ",
            "GET /a",
            "404 ",
            "`a>=1`",
            "pip install ",
            "**",
            "`",
            "[",
            "](",
            ")",
            "_TBD_",
            "é",
            "\\",
        ]
    )
    | st.text(max_size=8),
    max_size=40,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
def test_no_text_makes_a_register_raise(text: str) -> None:
    outline = read(text.replace("\x00", ""))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = entries(outline)
    for entry in found:
        section = outline.sections[entry.section]
        block = section.blocks[entry.block]
        assert (entry.row is None) == (block.kind == "code")
        assert (entry.line is None) == (block.kind != "code")
        assert entry.row is None or entry.row < len(block.rows)
        assert entry.line is None or entry.line <= block.source.count("\n") + block.source.count("\r")
        assert all(isinstance(text, str) and text for text in entry.values.values())
        register = REGISTERS[entry.register]
        for claimed in register.claims(entry.values):
            assert claimed.name
            assert hash(claimed.says) == hash(claimed.says)
            assert register.exclude(claimed, claimed) == register.exclude(claimed, claimed)
    assert counters(found).tasks_done <= counters(found).tasks
    assert all(left_of(section).done <= left_of(section).total for section in outline.sections)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(max_size=TITLE_MAX), max_size=4), st.lists(st.text(max_size=30), min_size=1, max_size=6)
)
def test_no_headings_and_no_names_of_columns_make_a_register_raise(
    headings: list[str], columns: list[str]
) -> None:
    table = Block("table", "", rows=[Row("", columns)], columns=columns)
    listing = Block("bullets", "", rows=[Row("", [cell], marker="-") for cell in columns])
    assert isinstance(entries_of_block(headings, table, 0, 0), list)
    assert isinstance(entries_of_block(headings, listing, 0, 0), list)
