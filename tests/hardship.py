"""Documents that are hard to print, by what is hard about them, and what people really print."""

from __future__ import annotations

import os
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"

MANY = 2_000
WIDE = 40
LONG_LINE = 400
LONG_WORD = 5_000


def many_rows() -> str:
    """A table that goes on for dozens of sheets."""
    rows = "".join(
        f"| GET | `/api/v1/things/{number}` | Gives out thing {number} and what belongs to it | yes |\n"
        for number in range(MANY)
    )
    head = "| Method | Path | Description | Auth |\n|---|---|---|---|\n"
    return f"# FEAT-001: Rows\n\n## Endpoints\n\n{head}{rows}"


def many_columns() -> str:
    """A table with more columns than words fit beside each other."""
    columns = range(WIDE)
    lines = [
        [f"Column {number}" for number in columns],
        ["---" for _ in columns],
        *([f"value {row}.{number}" for number in columns] for row in range(3)),
    ]
    return "# FEAT-001: Columns\n\n## Wide\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def long_lines() -> str:
    """Lines of code that are wider than a sheet on its side."""
    words = " ".join(f"word{number:03d}" for number in range(LONG_LINE // 8))
    solid = "".join(f"{number:04d}" for number in range(LONG_LINE // 4))
    return f"# FEAT-001: Lines\n\n## Code\n\n```\n{words}\n{solid}\n```\n"


def long_words() -> str:
    """A word that fills sheets: in a paragraph, a heading, a list, a table and inline code."""
    word = "".join(chr(ord("a") + number % 26) for number in range(LONG_WORD))
    return (
        f"# FEAT-001: Words\n\n## Text\n\n{word}\n\n## {word[:300]}\n\n- {word[:2000]}\n\n"
        f"| First | Second |\n|---|---|\n| {word[:500]} | `{word[:500]}` |\n"
    )


def many_scripts() -> str:
    """Letters from right to left, ideograms, emoji, and a tree drawn with frames."""
    return (
        "# FEAT-001: Scripts\n\n## Arabic\n\nمرحبا بالعالم، هذا نص طويل.\n\n## Hebrew\n\n- שלום עולם\n\n"
        "| English | عربي |\n|---|---|\n| yes | نعم |\n\n## Chinese\n\n你好，世界\n\n"
        "## Emoji\n\nDone ✅ and a rocket 🚀 and a family 👩‍👩‍👧 here.\n\n"
        "## Tree\n\n```\nsrc/\n├── models/\n│   └── person.py\n└── main.py\n```\n"
    )


def a_hundred_columns() -> str:
    """A table that stays a table when a column has room for two letters."""
    head, rule = "|" + " Column |" * 100, "|" + "---|" * 100
    table = f"{head}\n{rule}\n{head}\n"
    return f"# FEAT-001: Columns\n\nBefore.\n\n## Wide\n\n### Table\n\n{table}\n## After\n\nText.\n"


def a_long_table() -> str:
    """A table that fits upright and reaches several sheets."""
    rows = "".join(f"| {row} | {'word ' * 12}| value_{row} | and more |\n" for row in range(90))
    return f"# FEAT-001: Rows\n\n## Rows\n\n| Number | Words | Value | More |\n|---|---|---|---|\n{rows}"


def a_wide_drawing() -> str:
    """A drawing whose lines must not wrap, and code that goes on for sheets."""
    drawing = f"┌{'─' * 150}┐\n│{' ' * 150}│\n└{'─' * 150}┘"
    code = "\n".join(f"name_{line} = '{'abc def ' * (line % 40)}'" for line in range(120))
    return f"# FEAT-001: Code\n\n## Drawing\n\n```\n{drawing}\n```\n\n## Code\n\n```python\n{code}\n```\n"


def many_links() -> str:
    """Links to other servers, to this one's own network, to files and inside; some of them twice."""
    return (
        "# FEAT-001: Links\n\n## Links\n\n[docs](https://example.org/a/long/path?with=a&query=too), "
        "[again](https://example.org/a/long/path?with=a&query=too), <https://example.org/auto>, "
        "[file](./spec.md), [here](#links)\n\n![picture](http://127.0.0.1:9/secret.png)\n\n"
        "| A | B |\n|---|---|\n| [inside](http://127.0.0.1:9/admin) | [docs](https://example.org/other) |\n\n"
        "## A [linked](https://example.org/heading) heading\n\nText.\n"
    )


def small_things() -> str:
    """Verbs, signs, boxes, numbers, a quotation, a rule, an empty section."""
    return (
        "# FEAT-001: Small\n\n## Signs\n\n| Method | Path | Done |\n|---|---|---|\n"
        "| GET, POST | /a | ✅ |\n| DELETE | /b | ❌ |\n| PUT | /c | 🟡 late |\n\n"
        "- [x] done\n- [ ] open\n  1. first\n  2. second\n\n> quoted\n\n---\n\n## Empty\n"
    )


def a_row_taller_than_a_sheet() -> str:
    """A row that cannot stay whole, and must be there all the same."""
    head = "| A | B | C | D | E |\n|---|---|---|---|---|\n"
    rows = f"| {'v' * LONG_WORD} | b | c | d | {'y' * 900} |\n| 1 | 2 | 3 | 4 | 5 |\n"
    return f"# FEAT-001: Tall\n\n## Row\n\n{head}{rows}"


def real_documents() -> list[Path]:
    """Three real designs where there is a corpus, else three of our own samples."""
    if corpus := os.environ.get("DESIGNBOOK_CORPUS"):
        return sorted(Path(corpus).rglob("*design.md"))[:3]
    return [SAMPLES / name for name in ("diseno-avisos.md", "lists.md", "tables.md")]
