"""Readers of code: drawings, Python, SQL, requests, installs, and the lines between fences."""

from __future__ import annotations

import pytest

from webapp.markdown.outline import Block
from webapp.registers.code.fences import code_lines
from webapp.registers.code.installs import read_installs
from webapp.registers.code.python_classes import read_classes
from webapp.registers.code.requests import read_requests
from webapp.registers.code.sql_tables import read_tables
from webapp.registers.code.trees import read_tree


def lines_of(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.split("\n")))


def paths_of(text: str, *, expected: bool = False) -> list[str]:
    return [leaf.path for leaf in read_tree(lines_of(text), expected=expected)]


def test_the_lines_between_the_fences_keep_their_numbers() -> None:
    block = Block("code", "~~~~ text\r\na\r\n~~~\r\n\r\n~~~~\r\n", info="text")
    assert code_lines(block) == [(1, "a"), (2, "~~~")]
    assert code_lines(Block("code", "```\na\n")) == [(1, "a")]
    assert code_lines(Block("code", "    a\n")) == [(0, "    a"), (1, "")]
    assert code_lines(Block("code", "")) == [(0, "")]


@pytest.mark.parametrize(
    "text",
    [
        "src/\n├── a.py\n└── b/\n    └── c.py",
        "src/\n|-- a.py\n`-- b/\n    `-- c.py",
        "src/\n+-- a.py\n+-- b/\n|   +-- c.py",
        "src\n├─ a.py\n└─ b\n   └─ c.py",
        "./src\n├── a.py\n│\n├── ...\n└── b/        # more\n    └── c.py  # here",
        "src/\n    a.py\n    b/\n        c.py",
        "src/\n  a.py\n  b/\n    c.py",
        "src/\n\ta.py\n\tb/\n\t\tc.py",
    ],
)
def test_trees_in_every_style(text: str) -> None:
    assert paths_of(text) == ["src/a.py", "src/b/c.py"]


def test_a_line_above_a_tree_is_not_in_its_paths() -> None:
    assert paths_of("Project structure:\n├── a.py\n└── b.py") == ["a.py", "b.py"]
    assert paths_of(".\n├── a.py\n└── Dockerfile") == ["a.py", "Dockerfile"]


def test_remarks_over_several_lines_are_no_names() -> None:
    text = (
        "  src/\n  ├── a.py    # what it does\n  │           and why\n  ├── b/      # more\n"
        "              than one line\n  │   └── c.py\n  └── d.py"
    )
    assert paths_of(text) == ["src/a.py", "src/b/c.py", "src/d.py"]


def test_names_with_brackets_and_stars_are_kept() -> None:
    text = "specs/[###-feature]/\n├── plan.md   # This file (/plan command output)\n└── <name>/\n    └── *.md"
    found = read_tree(lines_of(text), expected=False)
    assert [(leaf.path, leaf.remark) for leaf in found] == [
        ("specs/[###-feature]/plan.md", "This file (/plan command output)"),
        ("specs/[###-feature]/<name>/*.md", ""),
    ]


def test_a_heading_about_files_allows_a_plain_list_of_paths_and_some_words() -> None:
    assert paths_of("src/a.py\nsrc/b.py", expected=True) == ["src/a.py", "src/b.py"]
    assert paths_of("src/a.py\nsrc/b.py") == []
    mixed = "app/\n├── a.py\n├── b.py\n└── and so on"
    assert paths_of(mixed, expected=True) == ["app/a.py", "app/b.py"]
    assert paths_of(mixed) == []


@pytest.mark.parametrize(
    "text",
    [
        "name: x\nsrc:\n  a: 1\n  b.c: 2",
        "import a\nimport b",
        "just some words",
        "",
        "a/\n  b c.py\n  d e.py",
        "├──\n└──",
    ],
)
def test_other_texts_are_no_trees(text: str) -> None:
    assert paths_of(text, expected=True) == []


PYTHON = '''
@dataclass
class A(Base, metaclass=M):
    """First line.

    More: than that.
    """

    x: int
    y: "Mapped[str]" = field(default="\\d")
    name = models.CharField(max_length=3)
    size = Column(Integer)
    other = Column("name", String)
    link = relationship("B")
    CONSTANT = 3

    def f(self): ...

    async def g(self): ...

    class Inner:
        z: int

class B: pass
'''


@pytest.mark.parametrize("broken", ["", "\n...what follows is (not Python\n"])
def test_classes_are_read_alike_whether_python_parses_or_not(broken: str) -> None:
    first, second = read_classes(lines_of(PYTHON + broken))
    assert (first.name, first.line, second.name, second.line) == ("A", 2, "B", 23)
    assert first.fields == [
        ("x", "int"),
        ("y", "str"),
        ("name", "CharField"),
        ("size", "Integer"),
        ("other", ""),
    ]
    assert first.methods == ["f", "g"]
    assert first.documentation.startswith("First line.")


def test_unknown_escapes_are_read_in_silence() -> None:
    assert [one.name for one in read_classes(lines_of('class A:\n    x: str = "\\d \\_ \\N"\n'))] == ["A"]


def test_sql_keeps_quoted_brackets_and_comments_apart() -> None:
    text = (
        "CREATE TABLE a (\n  x TEXT DEFAULT ')', -- a ) here\n  y INT /* ( */\n);\n"
        'create or replace temp table "B c" (z INT);\n'
        "CREATE TABLE d AS SELECT 1;\nCREATE TABLE e (\n  x INT,\n"
    )
    assert [(table.name, table.line, table.fields) for table in read_tables(lines_of(text))] == [
        ("a", 0, [("x", "TEXT"), ("y", "INT")]),
        ("B c", 4, [("z", "INT")]),
    ]


def test_sql_nested_deeper_than_people_write_it_is_left_alone() -> None:
    for depth, names in ((10, ["a"]), (25, [])):
        text = f"CREATE TABLE a (x INT DEFAULT {'(' * depth}1{')' * depth});"
        assert [table.name for table in read_tables(lines_of(text))] == names


def test_requests_with_their_details() -> None:
    text = (
        "- GET /a?x=1 HTTP/1.1\nPOST /b -> make b\n"
        "PUT /c  # change\n  summary: 'Change c'\n  auth: optional\n"
        "see GET /d\nDELETE https://api.example/e;\n"
    )
    found = [
        (one.line, one.method, one.path, one.description, one.auth) for one in read_requests(lines_of(text))
    ]
    assert found == [
        (0, "GET", "/a?x=1", "", ""),
        (1, "POST", "/b", "make b", ""),
        (2, "PUT", "/c", "change", "optional"),
        (6, "DELETE", "https://api.example/e", "", ""),
    ]


def test_installs_of_several_tools() -> None:
    text = (
        "RUN pip install -r requirements.txt\npoetry add 'a>=1,<2'\nuv add b\n"
        "yarn add c@1.2 -D\npip install .\nls"
    )
    found = [(one.line, one.package, one.version) for one in read_installs(lines_of(text))]
    assert found == [(1, "a", ">=1,<2"), (2, "b", ""), (3, "c", "1.2")]
